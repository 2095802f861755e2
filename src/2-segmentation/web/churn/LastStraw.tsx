import { Select } from 'antd';
import type { churnView } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { listOf as rowsOf, useRead } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatCount } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Columns, Panel } from '#web/kit/Panel.tsx';
import { StatNumber } from '#web/kit/StatNumber.tsx';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useSearch } from '#web/url/use-search.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Churn.module.css';
import { churnSearch, PERIODS } from './churn-search.ts';
import { useStrawColumns, useStrawName } from './use-straw-columns.tsx';

type Churn = Wire<typeof churnView>;
export type Straw = Churn['straws'][number];

/** What was sent before people deleted us, against what is usual. */
export function LastStraw() {
  const t = useTexts();
  const [{ days = '90' }, ask] = useSearch(churnSearch);
  const { data, error, refetch } = useRead<Churn>('/churn', { days });
  const nameOf = useStrawName();
  const columns = useStrawColumns();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const list = { ...rowsOf(data?.straws ?? []), rows: data?.straws };
  return (
    <Panel
      title={t('churn.straws')}
      aside={
        <Select<(typeof PERIODS)[number]>
          aria-label={t('churn.days')}
          prefix={t('churn.days')}
          value={days}
          options={PERIODS.map(value => ({ value, label: t('churn.daysOf', { days: value }) }))}
          onChange={value => ask({ days: value })}
        />
      }
    >
      <p className={styles.what}>{t('churn.strawsWhat')}</p>
      <Numbers of={data} />
      {data?.straws
        .filter(straw => straw.isAbove)
        .map(straw => (
          <Above key={straw.broadcastId} of={straw} />
        ))}
      <DataTable
        name="straws"
        label={t('churn.strawsLabel')}
        unit={t('churn.strawsUnit')}
        columns={columns}
        rowKey={row => row.broadcastId}
        rowName={nameOf}
        list={list}
        to={row => `/broadcasts/${row.broadcastId}`}
        empty={<EmptyState title={t('churn.strawsEmpty')} what={t('churn.strawsEmptyWhat')} />}
      />
    </Panel>
  );
}

function Numbers({ of }: { of: Churn | undefined }) {
  const t = useTexts();
  const { usual } = of ?? {};
  const values = {
    deletions: formatCount(usual?.deletions ?? 0),
    weeks: formatCount(Math.round(usual?.weeks ?? 0)),
  };
  const perThousand = usual && Math.round(usual.rate * 10_000) / 10;
  return (
    <div className={styles.numbers}>
      <Columns min={140}>
        <StatNumber
          label={t('churn.deletions')}
          value={of?.deletions}
          definition={t('churn.deletionsMeans')}
        />
        <StatNumber
          label={t('churn.afterMessage')}
          value={of?.afterMessage}
          definition={t('churn.afterMessageMeans')}
        />
        <StatNumber
          label={t('churn.usual')}
          value={of === undefined ? undefined : (perThousand ?? null)}
          definition={t('churn.usualMeans', values)}
        />
      </Columns>
    </div>
  );
}

function Above({ of }: { of: Straw }) {
  const t = useTexts();
  const name = useStrawName()(of);
  const expected = of.expected.toFixed(1);
  const values = { name, sent: formatCount(of.sent), deleted: formatCount(of.deleted), expected };
  return (
    <div className={styles.above}>
      <Notice
        kind="advice"
        title={t('churn.above', values)}
        actions={<PageLink to={`/churn?broadcast=${of.broadcastId}`}>{t('churn.abovePeople')}</PageLink>}
      >
        {t('churn.aboveWhat', values)}
      </Notice>
    </div>
  );
}

import { useParams } from '@tanstack/react-router';
import { listOf, useRead } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { Facts } from '#web/kit/Facts.tsx';
import { formatCount } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { Columns, Panel } from '#web/kit/Panel.tsx';
import { StatNumber } from '#web/kit/StatNumber.tsx';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import type { MigrationView } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { askedOf, rateOf, useWaveColumns } from './columns.tsx';
import { MigrationHead } from './MigrationHead.tsx';
import styles from './Migrations.module.css';
import { People } from './People.tsx';

/** One plan: how it goes, wave by wave, and who stands where. */
export default function MigrationPage() {
  const { migrationId = '' } = useParams({ strict: false }) as { migrationId?: string };
  const { data, error, refetch } = useRead<MigrationView>(`/buyer-migrations/${migrationId}`);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} size="page" />;
  if (!data || data.id !== migrationId) return <PageSkeleton />;
  return (
    <>
      <MigrationHead migration={data} />
      <Stopped migration={data} />
      <Figures migration={data} />
      <Waves migration={data} />
      <Plan migration={data} />
      <People id={data.id} waves={data.waves} />
    </>
  );
}

function Stopped({ migration: { stopped } }: { migration: MigrationView }) {
  const t = useTexts();
  if (!stopped) return null;
  const { line, judged, share, limit } = stopped;
  const values = { judged: formatCount(judged), share, limit };
  const why = t(line === 'accepted' ? 'migrations.stoppedAccepted' : 'migrations.stoppedRefused', values);
  return (
    <div className={styles.stopped}>
      <Notice kind="stop" title={t('migrations.stoppedTitle', { why })}>
        {t('migrations.stoppedWhat')}
      </Notice>
    </div>
  );
}

function Figures({ migration: { figures } }: { migration: MigrationView }) {
  const t = useTexts();
  const { accepted, staying, ordered, queued, revenue } = figures;
  const stats = [
    { key: 'asked', value: askedOf(figures), measure: 'count' },
    { key: 'accepted', value: accepted, measure: 'count' },
    { key: 'rate', value: rateOf(figures) ?? null, measure: 'share' },
    { key: 'staying', value: staying, measure: 'count' },
    { key: 'ordered', value: ordered, measure: 'count' },
    { key: 'revenue', value: revenue, measure: 'fen' },
    { key: 'queued', value: queued, measure: 'count' },
  ] as const;
  return (
    <Panel title={t('migrations.figures')}>
      <Columns min={150}>
        {stats.map(({ key, ...stat }) => (
          <StatNumber
            key={key}
            label={t(`migrations.${key}`)}
            definition={t(`migrations.${key}Means`)}
            {...stat}
          />
        ))}
      </Columns>
    </Panel>
  );
}

function Waves({ migration }: { migration: MigrationView }) {
  const t = useTexts();
  return (
    <Panel title={t('migrations.waveList')}>
      <DataTable
        name="migration-waves"
        label={t('migrations.waveList')}
        unit={t('migrations.waveUnit')}
        columns={useWaveColumns()}
        rowKey={row => String(row.number)}
        rowName={row => t('migrations.wave', { n: row.number })}
        list={listOf(migration.waveList)}
        empty={<EmptyState title={t('migrations.noWaves')} what={t('migrations.noWavesWhat')} />}
      />
    </Panel>
  );
}

function Plan({ migration }: { migration: MigrationView }) {
  const t = useTexts();
  const { segment, account, members, greeting, waveSize, waveDays, memberDay, answerDays } = migration;
  const { judgedFrom, minAccepted, maxRefused, reasons } = migration;
  const facts = [
    { key: 'segment', value: segment.name },
    { key: 'account', value: account.name },
    { key: 'members', value: members.map(one => one.name).join(t('and')) },
    { key: 'greeting', value: greeting },
    { key: 'waves', value: t('migrations.every', { size: formatCount(waveSize), days: waveDays }) },
    { key: 'memberDay', value: t('migrations.aDay', { n: memberDay }) },
    { key: 'answerDays', value: t('migrations.days', { n: answerDays }) },
    {
      key: 'lines',
      value: t('migrations.lineSays', { from: judgedFrom, min: minAccepted, max: maxRefused }),
    },
    {
      key: 'reasons',
      value: reasons.map(({ people, words }) => t('migrations.preview.withheld', { n: people, why: words })),
    },
  ] as const;
  return (
    <Panel title={t('migrations.plan')}>
      <Facts
        facts={facts
          .filter(({ value }) => value.length > 0)
          .map(({ key, value }) => ({
            ...{ key, label: t(`migrations.${key}`) },
            value: typeof value === 'string' ? value : value.map(line => <div key={line}>{line}</div>),
          }))}
      />
    </Panel>
  );
}

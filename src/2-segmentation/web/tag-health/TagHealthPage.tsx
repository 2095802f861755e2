import { Button } from 'antd';
import { api } from '#web/api/api.ts';
import { useRead, useWrite } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatCount, formatShare } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { CORP_TAGS, FINDINGS, type FindingKind, TAG_HEALTH } from '../../tag-health/formula.contract.ts';
import { useTexts } from '../texts/index.ts';
import { Conflicts } from './Conflicts.tsx';
import { FindingRow } from './FindingRow.tsx';
import type { Health } from './health.ts';
import { Merges } from './Merges.tsx';
import styles from './TagHealth.module.css';

/** 标签健康: what to clear away or put right, each with its people and one action. */
export default function TagHealthPage() {
  const t = useTexts();
  const { can } = useSession();
  const { data, error, refetch } = useRead<Health>('/tags/health');
  return (
    <>
      <PageHeader
        lead={t('tagHealth.lead')}
        aside={data && <Checked at={data.at} />}
        actions={can('segments:write') && <CheckButton />}
      />
      {!data && (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <PageSkeleton />)}
      {data && data.findings.length === 0 && (
        <EmptyState
          title={t(data.at === null ? 'tagHealth.never' : 'tagHealth.healthy')}
          what={t('tagHealth.healthyWhat', { tags: formatCount(data.tags) })}
        />
      )}
      {data && FINDINGS.map(kind => <Kind key={kind} kind={kind} of={data} />)}
      {data && <Corps of={data} />}
      {data && <Conflicts of={data.conflicts} />}
      {data && <Merges of={data.merges} />}
    </>
  );
}

function Checked({ at }: { at: string | null }) {
  const t = useTexts();
  return (
    <span className={styles.faint}>
      {at === null ? (
        t('tagHealth.never')
      ) : (
        <>
          {t('tagHealth.checked')} <DateTime at={at} style="ago" />
        </>
      )}{' '}
      · {t('tagHealth.daily')}
    </span>
  );
}

function CheckButton() {
  const t = useTexts();
  const notify = useNotify();
  const check = useWrite(
    (_: undefined, key: string) => api.post<{ findings: number }>('/tags/health', {}, { key }),
    {
      refresh: ['/tags/health'],
      onDone: ({ findings }) => notify.done(t('tagHealth.checkedNow', { findings })),
      onProblem: notify.problem,
    },
  );
  return (
    <Button loading={check.isRunning} onClick={() => check.run(undefined)}>
      {t('tagHealth.check')}
    </Button>
  );
}

const DAYS: Partial<Record<FindingKind, number>> = {
  expiring: TAG_HEALTH.expiringDays,
  stale: TAG_HEALTH.staleDays,
  nobody: TAG_HEALTH.newDays,
  unused: TAG_HEALTH.unusedDays,
};

function Kind({ kind, of }: { kind: FindingKind; of: Health }) {
  const t = useTexts();
  const findings = of.findings.filter(one => one.kind === kind);
  if (findings.length === 0) return null;
  const values = { days: DAYS[kind] ?? '', share: formatShare(TAG_HEALTH.alikeShare, 0) };
  return (
    <Panel title={`${t(`tagHealth.kinds.${kind}`)} ${formatCount(findings.length)}`}>
      <p className={styles.means}>{t(`tagHealth.means.${kind}`, values)}</p>
      <div className={styles.rows}>
        {findings.map(one => (
          <FindingRow key={one.tags.map(({ id }) => id).join()} of={one} />
        ))}
      </div>
    </Panel>
  );
}

function Corps({ of: { corps } }: { of: Health }) {
  const t = useTexts();
  if (corps.length === 0) return null;
  const values = { careful: formatCount(CORP_TAGS.careful), most: formatCount(CORP_TAGS.most) };
  return (
    <Panel title={t('tagHealth.corps')}>
      {corps.map(({ name, tags }) => {
        const said = t('tagHealth.corp', { ...values, name, tags: formatCount(tags) });
        if (tags <= CORP_TAGS.careful) return <p key={name}>{said}</p>;
        return (
          <Notice key={name} kind="advice" title={said}>
            {t('tagHealth.corpCareful', values)}
          </Notice>
        );
      })}
    </Panel>
  );
}

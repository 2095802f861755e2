import { useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatInstant } from '#web/kit/format.ts';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { Columns, Panel } from '#web/kit/Panel.tsx';
import { StatNumber } from '#web/kit/StatNumber.tsx';
import { useSession } from '#web/session/session.ts';
import { search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import type { accountHealthView } from '../../health/contract.ts';
import { useTexts } from '../texts/index.ts';
import { Calls } from './Calls.tsx';
import { ColorTag } from './ColorTag.tsx';
import styles from './Health.module.css';
import { OverridePace } from './OverridePace.tsx';
import { Overrides } from './Overrides.tsx';
import { TheirMembers } from './TheirMembers.tsx';
import { Verdict } from './Verdict.tsx';

export type Health = Wire<typeof accountHealthView>;

/** `pace`: whose pace is being changed; `account`, or a member's id. */
const healthSearch = search({ pace: text });

/** 账号健康: how an account and its members are doing, why, and how fast they send for that reason. */
export default function HealthPage() {
  const { accountId = '' } = useParams({ strict: false }) as { accountId?: string };
  const { data, error, refetch } = useRead<Health>(`/accounts/${accountId}/health`);
  if (error && !data) return <ErrorState size="page" error={error} onRetry={() => void refetch()} />;
  if (!data || data.account.id !== accountId) return <PageSkeleton />;
  return <Shown health={data} />;
}

function Shown({ health }: { health: Health }) {
  const t = useTexts();
  const [{ pace }, ask] = useSearch(healthSearch);
  const mayChange = useSession().can('channels:write');
  const { account, at, color, figures, members } = health;
  const member = members.find(one => one.member.id === pace)?.member;
  const seen = at ? t('health.at', { time: formatInstant(at) }) : t('health.never');
  return (
    <>
      <PageHeader
        title={t('health.title', { name: account.name })}
        lead={`${t('health.lead')}${seen}`}
        aside={<ColorTag color={color} />}
        actions={
          mayChange && (
            <Button type="primary" onClick={() => ask({ pace: 'account' })}>
              {t('health.override.do')}
            </Button>
          )
        }
      />
      <div className={styles.page}>
        <Verdict health={health} />
        <Columns min={150}>
          <StatNumber
            label={t('health.relations')}
            value={figures.relations}
            definition={t('health.relationsMeans')}
          />
          <StatNumber label={t('health.added')} value={figures.added} definition={t('health.addedMeans')} />
          <StatNumber label={t('health.lost')} value={figures.lost} definition={t('health.lostMeans')} />
          <StatNumber
            label={t('health.confirmed')}
            value={figures.tasks === 0 ? null : 1 - figures.unconfirmed / figures.tasks}
            measure="share"
            definition={t('health.confirmedMeans', { n: figures.tasks })}
          />
          <StatNumber
            label={t('health.delivered')}
            value={figures.people === 0 ? null : figures.delivered / figures.people}
            measure="share"
            definition={t('health.deliveredMeans', { n: figures.people })}
          />
        </Columns>
        <Panel title={t('health.members')}>
          <TheirMembers health={health} onPace={mayChange ? id => ask({ pace: id }) : undefined} />
        </Panel>
        <Calls health={health} />
        <Overrides health={health} />
      </div>
      {mayChange && (pace === 'account' || member) && (
        <OverridePace
          key={pace}
          health={health}
          member={member}
          onClose={() => ask({ pace: undefined }, { replace: true })}
        />
      )}
    </>
  );
}

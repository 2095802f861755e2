import { useParams } from '@tanstack/react-router';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import type { broadcastView } from '../../broadcasts/contract.ts';
import { isBegun } from '../begun.ts';
import { isDirect } from '../direct.ts';
import { SimulatorLink } from '../SimulatorLink.tsx';
import { StatusTag } from '../StatusTag.tsx';
import { useTexts } from '../texts/index.ts';
import { Actions } from './Actions.tsx';
import { Comparison } from './Comparison.tsx';
import { FunnelPanel } from './FunnelPanel.tsx';
import { Members } from './Members.tsx';
import { Setting } from './Setting.tsx';
import { State } from './State.tsx';
import { useFreshResults } from './use-fresh-results.ts';

export type Broadcast = Wire<typeof broadcastView>;

const BUSY = 1_500;
const QUIET = 10_000;

/** What became of a broadcast: how it stands, the funnel with its people, the members' part, what it did. */
export default function BroadcastPage() {
  const { broadcastId = '' } = useParams({ strict: false }) as { broadcastId?: string };
  const every = (now: Broadcast | undefined) =>
    now?.status === 'planning' || now?.status === 'sending' ? BUSY : QUIET;
  const { data, error, refetch } = useRead<Broadcast>(`/broadcasts/${broadcastId}`, {}, { every });
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} size="page" />;
  if (!data || data.id !== broadcastId) return <PageSkeleton />;
  return <Results broadcast={data} />;
}

function Results({ broadcast }: { broadcast: Broadcast }) {
  const t = useTexts();
  useFreshResults(broadcast);
  const { name, status, funnel, accountId, accountName, segmentName, channel } = broadcast;
  const audience = segmentName ? t('results.audience', { name: segmentName }) : t('results.byRule');
  const lead =
    channel === 'sms'
      ? t('results.leadSms', { audience, account: accountName ?? '' })
      : channel === 'official_account'
        ? t('results.leadOfficial', { audience, account: accountName ?? '' })
        : accountName
          ? t('results.leadWecom', { audience, account: accountName })
          : t('results.lead', { audience, channel: t(`channel.${channel}`) });
  const isWaiting = !isDirect(channel) && status === 'sent' && funnel.taskCreated > funnel.confirmed;
  const hasBegun = isBegun(broadcast);
  return (
    <>
      <PageHeader
        title={name}
        lead={lead}
        aside={<StatusTag status={status} channel={channel} />}
        actions={
          <>
            <Actions broadcast={broadcast} />
            {hasBegun && !isDirect(channel) && <SimulatorLink accountId={accountId} isNext={isWaiting} />}
          </>
        }
      />
      <State broadcast={broadcast} />
      {hasBegun && <FunnelPanel broadcast={broadcast} />}
      {hasBegun && !isDirect(channel) && <Members broadcast={broadcast} />}
      {status === 'sent' && <Comparison broadcast={broadcast} />}
      <Setting broadcast={broadcast} />
    </>
  );
}

import { useParams } from '@tanstack/react-router';
import { Segmented, Select } from 'antd';
import type { Wire } from '#web/api/client.ts';
import { usePagedList, useRead } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatCount } from '#web/kit/format.ts';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { usePhone } from '#web/kit/use-phone.ts';
import { oneOf, search, text, whole } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import type { memberTasks, peopleOf } from '../../broadcasts/contract.ts';
import { useTexts } from '../texts/index.ts';
import type { Broadcast } from './BroadcastPage.tsx';
import styles from './PeoplePage.module.css';
import { type Person, usePeopleColumns } from './people-columns.tsx';

const STAGES = [
  'audience',
  'heldOut',
  'withheld',
  'planned',
  'taskCreated',
  'confirmed',
  'delivered',
  'failed',
  'answered',
  'ordered',
] as const satisfies readonly Wire<typeof peopleOf>[];

/** The comparison's: they count from the moment it began, whether or not it reached them. */
const BUYERS = ['buyers', 'heldOutBuyers'] as const satisfies readonly Wire<typeof peopleOf>[];

/** Where people are who did not get it. */
const HAS_REASONS: readonly Stage[] = ['audience', 'withheld', 'failed'];

const peopleSearch = search({
  stage: oneOf(...STAGES, ...BUYERS),
  reason: text,
  member: text,
  page: whole(1, 100_000),
});

/** The people behind a number of the funnel, each with what became of it and why. */
export default function PeoplePage() {
  const t = useTexts();
  const { broadcastId = '' } = useParams({ strict: false }) as { broadcastId?: string };
  const { data, error, refetch } = useRead<Broadcast>(`/broadcasts/${broadcastId}`);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} size="page" />;
  if (!data) return <PageSkeleton />;
  return (
    <>
      <PageHeader lead={t('people.lead', { name: data.name })} />
      <People broadcast={data} />
    </>
  );
}

function People({ broadcast }: { broadcast: Broadcast }) {
  const t = useTexts();
  const [{ stage = 'audience', reason, member, page = 1 }, ask] = useSearch(peopleSearch);
  const path = `/broadcasts/${broadcast.id}/people`;
  const query = { stage, ...(reason && { reason }), ...(member && { member }) };
  const list = usePagedList<Person>(path, query, { page, go: page => ask({ page }) });
  return (
    <>
      <div className={styles.filters}>
        <Stages
          broadcast={broadcast}
          value={stage}
          onChange={stage => ask({ stage, reason: undefined, page: undefined })}
        />
        {HAS_REASONS.includes(stage) && (
          <Reasons
            broadcast={broadcast}
            value={reason}
            onChange={reason => ask({ reason, page: undefined })}
          />
        )}
        <Members broadcast={broadcast} value={member} onChange={member => ask({ member, page: undefined })} />
      </div>
      <DataTable
        name="broadcast-people"
        label={t('people.label')}
        unit={t('people.unit')}
        columns={usePeopleColumns(broadcast)}
        rowKey={row => row.customerId}
        rowName={row => row.name || t('people.unnamed')}
        list={list}
        to={row => `/customers/${row.customerId}`}
        empty={<EmptyState title={t('people.empty')} what={t('people.emptyWhat')} />}
      />
    </>
  );
}

type Stage = (typeof STAGES)[number] | (typeof BUYERS)[number];
type StagesProps = { broadcast: Broadcast; value: Stage; onChange: (stage: Stage) => void };

function Stages({ broadcast: { funnel }, value, onChange }: StagesProps) {
  const t = useTexts();
  const isPhone = usePhone();
  const options: { value: Stage; label: string }[] = STAGES.map(stage => ({
    value: stage,
    label: `${t(`stage.${stage}`)} ${formatCount(funnel[stage])}`,
  }));
  const buyers = BUYERS.find(stage => stage === value);
  if (buyers) options.push({ value: buyers, label: t(`stage.${buyers}`) });
  const common = { value, onChange, 'aria-label': t('people.stage') };
  return isPhone ? (
    <Select {...common} className={styles.wide ?? ''} options={options} />
  ) : (
    <Segmented {...common} options={options} />
  );
}

type ReasonsProps = {
  broadcast: Broadcast;
  value: string | undefined;
  onChange: (reason: string | undefined) => void;
};

function Reasons({ broadcast: { reasons }, value, onChange }: ReasonsProps) {
  const t = useTexts();
  if (reasons.length === 0) return null;
  return (
    <Select
      allowClear
      className={styles.reason ?? ''}
      aria-label={t('people.reason')}
      placeholder={t('people.allReasons')}
      value={value ?? null}
      onChange={chosen => onChange(chosen ?? undefined)}
      options={reasons.map(({ reason, words }) => ({ value: reason, label: words }))}
    />
  );
}

type MembersProps = Pick<ReasonsProps, 'broadcast' | 'value' | 'onChange'>;

/** Whose customers: each member's own. */
function Members({ broadcast: { id }, value, onChange }: MembersProps) {
  const t = useTexts();
  const { data } = useRead<{ data: Wire<typeof memberTasks>[] }>(`/broadcasts/${id}/members`);
  const members = data?.data ?? [];
  if (members.length < 2 && !value) return null;
  return (
    <Select
      allowClear
      className={styles.member ?? ''}
      aria-label={t('people.member')}
      placeholder={t('people.allMembers')}
      value={value ?? null}
      onChange={chosen => onChange(chosen ?? undefined)}
      options={members.map(({ member }) => ({ value: member.id, label: member.name }))}
    />
  );
}

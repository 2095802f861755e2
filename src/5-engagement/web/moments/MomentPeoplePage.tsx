import { useParams } from '@tanstack/react-router';
import { Segmented, Select } from 'antd';
import { usePagedList, useRead } from '#web/api/queries.ts';
import { Count } from '#web/kit/Count.tsx';
import { DateTime } from '#web/kit/DateTime.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { TierTag } from '#web/kit/TierTag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { usePhone } from '#web/kit/use-phone.ts';
import { oneOf, search, text, whole } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { useTexts } from '../texts/index.ts';
import { tierOf } from '../tier.ts';
import styles from './Moments.module.css';
import type { Moment, Part, Person } from './reads.ts';
import { useNameOf } from './state.tsx';

const OF = ['planned', 'shown', 'unseen', 'liked', 'commented'] as const;
const peopleSearch = search({ of: oneOf(...OF), member: text, page: whole(1, 100_000) });

/** The people behind a number of a moment. */
export default function MomentPeoplePage() {
  const t = useTexts();
  const nameOf = useNameOf();
  const { momentId = '' } = useParams({ strict: false }) as { momentId?: string };
  const { data, error, refetch } = useRead<Moment>(`/moments/${momentId}`);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} size="page" />;
  if (!data) return <PageSkeleton />;
  return (
    <>
      <PageHeader lead={t('moments.people.lead', { name: [...nameOf(data)].slice(0, 40).join('') })} />
      <People id={data.id} />
    </>
  );
}

function People({ id }: { id: string }) {
  const t = useTexts();
  const isPhone = usePhone();
  const [{ of = 'planned', member, page = 1 }, ask] = useSearch(peopleSearch);
  const members = useRead<{ data: Part[] }>(`/moments/${id}/members`).data?.data ?? [];
  const query = { of, ...(member && { member }) };
  const list = usePagedList<Person>(`/moments/${id}/people`, query, { page, go: page => ask({ page }) });
  const which = {
    'aria-label': t('moments.people.which'),
    value: of,
    onChange: (of: (typeof OF)[number]) => ask({ of, page: undefined }),
    options: OF.map(value => ({ value, label: t(`moments.people.of.${value}`) })),
  };
  return (
    <>
      <div className={styles.bar}>
        {isPhone ? <Select {...which} /> : <Segmented {...which} />}
        {(members.length > 1 || member) && (
          <Select
            allowClear
            style={{ minWidth: 160 }}
            aria-label={t('moments.people.member')}
            placeholder={t('moments.editor.allMembers')}
            value={member ?? null}
            onChange={chosen => ask({ member: chosen ?? undefined, page: undefined })}
            options={members.map(one => ({ value: one.member.id, label: one.member.name }))}
          />
        )}
      </div>
      <DataTable
        name="moment-people"
        label={t('moments.people.label')}
        unit={t('moments.people.unit')}
        columns={useColumns()}
        rowKey={row => `${row.customerId} ${row.member.id}`}
        rowName={row => row.name || t('moments.people.unnamed')}
        list={list}
        to={row => `/customers/${row.customerId}`}
        empty={<EmptyState title={t('moments.people.empty')} what={t('moments.people.emptyWhat')} />}
      />
    </>
  );
}

function useColumns(): Column<Person>[] {
  const t = useTexts();
  return [
    {
      key: 'name',
      title: t('moments.people.name'),
      cell: row => row.name || t('moments.people.unnamed'),
      width: 140,
    },
    { key: 'tier', title: t('moments.people.tier'), cell: row => <Tier of={row.tier} />, phone: 'aside' },
    { key: 'member', title: t('moments.people.member'), cell: row => row.member.name },
    {
      key: 'shown',
      title: t('moments.people.shownAt'),
      cell: row => (row.shownAt ? <DateTime at={row.shownAt} /> : t('moments.people.notShown')),
      align: 'end',
    },
    {
      key: 'liked',
      title: t('moments.people.likedAt'),
      cell: row => (row.likedAt ? <DateTime at={row.likedAt} /> : '–'),
      align: 'end',
    },
    {
      key: 'comments',
      title: t('moments.people.comments'),
      cell: row => (row.comments > 0 ? <Count of={row.comments} /> : '–'),
      align: 'end',
    },
  ];
}

function Tier({ of }: { of: string }) {
  const tier = tierOf(of);
  return tier ? <TierTag tier={tier} /> : null;
}

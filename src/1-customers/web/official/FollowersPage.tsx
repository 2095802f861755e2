import type { accountView, followerRow } from '#customers/contract';
import type { Wire } from '#web/api/client.ts';
import { useList, useRead } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { FilterBar } from '#web/kit/filter/FilterBar.tsx';
import { cleared, type Filter, isSet } from '#web/kit/filter/filters.ts';
import { formatInstant } from '#web/kit/format.ts';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useSession } from '#web/session/session.ts';
import { oneOf, type SearchFields, search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { isOwnState } from '../../wecom/own-state.contract.ts';
import { useTexts } from '../texts/index.ts';

type Follower = Wire<typeof followerRow>;
const followersSearch = search({
  account: text,
  state: oneOf('following', 'open', 'left'),
  wecom: oneOf('yes', 'no'),
  scene: text,
});

/** 公众号粉丝: who follows, by which code they came, who can be answered now, who is in WeCom too. */
export default function FollowersPage() {
  const t = useTexts();
  const [asked, ask] = useSearch(followersSearch);
  const list = useList<Follower>('/followers', followersSearch.write(asked));
  const filters = useFilters();
  const isNarrowed = filters.some(one => isSet(one, asked));
  return (
    <>
      <PageHeader lead={t('followers.lead')} />
      <FilterBar filters={filters} value={asked} onChange={ask} />
      <DataTable
        name="followers"
        label={t('followers.label')}
        unit={t('followers.unit')}
        columns={useColumns()}
        rowKey={row => row.id}
        rowName={row => row.customer.name || t('followers.noName')}
        list={list}
        to={row => `/customers/${row.customer.id}`}
        onClearFilters={isNarrowed ? () => ask(cleared(filters)) : undefined}
        empty={
          <EmptyState
            title={t('followers.emptyTitle')}
            what={t('followers.emptyWhat')}
            action={<PageLink to="/settings/accounts">{t('followers.toAccounts')}</PageLink>}
          />
        }
      />
    </>
  );
}

function useFilters(): Filter<SearchFields<typeof followersSearch>>[] {
  const t = useTexts();
  const { can } = useSession();
  const accounts = useRead<{ data: Wire<typeof accountView>[] }>(
    can('channels:read') ? '/accounts' : undefined,
  ).data?.data.filter(one => one.kind === 'official_account' && one.callbackUrl !== null);
  const choices = (accounts ?? []).map(({ id: value, name: label }) => ({ value, label }));
  const states = (['following', 'open', 'left'] as const).map(value => ({
    value,
    label: t(`followers.states.${value}`),
  }));
  const both = (['yes', 'no'] as const).map(value => ({ value, label: t(`followers.wecomIs.${value}`) }));
  return [
    { kind: 'choice', field: 'state', label: t('followers.state'), choices: states },
    { kind: 'choice', field: 'wecom', label: t('followers.wecom'), choices: both },
    ...(choices.length > 1
      ? [{ kind: 'choice' as const, field: 'account' as const, label: t('followers.account'), choices }]
      : []),
  ];
}

const CAME = new Set(['ADD_SCENE_SEARCH', 'ADD_SCENE_QR_CODE', 'ADD_SCENE_PROFILE_CARD', 'ADD_SCENE_PAID']);
type Came = 'ADD_SCENE_SEARCH' | 'ADD_SCENE_QR_CODE' | 'ADD_SCENE_PROFILE_CARD' | 'ADD_SCENE_PAID';

function useColumns(): Column<Follower>[] {
  const t = useTexts();
  const cameBy = ({ cameBy: by, scene }: Follower) => {
    if (scene && isOwnState(scene)) return t('followers.ownCode');
    if (scene) return t('followers.scene', { scene });
    return CAME.has(by) ? t(`followers.came.${by as Came}`) : t('followers.came.other');
  };
  return [
    {
      key: 'name',
      title: t('followers.name'),
      cell: row => row.customer.name || t('followers.noName'),
      width: 160,
    },
    {
      key: 'state',
      title: t('followers.state'),
      cell: row => <State of={row} />,
      phone: 'aside',
      width: 200,
    },
    { key: 'account', title: t('followers.account'), cell: row => row.account.name },
    { key: 'cameBy', title: t('followers.cameBy'), cell: cameBy },
    {
      key: 'wecom',
      title: t('followers.wecom'),
      cell: row => t(`followers.wecomIs.${row.hasWecom ? 'yes' : 'no'}`),
      phone: 'hidden',
    },
    {
      key: 'wroteAt',
      title: t('followers.wroteAt'),
      cell: row => (row.wroteAt ? <DateTime at={row.wroteAt} style="ago" /> : '–'),
    },
    { key: 'since', title: t('followers.since'), cell: row => <DateTime at={row.since} style="day" /> },
  ];
}

function State({ of: { endedAt, window } }: { of: Follower }) {
  const t = useTexts();
  if (endedAt) return <Tag tone="plain">{t('followers.states.left')}</Tag>;
  if (!window || window.left === 0) return <span>{t('followers.closed')}</span>;
  const title = t('followers.until', { until: formatInstant(window.until) });
  return (
    <span title={title}>
      <Tag tone="accent">{t('followers.open', { n: window.left })}</Tag>
    </span>
  );
}

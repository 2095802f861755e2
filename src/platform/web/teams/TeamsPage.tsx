import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useMemo } from 'react';
import { useWholeList } from '#web/api/queries.ts';
import { Count } from '#web/kit/Count.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { formatCount } from '#web/kit/format.ts';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useSession } from '#web/session/session.ts';
import { search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import type { Team } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { EditTeam } from './EditTeam.tsx';
import styles from './TeamsPage.module.css';
import { inTree, type Placed } from './tree.ts';

const teamsSearch = search({ look: text });

/** 团队: shops and groups as a tree; the owner adds, renames and moves them. */
export default function TeamsPage() {
  const t = useTexts();
  const mayWrite = useSession().can('members:write');
  const [{ look }, ask] = useSearch(teamsSearch);
  const whole = useWholeList<Team>('/teams');
  const rows = useMemo(() => whole.rows && inTree(whole.rows), [whole.rows]);
  const team = rows?.find(({ id }) => id === look);
  const add = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => ask({ look: 'new' })}>
      {t('teams.add')}
    </Button>
  );
  return (
    <>
      <PageHeader lead={t('teams.lead')} actions={rows?.length !== 0 && add} />
      <DataTable
        name="teams"
        label={t('teams.name')}
        unit={t('teams.unit')}
        columns={useColumns(whole.rows ?? [])}
        rowKey={row => row.id}
        rowName={row => row.name}
        list={{ ...whole, rows }}
        {...(mayWrite && { to: (row: Placed) => `/settings/teams?look=${row.id}` })}
        empty={<EmptyState title={t('teams.empty')} what={t('teams.emptyWhat')} action={add} />}
      />
      {mayWrite && (team || look === 'new') && (
        <EditTeam
          key={look}
          team={team}
          teams={whole.rows ?? []}
          onClose={() => ask({ look: undefined }, { replace: true })}
        />
      )}
    </>
  );
}

function useColumns(teams: readonly Team[]): Column<Placed>[] {
  const t = useTexts();
  const nameOf = (id: string | null) => teams.find(team => team.id === id)?.name;
  return [
    {
      key: 'name',
      title: t('teams.name'),
      cell: row => (
        <span className={styles.name} style={{ paddingInlineStart: row.depth * 24 }}>
          {row.name}
        </span>
      ),
      width: 240,
    },
    {
      key: 'parent',
      title: t('teams.parent'),
      cell: row => nameOf(row.parentId) ?? <Count of={null} />,
    },
    {
      key: 'people',
      title: t('teams.people'),
      cell: row =>
        row.memberCount === 0 ? (
          formatCount(0)
        ) : (
          <PageLink to={`/settings/members?team=${row.id}`}>{formatCount(row.memberCount)}</PageLink>
        ),
      align: 'end',
    },
  ];
}

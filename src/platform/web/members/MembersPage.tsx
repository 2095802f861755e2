import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useMemo } from 'react';
import { useWholeList } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { FilterBar } from '#web/kit/filter/FilterBar.tsx';
import { cleared, type Filter, isSet } from '#web/kit/filter/filters.ts';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useSession } from '#web/session/session.ts';
import { stringifySearch } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { type Member, useTeams } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { EditMember } from './EditMember.tsx';
import { type MembersFields, matching, membersSearch, ROLES, STATUSES } from './matching.ts';
import { useColumns } from './use-columns.tsx';

/** 成员: who may sign in and whose customers they see. Everybody may look, the owner may change. */
export default function MembersPage() {
  const t = useTexts();
  const mayWrite = useSession().can('members:write');
  const [asked, ask] = useSearch(membersSearch);
  const whole = useWholeList<Member>('/members');
  const rows = useMemo(() => whole.rows && matching(whole.rows, asked), [whole.rows, asked]);
  const filters = useFilters();
  const member = whole.rows?.find(({ id }) => id === asked.look);
  const add = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => ask({ look: 'new' })}>
      {t('members.add')}
    </Button>
  );
  const isFiltered = filters.some(filter => isSet(filter, asked));
  return (
    <>
      <PageHeader lead={mayWrite ? t('members.lead') : t('members.leadRead')} actions={add} />
      <FilterBar filters={filters} value={asked} onChange={ask} />
      <DataTable
        name="members"
        label={t('members.unit')}
        unit={t('members.unit')}
        columns={useColumns()}
        rowKey={row => row.id}
        rowName={row => row.name}
        list={{ ...whole, rows, total: rows?.length }}
        {...(mayWrite && {
          to: (row: Member) =>
            `/settings/members${stringifySearch(membersSearch.write({ ...asked, look: row.id }))}`,
        })}
        onClearFilters={isFiltered ? () => ask(cleared(filters)) : undefined}
        empty={<EmptyState title={t('members.empty')} what={t('members.emptyWhat')} action={add} />}
      />
      {mayWrite && (member || asked.look === 'new') && (
        <EditMember
          key={asked.look}
          member={member}
          onClose={() => ask({ look: undefined }, { replace: true })}
        />
      )}
    </>
  );
}

function useFilters(): Filter<MembersFields>[] {
  const t = useTexts();
  const teams = useTeams();
  const choice = <T extends string>(values: readonly T[], label: (value: T) => string) =>
    values.map(value => ({ value, label: label(value) }));
  return [
    { kind: 'text', field: 'q', label: t('members.search') },
    {
      kind: 'choice',
      field: 'role',
      label: t('members.role'),
      choices: choice(ROLES, role => t(`members.roles.${role}`)),
    },
    {
      kind: 'choice',
      field: 'team',
      label: t('members.team'),
      choices: teams.map(team => ({ value: team.id, label: team.name })),
    },
    {
      kind: 'choice',
      field: 'status',
      label: t('members.status'),
      choices: choice(STATUSES, status => t(`members.statuses.${status}`)),
    },
  ];
}

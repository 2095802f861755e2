import type { List } from '#web/api/queries.ts';
import { useLanguage } from '#web/i18n/i18n.ts';
import { Count } from '#web/kit/Count.tsx';
import { DateTime } from '#web/kit/DateTime.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useTexts } from '../texts/index.ts';
import type { Person } from './reach.ts';

/** The people behind a cause. */
export function PeopleTable({ list }: { list: List<Person> }) {
  const t = useTexts();
  const language = useLanguage();
  const nameOf = ({ id, name }: Person) => name || `#${id.slice(4)}`;
  return (
    <DataTable<Person>
      name="reach-people"
      label={t('reach.trend')}
      unit={t('reach.peopleUnit')}
      columns={[
        { key: 'name', title: t('reach.customer'), cell: nameOf, width: 160 },
        {
          key: 'members',
          title: t('reach.members'),
          cell: row => row.members.map(({ name }) => name).join(language === 'zh' ? '、' : ', ') || '–',
        },
        { key: 'orders', title: t('reach.orders'), cell: row => <Count of={row.orders} />, align: 'end' },
        {
          key: 'last',
          title: t('reach.last'),
          cell: row => <DateTime at={row.lastOrderAt} style="day" />,
          align: 'end',
        },
      ]}
      rowKey={row => row.id}
      rowName={nameOf}
      list={list}
      to={row => `/customers/${row.id}`}
      empty={<EmptyState title={t('reach.nobody')} what={t('reach.nobodyWhat')} />}
    />
  );
}

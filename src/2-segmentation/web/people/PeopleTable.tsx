import { QuestionCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { List } from '#web/api/queries.ts';
import { useLanguage } from '#web/i18n/i18n.ts';
import { Count } from '#web/kit/Count.tsx';
import { DateTime } from '#web/kit/DateTime.tsx';
import { Money } from '#web/kit/Money.tsx';
import { TierTag } from '#web/kit/TierTag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useTexts } from '../texts/index.ts';
import { shownTier } from '../tiers/tier-names.ts';
import { useCustomerName } from './use-customer-name.ts';
import type { Person } from './use-rule.ts';

type Props = {
  /** Where the choice of columns is remembered. */
  name: string;
  list: List<Person>;
  onWhy: (customerId: string) => void;
  empty: ReactNode;
};

/** People by a rule; each with the way to ask why. */
export function PeopleTable({ name, list, onWhy, empty }: Props) {
  const t = useTexts();
  const columns = useColumns(onWhy);
  return (
    <DataTable
      name={name}
      label={t('sample.label')}
      unit={t('sample.unit')}
      columns={columns}
      rowKey={row => row.id}
      rowName={useCustomerName()}
      list={list}
      to={row => `/customers/${row.id}`}
      empty={empty}
    />
  );
}

function useColumns(onWhy: (customerId: string) => void): Column<Person>[] {
  const t = useTexts();
  const language = useLanguage();
  const nameOf = useCustomerName();
  return [
    { key: 'name', title: t('sample.name'), cell: nameOf, width: 120 },
    {
      key: 'tier',
      title: t('sample.tier'),
      cell: row => <Tier name={row.tier} />,
      phone: 'aside',
    },
    { key: 'city', title: t('sample.city'), cell: row => row.city || '–' },
    {
      key: 'members',
      title: t('sample.members'),
      cell: row => row.members.map(member => member.name).join(language === 'zh' ? '、' : ', ') || '–',
      optional: true,
    },
    { key: 'orders', title: t('sample.orders'), cell: row => <Count of={row.orders} />, align: 'end' },
    { key: 'paid', title: t('sample.paid'), cell: row => <Money fen={row.paid} />, align: 'end' },
    {
      key: 'lastOrder',
      title: t('sample.lastOrder'),
      cell: row => <DateTime at={row.lastOrderAt} style="day" />,
      align: 'end',
    },
    {
      key: 'why',
      title: t('sample.why'),
      align: 'end',
      phone: 'bare',
      cell: row => (
        <Button
          type="text"
          size="small"
          icon={<QuestionCircleOutlined />}
          aria-label={t('sample.whyOf', { name: nameOf(row) })}
          onClick={() => onWhy(row.id)}
        >
          {t('sample.why')}
        </Button>
      ),
    },
  ];
}

function Tier({ name }: { name: string }) {
  const tier = shownTier(name);
  return tier ? <TierTag tier={tier} /> : '–';
}

import type { Wire } from '#web/api/client.ts';
import { useWebTexts } from '#web/i18n/i18n.ts';
import { Count } from '#web/kit/Count.tsx';
import { DateTime } from '#web/kit/DateTime.tsx';
import { Money } from '#web/kit/Money.tsx';
import { TierTag } from '#web/kit/TierTag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import type { customerRow } from '../../contract.ts';
import { CustomerName } from '../CustomerName.tsx';
import { type FieldView, useFieldsInUse } from '../fields/fields.ts';
import { useSourceName } from '../source-names.ts';
import { TagChips } from '../TagChips.tsx';
import { useTexts } from '../texts/index.ts';
import { tierOf } from '../tier.ts';
import type { CustomersSort } from './customers-search.ts';

export type CustomerRow = Wire<typeof customerRow>;
type Columns = Column<CustomerRow, CustomersSort>[];

export function useCustomerColumns(): Columns {
  return [...useWhoColumns(), ...useFieldColumns(), ...useWorthColumns(), ...useFurtherColumns()];
}

/** The brand's own fields that are to be seen in the list. */
function useFieldColumns(): Columns {
  const t = useTexts();
  const say = (type: FieldView['type'], value: string) =>
    type === 'flag'
      ? t(value === 'yes' ? 'fields.of.yes' : 'fields.of.no')
      : value.replaceAll('\n', t('and'));
  return useFieldsInUse()
    .filter(field => field.inList)
    .map(({ key, name, type }) => ({
      key: `field.${key}`,
      title: name,
      cell: row => {
        const value = row.fields.find(one => one.key === key)?.value;
        return value === undefined ? <None /> : say(type, value);
      },
      ...(type === 'number' && { align: 'end' as const }),
    }));
}

function useWhoColumns(): Columns {
  const t = useTexts();
  const web = useWebTexts();
  return [
    { key: 'name', title: t('customer'), cell: row => <CustomerName of={row} />, sort: 'name', width: 120 },
    {
      key: 'tier',
      title: t('tier'),
      cell: row => <Tier name={row.tier} />,
      explain: web('term.tierWhat'),
      phone: 'aside',
    },
    { key: 'tags', title: t('tags'), cell: row => <TagChips tags={row.tags} /> },
    { key: 'phone', title: t('phone'), cell: row => row.phone ?? <None /> },
    { key: 'members', title: t('members'), cell: row => <Members of={row.members} /> },
  ];
}

function useWorthColumns(): Columns {
  const t = useTexts();
  return [
    {
      key: 'orders',
      title: t('orderCount'),
      cell: row => <Count of={row.orders} />,
      align: 'end',
      sort: 'orders',
    },
    {
      key: 'paid',
      title: t('paid'),
      cell: row => <Worth fen={row.paid} />,
      align: 'end',
      sort: 'paid',
      explain: t('list.paidMeans'),
    },
    {
      key: 'value',
      title: t('value.short'),
      cell: row => <Worth fen={row.value} />,
      align: 'end',
      sort: 'value',
      explain: t('value.means'),
      phone: 'hidden',
    },
    {
      key: 'lastOrder',
      title: t('lastOrder'),
      cell: row => <DateTime at={row.lastOrderAt} style="day" />,
      align: 'end',
      sort: 'lastOrder',
    },
  ];
}

function useFurtherColumns(): Columns {
  const t = useTexts();
  const sourceName = useSourceName();
  const seldom = { optional: true, phone: 'hidden' } as const;
  return [
    {
      key: 'followUp',
      title: t('followUp'),
      cell: row => row.nextFollowUp ?? <None />,
      align: 'end',
      sort: 'followUp',
      ...seldom,
    },
    { key: 'city', title: t('city'), cell: row => row.city || <None />, ...seldom },
    { key: 'source', title: t('source.label'), cell: row => sourceName(row.source), ...seldom },
    {
      key: 'created',
      title: t('since'),
      cell: row => <DateTime at={row.createdAt} style="day" />,
      align: 'end',
      sort: 'created',
      ...seldom,
    },
  ];
}

function Tier({ name }: { name: string }) {
  const tier = tierOf(name);
  return tier ? <TierTag tier={tier} /> : <None />;
}

function Members({ of }: { of: CustomerRow['members'] }) {
  return of.length === 0 ? <None /> : of.map(member => member.name).join('、');
}

/** Nothing is said quietly: a column of zeros hides the sums one looks for. */
function Worth({ fen }: { fen: number }) {
  return fen === 0 ? <None /> : <Money fen={fen} />;
}

function None() {
  return <Count of={null} />;
}

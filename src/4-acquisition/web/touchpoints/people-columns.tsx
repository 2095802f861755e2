import type { ReactNode } from 'react';
import { Count } from '#web/kit/Count.tsx';
import { DateTime } from '#web/kit/DateTime.tsx';
import { Money } from '#web/kit/Money.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { useTexts } from '../texts/index.ts';
import type { Person } from './People.tsx';
import styles from './Touchpoints.module.css';

const REACHING: ReadonlySet<string> = new Set(['add', 'join', 'follow']);

export function usePeopleColumns(calls: (person: Person) => ReactNode): Column<Person>[] {
  const t = useTexts();
  return [
    { key: 'name', title: t('people.name'), cell: row => row.name || t('people.unnamed'), width: 120 },
    { key: 'state', title: t('people.state'), cell: row => <State of={row} />, phone: 'aside' },
    {
      key: 'ways',
      title: t('people.ways'),
      cell: row => row.kinds.map(kind => t(`people.way.${kind}`)).join(t('and')),
    },
    { key: 'at', title: t('people.at'), cell: row => <DateTime at={row.at} style="ago" /> },
    {
      key: 'by',
      title: t('people.by'),
      cell: row => (
        <span className={styles.by}>
          {[row.by, row.member].filter(Boolean).join(' · ') || (row.calls.length === 0 && '–')}
          {row.calls.length > 0 && calls(row)}
        </span>
      ),
      width: 220,
      phone: 'wide',
    },
    { key: 'orders', title: t('people.ordered'), cell: row => <Count of={row.orders} />, align: 'end' },
    {
      key: 'revenue',
      title: t('people.spent'),
      explain: t('people.spentMeans'),
      cell: row => (row.orders === 0 ? '–' : <Money fen={row.revenue} />),
      align: 'end',
    },
  ];
}

/** Gone, not reached yet, new, or simply here. */
function State({ of: { here, fresh, kinds } }: { of: Person }) {
  const t = useTexts();
  if (!here) return <Tag>{t(kinds.some(kind => REACHING.has(kind)) ? 'people.gone' : 'people.never')}</Tag>;
  return fresh ? <Tag tone="accent">{t('people.fresh')}</Tag> : <Tag>{t('people.here')}</Tag>;
}

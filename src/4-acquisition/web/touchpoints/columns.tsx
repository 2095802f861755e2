import { Count } from '#web/kit/Count.tsx';
import { formatFen, formatShare } from '#web/kit/format.ts';
import { Money } from '#web/kit/Money.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import type { Touchpoint } from '../reads.ts';
import { reachedShare, retained } from '../shares.ts';
import { useTexts } from '../texts/index.ts';
import { sayAlarm } from './say-alarm.ts';
import styles from './Touchpoints.module.css';

export function useColumns(): Column<Touchpoint>[] {
  const t = useTexts();
  const share = (part: number | undefined) => (part === undefined ? '–' : formatShare(part, 0));
  return [
    { key: 'name', title: t('touchpoints.name'), cell: row => row.name, width: 140 },
    { key: 'kind', title: t('touchpoints.kind'), cell: row => t(`kind.${row.kind}`), phone: 'aside' },
    {
      key: 'where',
      title: t('touchpoints.where'),
      cell: row => [row.campaign, row.store].filter(Boolean).join(' · ') || '–',
      phone: 'hidden',
    },
    {
      key: 'member',
      title: t('touchpoints.member'),
      cell: row => row.member?.name ?? '–',
      optional: true,
    },
    {
      key: 'codes',
      title: t('touchpoints.codes'),
      cell: row => <Count of={row.codes} />,
      align: 'end',
    },
    {
      key: 'people',
      title: t('funnel.people'),
      explain: t('funnel.peopleMeans'),
      cell: row => <Count of={row.figures.people} />,
      align: 'end',
    },
    {
      key: 'added',
      title: t('funnel.added'),
      explain: t('funnel.addedMeans'),
      cell: row => <Count of={row.figures.added} />,
      align: 'end',
      optional: true,
    },
    {
      key: 'fresh',
      title: t('funnel.fresh'),
      explain: t('funnel.freshMeans'),
      cell: row => <Count of={row.figures.fresh} />,
      align: 'end',
    },
    {
      key: 'reached',
      title: t('people.reached'),
      explain: t('people.reachedMeans'),
      cell: ({ figures }) => share(reachedShare(figures)),
      align: 'end',
      optional: true,
    },
    {
      key: 'retained',
      title: t('touchpoints.retained'),
      explain: t('touchpoints.retainedMeans'),
      cell: ({ figures }) => `${share(retained(figures, 30))} / ${share(retained(figures, 90))}`,
      align: 'end',
    },
    {
      key: 'spent',
      title: t('touchpoints.spent'),
      explain: t('touchpoints.spentMeans'),
      cell: ({ costs }) =>
        costs.money + costs.subsidy === 0 ? '–' : <Money fen={costs.money + costs.subsidy} />,
      align: 'end',
    },
    {
      key: 'perCustomer',
      title: t('touchpoints.perCustomer'),
      explain: t('touchpoints.perCustomerMeans'),
      cell: row => <PerCustomer row={row} />,
      align: 'end',
      phone: 'wide',
    },
    {
      key: 'payback',
      title: t('touchpoints.payback'),
      explain: t('touchpoints.paybackMeans'),
      cell: ({ costs }) => share(costs.payback ?? undefined),
      align: 'end',
    },
  ];
}

/** What a new customer cost; above the line of the house in brick, with the sentence. */
function PerCustomer({ row }: { row: Touchpoint }) {
  const t = useTexts();
  const { perCustomer, isAlarm } = row.costs;
  const shown = perCustomer === null ? '–' : formatFen(perCustomer);
  if (!isAlarm) return <span className={styles.figure}>{shown}</span>;
  return (
    <span className={styles.alarm}>
      {perCustomer !== null && <strong>{shown}</strong>}
      <span>{sayAlarm(row, t)}</span>
    </span>
  );
}

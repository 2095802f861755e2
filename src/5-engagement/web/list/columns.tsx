import type { Wire } from '#web/api/client.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { Funnel } from '#web/kit/Funnel.tsx';
import { Money } from '#web/kit/Money.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import type { broadcastRow } from '../../broadcasts/contract.ts';
import { isBegun } from '../begun.ts';
import { StatusTag } from '../StatusTag.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './BroadcastsPage.module.css';

export type Row = Wire<typeof broadcastRow>;

export function useColumns(): Column<Row>[] {
  const t = useTexts();
  return [
    { key: 'name', title: t('list.name'), cell: row => row.name, width: 160 },
    {
      key: 'state',
      title: t('list.state'),
      cell: row => <StatusTag status={row.status} channel={row.channel} />,
      phone: 'aside',
    },
    {
      key: 'audience',
      title: t('list.audience'),
      cell: row => row.segmentName ?? t('list.byRule'),
    },
    {
      key: 'when',
      title: t('list.when'),
      cell: row => <DateTime at={row.scheduledAt ?? row.slot ?? row.createdAt} />,
      align: 'end',
    },
    { key: 'funnel', title: t('list.funnel'), cell: row => <Steps of={row} />, width: 380, phone: 'wide' },
    {
      key: 'paid',
      title: t('list.paid'),
      explain: t('list.paidMeans'),
      cell: row => (row.funnel.paid === 0 ? '–' : <Money fen={row.funnel.paid} />),
      align: 'end',
    },
  ];
}

const STEPS = ['planned', 'confirmed', 'delivered', 'answered', 'ordered'] as const;

/** How far it came; a broadcast that has not begun has no funnel. */
function Steps({ of: row }: { of: Row }) {
  const t = useTexts();
  const { id, name, funnel } = row;
  if (!isBegun(row)) return <span className={styles.none}>–</span>;
  const steps = STEPS.map(key => ({
    key,
    label: t(`stage.${key}`),
    value: funnel[key],
    to: `/broadcasts/${id}/people?stage=${key}`,
  }));
  return (
    <div className={styles.funnel}>
      <Funnel steps={steps} label={name} />
    </div>
  );
}

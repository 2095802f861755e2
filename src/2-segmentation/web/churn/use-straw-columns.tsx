import { Count } from '#web/kit/Count.tsx';
import { DateTime } from '#web/kit/DateTime.tsx';
import { formatShare } from '#web/kit/format.ts';
import type { Column } from '#web/kit/table/columns.ts';
import { CHURN } from '../../churn/formula.contract.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Churn.module.css';
import type { Straw } from './LastStraw.tsx';

/** What a broadcast goes by; those carried by hand told no name with each message. */
export function useStrawName(): (of: Pick<Straw, 'broadcastId' | 'name'>) => string {
  const t = useTexts();
  return ({ broadcastId, name }) => name || t('churn.unnamed', { number: broadcastId.slice(4) });
}

export function useStrawColumns(): Column<Straw>[] {
  const t = useTexts();
  return [
    { key: 'name', title: t('churn.name'), cell: useStrawName(), width: 180 },
    { key: 'topic', title: t('churn.topic'), cell: row => row.topic ?? '–', optional: true },
    { key: 'sentAt', title: t('churn.sentAt'), cell: row => <DateTime at={row.sentAt} style="day" /> },
    { key: 'sent', title: t('churn.sent'), cell: row => <Count of={row.sent} />, align: 'end' },
    { key: 'deleted', title: t('churn.deleted'), cell: row => <Count of={row.deleted} />, align: 'end' },
    {
      key: 'share',
      title: t('churn.share'),
      cell: row => formatShare(row.sent === 0 ? 0 : row.deleted / row.sent),
      align: 'end',
    },
    {
      key: 'expected',
      title: t('churn.expected'),
      explain: t('churn.expectedMeans'),
      cell: row => row.expected.toFixed(1),
      align: 'end',
    },
    {
      key: 'verdict',
      title: t('churn.verdict'),
      explain: t('churn.verdictMeans', { fewest: CHURN.fewest }),
      cell: row => <Verdict of={row} />,
      phone: 'aside',
    },
  ];
}

function Verdict({ of }: { of: Straw }) {
  const t = useTexts();
  if (of.isAbove) return <span className={styles.strong}>{t('churn.isAbove')}</span>;
  const isFew = of.deleted > of.expected && of.deleted < CHURN.fewest;
  return <span className={styles.soft}>{t(isFew ? 'churn.isFew' : 'churn.isUsual')}</span>;
}

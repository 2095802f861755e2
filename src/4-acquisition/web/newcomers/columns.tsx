import type { Wire } from '#web/api/client.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import type { newcomerRow } from '../../contract.ts';
import { useTexts } from '../texts/index.ts';
import { Marks } from './Marks.tsx';
import styles from './Newcomers.module.css';

export type Newcomer = Wire<typeof newcomerRow>;

export function useColumns(): Column<Newcomer>[] {
  const t = useTexts();
  return [
    {
      key: 'name',
      title: t('newcomers.customer'),
      cell: row => row.customer.name || t('newcomers.unnamed'),
      width: 120,
    },
    {
      key: 'state',
      title: t('newcomers.state'),
      cell: row => <State of={row} />,
      phone: 'aside',
    },
    { key: 'at', title: t('newcomers.at'), cell: row => <DateTime at={row.at} style="ago" /> },
    { key: 'member', title: t('newcomers.member'), cell: row => row.member.name },
    {
      key: 'from',
      title: t('newcomers.from'),
      cell: row => (
        <span className={styles.from}>
          {(row.code ?? row.link)?.name}
          {row.touchpoint.name !== (row.code ?? row.link)?.name && <small>{row.touchpoint.name}</small>}
        </span>
      ),
    },
    {
      key: 'marks',
      title: t('newcomers.done'),
      explain: t('newcomers.doneMeans'),
      cell: row => <Marks of={row} />,
      width: 320,
      phone: 'wide',
    },
  ];
}

/** What matters most of somebody: gone, forgotten, bought, new, known. */
function State({ of: { left, isAlarm, hasOrdered, fresh } }: { of: Newcomer }) {
  const t = useTexts();
  if (left) return <Tag>{t('newcomers.left')}</Tag>;
  if (isAlarm) return <Tag tone="stop">{t('newcomers.alarm')}</Tag>;
  if (hasOrdered) return <Tag tone="accent">{t('newcomers.ordered')}</Tag>;
  return <Tag>{t(fresh ? 'newcomers.fresh' : 'newcomers.known')}</Tag>;
}

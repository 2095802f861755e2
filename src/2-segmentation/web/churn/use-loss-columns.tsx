import { Money } from '#web/kit/Money.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { useSession } from '#web/session/session.ts';
import { Acts } from '../follow-ups/Acts.tsx';
import { Who } from '../follow-ups/use-columns.tsx';
import { useTexts } from '../texts/index.ts';
import { type Loss, sayLoss } from './say-loss.ts';

export function useLossColumns(): Column<Loss>[] {
  const t = useTexts();
  const mayWrite = useSession().can('customers:write');
  const acts: Column<Loss> = {
    key: 'acts',
    title: t('churn.actions'),
    cell: row => (row.isReadOnly ? <small>{t('churn.readOnly')}</small> : <Acts of={row} />),
    align: 'end',
    phone: 'bare',
  };
  return [
    { key: 'name', title: t('churn.customer'), cell: row => <Who of={row} />, width: 150 },
    {
      key: 'why',
      title: t('churn.why'),
      cell: row => sayLoss(row, t).join(t('followUps.and')),
      wrap: true,
      phone: 'bare',
    },
    {
      key: 'members',
      title: t('churn.members'),
      cell: row => row.members.join(t('churn.and')) || '–',
      wrap: true,
    },
    {
      key: 'value',
      title: t('churn.value'),
      explain: t('churn.valueMeans'),
      cell: row => (row.value === null ? '–' : <Money fen={row.value} />),
      align: 'end',
    },
    ...(mayWrite ? [acts] : []),
  ];
}

import { formatInstant } from '#web/kit/format.ts';
import { Money } from '#web/kit/Money.tsx';
import { TierTag } from '#web/kit/TierTag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { useSession } from '#web/session/session.ts';
import { useCustomerName } from '../people/use-customer-name.ts';
import { useTexts } from '../texts/index.ts';
import { shownTier } from '../tiers/tier-names.ts';
import { Acts } from './Acts.tsx';
import styles from './FollowUps.module.css';
import { type Due, sayDue } from './say-due.ts';

export function useColumns(): Column<Due>[] {
  const t = useTexts();
  const mayWrite = useSession().can('customers:write');
  const acts: Column<Due> = {
    key: 'acts',
    title: t('followUps.actions'),
    cell: row => <Acts of={row} />,
    align: 'end',
    phone: 'bare',
  };
  return [
    { key: 'name', title: t('followUps.customer'), cell: row => <Who of={row} />, width: 150 },
    { key: 'why', title: t('followUps.why'), cell: row => <Why of={row} />, wrap: true, phone: 'bare' },
    {
      key: 'members',
      title: t('followUps.member'),
      cell: row => row.members.join(t('churn.and')) || '–',
      wrap: true,
    },
    {
      key: 'expected',
      title: t('followUps.expected'),
      explain: t('followUps.expectedMeans'),
      cell: row => (row.expected === null ? '–' : <Money fen={Math.round(row.expected / 100) * 100} />),
      align: 'end',
    },
    ...(mayWrite ? [acts] : []),
  ];
}

export function Who({ of }: { of: Pick<Due, 'customerId' | 'name' | 'tier'> }) {
  const nameOf = useCustomerName();
  const tier = shownTier(of.tier);
  return (
    <span className={styles.who}>
      {nameOf({ id: of.customerId, name: of.name })}
      {tier && <TierTag tier={tier} />}
    </span>
  );
}

/** The reason in words: what binds most stands out. */
function Why({ of }: { of: Due }) {
  const t = useTexts();
  const [first, ...others] = sayDue(of, formatInstant(new Date(), 'day'), t);
  return (
    <div className={styles.why} data-cause={of.cause}>
      <strong>{first}</strong>
      {others.length > 0 && <span>{`${t('followUps.and')}${others.join(t('followUps.and'))}`}</span>}
    </div>
  );
}

import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { Facts } from '#web/kit/Facts.tsx';
import { Money } from '#web/kit/Money.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { QuickLook } from '#web/kit/QuickLook.tsx';
import type { customerView } from '../../contract.ts';
import { CustomerName } from '../CustomerName.tsx';
import { ReachLine } from '../customer/next/ReachLine.tsx';
import { FewEntries } from '../customer/timeline/FewEntries.tsx';
import { Phones } from '../customer/who/Phones.tsx';
import { TagChips } from '../TagChips.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './CustomerLook.module.css';

type Customer = Wire<typeof customerView>;

/** One customer beside the list: who they are, whether they can be contacted, what happened last. */
export function CustomerLook({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { data, error, refetch } = useRead<Customer>(id && `/customers/${id}`);
  const shown = data?.id === id || data?.profiles.includes(id ?? '') ? data : undefined;
  return (
    <QuickLook of={id} title={shown && <CustomerName of={shown} />} to={`/customers/${id}`} onClose={onClose}>
      {shown && <Glance of={shown} />}
      {!shown && error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!shown && !error && <PageSkeleton />}
    </QuickLook>
  );
}

function Glance({ of }: { of: Customer }) {
  const t = useTexts();
  const members = of.follows.filter(follow => follow.endedAt === null).map(follow => follow.member.name);
  return (
    <div className={styles.look}>
      <ReachLine of={of.id} />
      <Facts
        facts={[
          { key: 'phone', label: t('phone'), value: <Phones of={of} /> },
          { key: 'members', label: t('members'), value: [...new Set(members)].join('、') || '–' },
          { key: 'orders', label: t('orders'), value: <Bought totals={of.totals} /> },
          { key: 'tags', label: t('tags'), value: <TagChips tags={of.tags} most={8} /> },
          { key: 'followUp', label: t('followUp'), value: of.nextFollowUp ?? '–' },
          { key: 'note', label: t('note'), value: of.note ?? '–' },
        ]}
      />
      <h3>{t('look.lately')}</h3>
      <FewEntries of={of} />
    </div>
  );
}

function Bought({ totals }: { totals: Customer['totals'] }) {
  const t = useTexts();
  if (totals.orders === 0) return '–';
  return (
    <>
      {t('look.orders', { count: totals.orders })} <Money fen={totals.paid} />
    </>
  );
}

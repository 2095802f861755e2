import { useRead } from '#web/api/queries.ts';
import { formatCount, formatInstant } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import type { Quota } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Links.module.css';

/** What may still be added by links, of each account that has some; an alarm when little is left. */
export function Quotas() {
  const { data } = useRead<{ data: Quota[] }>('/acquisition-quotas');
  if (!data || data.data.length === 0) return null;
  return (
    <div className={styles.quotas}>
      {data.data.map(quota => (
        <OneQuota key={quota.account.id} quota={quota} hasOthers={data.data.length > 1} />
      ))}
    </div>
  );
}

function OneQuota({ quota, hasOthers }: { quota: Quota; hasOthers: boolean }) {
  const t = useTexts();
  const { account, balance, low, readAt, why } = quota;
  const said = useSaid(quota);
  const of = hasOthers ? `${account.name} · ` : '';
  if (!readAt)
    return <Notice title={of + t('links.quotaUnread')}>{why ?? t('links.quotaUnreadWhat')}</Notice>;
  if (balance === 0)
    return (
      <Notice kind="stop" title={of + t('links.quotaNone')}>
        {t('links.quotaNoneWhat')}
      </Notice>
    );
  if (balance < low)
    return (
      <Notice kind="advice" title={of + t('links.quotaLow', { balance })}>
        {t('links.quotaLowWhat', { low })}
      </Notice>
    );
  return <p className={styles.quota}>{of + said.join(' · ')}</p>;
}

function useSaid({ total, balance, parts }: Quota): string[] {
  const t = useTexts();
  const [first] = parts.filter(part => part.balance > 0 && part.expiresAt);
  return [
    t('links.quotaLeft', { balance: formatCount(balance) }),
    t('links.quotaOf', { total: formatCount(total) }),
    ...(first?.expiresAt
      ? [t('links.quotaUntil', { balance: first.balance, day: formatInstant(first.expiresAt, 'day') })]
      : []),
  ];
}

import type { smsReply } from '#customers/contract';
import type { Wire } from '#web/api/client.ts';
import { useWholeList } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Bone } from '#web/kit/PageSkeleton.tsx';
import { QuickLook } from '#web/kit/QuickLook.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Accounts.module.css';
import type { SmsAccount } from './SmsAccounts.tsx';

/** What customers answered to texts, and who wants no more. */
export function SmsReplies({ account, onClose }: { account: SmsAccount; onClose: () => void }) {
  const t = useTexts();
  const { rows, error, retry } = useWholeList<Wire<typeof smsReply>>(`/sms-accounts/${account.id}/replies`);
  return (
    <QuickLook of={account.id} title={t('sms.replies')} onClose={onClose}>
      <p className={styles.means}>{t(rows?.length === 0 ? 'sms.noReplies' : 'sms.repliesWhat')}</p>
      {!rows && (error ? <ErrorState error={error} onRetry={retry} /> : <Bone height={160} />)}
      <ol className={styles.list}>
        {rows?.map(({ id, customerId, name, text, stop, at }) => (
          <li key={id}>
            {customerId ? (
              <PageLink to={`/customers/${customerId}`}>{name || customerId}</PageLink>
            ) : (
              <span className={styles.faint}>{t('sms.stranger')}</span>
            )}{' '}
            {stop && <Tag tone="advice">{t('sms.stopped')}</Tag>}
            <p>{text}</p>
            <p className={styles.faint}>
              <DateTime at={at} />
            </p>
          </li>
        ))}
      </ol>
    </QuickLook>
  );
}

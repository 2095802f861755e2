import { CheckCircleFilled, ClockCircleOutlined, CloseCircleFilled, SyncOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { smsCheck } from '#customers/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { Bone } from '#web/kit/PageSkeleton.tsx';
import { QuickLook } from '#web/kit/QuickLook.tsx';
import { useTexts } from '../texts/index.ts';
import type { SmsAccount } from './SmsAccounts.tsx';
import styles from './wizard/Step.module.css';

const ICONS = { ok: CheckCircleFilled, failed: CloseCircleFilled, waiting: ClockCircleOutlined } as const;

/** What an account still needs to send, asked of the vendor while one looks. */
export function SmsCheck({ account, onClose }: { account: SmsAccount; onClose: () => void }) {
  const t = useTexts();
  const { data, error, refetch, isFetching } = useRead<Wire<typeof smsCheck>>(
    `/sms-accounts/${account.id}/check`,
  );
  return (
    <QuickLook of={account.id} title={t('sms.check.title', { name: account.name })} onClose={onClose}>
      <p>{t('sms.check.lead')}</p>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Bone height={240} />}
      <ol aria-label={t('accounts.check.label')}>
        {data?.steps.map(({ step, state, message }, at) => {
          const Icon = ICONS[state];
          return (
            <li key={step} className={styles.step} data-state={state}>
              <Icon className={styles.icon} aria-label={t(`accounts.check.state.${state}`)} />
              <div className={styles.words}>
                <h2>
                  {at + 1}. {t(`sms.check.steps.${step}`)}
                </h2>
                <p role={state === 'failed' ? 'alert' : undefined} className={styles.message}>
                  {message}
                </p>
              </div>
            </li>
          );
        })}
      </ol>
      <Button icon={<SyncOutlined spin={isFetching} />} onClick={() => void refetch()}>
        {t('accounts.check.again')}
      </Button>
    </QuickLook>
  );
}

import { CheckCircleFilled, CloseCircleOutlined } from '@ant-design/icons';
import type { customerView } from '#customers/contract';
import type { RuleWire } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { Bone } from '#web/kit/PageSkeleton.tsx';
import { QuickLook } from '#web/kit/QuickLook.tsx';
import { useTexts } from '../texts/index.ts';
import { Finding } from './Finding.tsx';
import { useCustomerName } from './use-customer-name.ts';
import { useWhy } from './use-rule.ts';
import styles from './Why.module.css';

type Props = {
  rule: RuleWire | undefined;
  /** Whom it is about; undefined: the drawer is shut. */
  customerId: string | undefined;
  onClose: () => void;
};

/** Why somebody is in or out: the rule again, each condition with the value that decided it. */
export function WhyDrawer({ rule, customerId, onClose }: Props) {
  const t = useTexts();
  const { data: customer } = useRead<Wire<typeof customerView>>(
    customerId === undefined ? undefined : `/customers/${customerId}`,
  );
  const nameOf = useCustomerName();
  const why = useWhy(rule, customerId);
  const name = customer && customer.id === customerId ? nameOf(customer) : '';
  const isFresh = why.data !== undefined && !why.isPlaceholderData && name !== '';
  return (
    <QuickLook
      of={customerId}
      title={name}
      {...(customerId !== undefined && { to: `/customers/${customerId}` })}
      onClose={onClose}
    >
      {why.error && <ErrorState error={why.error} onRetry={() => void why.refetch()} />}
      {!isFresh && !why.error && <Bone height={120} />}
      {isFresh && !why.error && (
        <>
          <p className={styles.verdict} data-holds={why.data.holds}>
            {why.data.holds ? <CheckCircleFilled /> : <CloseCircleOutlined />}
            {t(why.data.holds ? 'why.in' : 'why.out', { name })}
          </p>
          <p className={styles.what}>{t(why.data.holds ? 'why.inWhat' : 'why.outWhat')}</p>
          <ul className={styles.tree}>
            <Finding finding={why.data.finding} />
          </ul>
          <p className={styles.asOf}>{t('why.asOf')}</p>
        </>
      )}
    </QuickLook>
  );
}

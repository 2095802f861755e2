import { Button } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import { ReasonModal } from '#web/kit/ReasonModal.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../../texts/index.ts';
import { useRefresh } from '../../use-refresh.ts';
import type { Customer } from '../customer.ts';
import styles from './Identities.module.css';

type Phone = Pick<Customer['identities'][number], 'id' | 'shown' | 'shared' | 'sharedReason'>;

/** Whether a phone is several people's, why, and the way to say otherwise. */
export function SharedMark({ of }: { of: Phone }) {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  const mayChange = useSession().can('customers:write');
  const [isAsking, setAsking] = useState(false);
  const to = of.shared ? 'unmark' : 'mark';
  const decide = async (reason: string) => {
    await api.post(`/identities/${of.id}/shared`, { shared: !of.shared, reason });
    notify.done(t(of.shared ? 'match.shared.unmarked' : 'match.shared.marked'));
    await again('/customers', '/merge-suggestions');
  };
  return (
    <span className={styles.shared}>
      {of.shared && <Tag tone="advice">{t('match.shared.tag')}</Tag>}
      {mayChange && (
        <Button type="link" size="small" onClick={() => setAsking(true)}>
          {t(`match.shared.${to}`)}
        </Button>
      )}
      {of.shared && of.sharedReason && <small className={styles.kind}>{of.sharedReason}</small>}
      {isAsking && (
        <ReasonModal
          title={t(`match.shared.${to}Title`, { phone: of.shown })}
          why={t(`match.shared.${to}Means`)}
          act={t(`match.shared.${to}`)}
          suggestions={[t(`match.shared.${to}Reason1`), t(`match.shared.${to}Reason2`)]}
          onAct={decide}
          onClose={() => setAsking(false)}
        />
      )}
    </span>
  );
}

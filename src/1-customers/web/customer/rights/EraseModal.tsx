import { useNavigate } from '@tanstack/react-router';
import { Input, Select } from 'antd';
import { useId, useState } from 'react';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { Money } from '#web/kit/Money.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import type { erasurePlan, erasureReceipt } from '../../../rights/contract.ts';
import { ActModal, Labelled } from '../../ActModal.tsx';
import { useCustomerName } from '../../CustomerName.tsx';
import { useTexts } from '../../texts/index.ts';
import { useRefresh } from '../../use-refresh.ts';
import type { Customer } from '../customer.ts';
import styles from './Rights.module.css';

type Plan = Wire<typeof erasurePlan>;
export const REASONS = ['asked', 'withdrawn', 'purpose_over', 'minor', 'unlawful'] as const;

/** The consequence first, then why, then the number typed; afterwards the receipt is all there is to see. */
export function EraseModal({ of, onClose }: { of: Customer; onClose: () => void }) {
  const t = useTexts();
  const id = useId();
  const notify = useNotify();
  const navigate = useNavigate();
  const again = useRefresh();
  const name = useCustomerName(of);
  const { data: plan } = useRead<Plan>(`/customers/${of.id}/erasure`);
  const [reason, setReason] = useState<(typeof REASONS)[number]>('asked');
  const [typed, setTyped] = useState('');
  const erase = async () => {
    const receipt = await api.post<Wire<typeof erasureReceipt>>(`/customers/${of.id}/erasure`, {
      reason,
      confirm: typed.trim(),
    });
    notify.done(t('rights.erase.done'));
    await navigate({ to: `/erasures?look=${receipt.id}` });
    await again('/customers', '/erasures');
  };
  return (
    <ActModal
      title={t('rights.erase.ask', { name })}
      act={t('rights.erase.act')}
      isDanger
      isBlocked={typed.trim() !== of.id || !plan}
      onAct={erase}
      onClose={onClose}
    >
      {plan && <Consequence of={plan} />}
      <Labelled id={`${id}-reason`} label={t('rights.erase.reason')}>
        <Select
          id={`${id}-reason`}
          value={reason}
          options={REASONS.map(value => ({ value, label: t(`rights.erase.reasons.${value}`) }))}
          onChange={setReason}
        />
      </Labelled>
      <Labelled id={`${id}-typed`} label={t('rights.erase.confirm', { id: of.id })}>
        <Input
          id={`${id}-typed`}
          autoComplete="off"
          value={typed}
          onChange={event => setTyped(event.target.value)}
        />
      </Labelled>
    </ActModal>
  );
}

function Consequence({ of: { goes, stays, followedNow } }: { of: Plan }) {
  const t = useTexts();
  const [before, after] = t('rights.erase.staysOrders', { count: stays.orders, paid: '\0' }).split('\0');
  return (
    <div className={styles.consequence}>
      <h4>{t('rights.erase.goes')}</h4>
      <ul>
        <li>{t('rights.erase.goesWho', { count: goes.profiles, identities: goes.identities })}</li>
        <li>{t('rights.erase.goesWhat', { events: goes.events, tags: goes.tags, follows: goes.follows })}</li>
        {goes.files > 0 && <li>{t('rights.erase.goesFiles', { count: goes.files })}</li>}
      </ul>
      <h4>{t('rights.erase.stays')}</h4>
      <ul>
        <li>
          {before}
          <Money fen={stays.paid} />
          {after}
        </li>
        <li>{t('rights.erase.staysLedger', { ledger: stays.ledger, messages: stays.messages })}</li>
        <li>{t('rights.erase.staysAudit')}</li>
      </ul>
      <p>{t('rights.erase.when')}</p>
      <p>{t('rights.erase.back')}</p>
      {followedNow > 0 && <p>{t('rights.erase.followed')}</p>}
    </div>
  );
}

import { Button } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useWholeList } from '#web/api/queries.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatInstant } from '#web/kit/format.ts';
import { ReasonModal } from '#web/kit/ReasonModal.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import type { consentEntry } from '../../../contact/contract.ts';
import { useTexts } from '../../texts/index.ts';
import { useRefresh } from '../../use-refresh.ts';
import type { Customer } from '../customer.ts';
import { NewConsent } from './NewConsent.tsx';
import styles from './Rights.module.css';
import { CHANNELS, PURPOSES, SOURCES } from './words.ts';

type Entry = Wire<typeof consentEntry>;
const topic = (entry: Entry) => `${entry.purpose} ${entry.channel}`;

/** Every word a customer gave and took back, the newest first; what stands can be withdrawn where it stands. */
export function Consents({ of }: { of: Customer }) {
  const t = useTexts();
  const mayChange = useSession().can('customers:write');
  const { rows, error, retry } = useWholeList<Entry>(`/customers/${of.id}/consents`);
  const [isAdding, setAdding] = useState(false);
  if (error) return <ErrorState error={error} onRetry={retry} />;
  const newest = new Map((rows ?? []).toReversed().map(entry => [topic(entry), entry]));
  return (
    <>
      {rows?.length === 0 && <p className={styles.faint}>{t('rights.consent.none')}</p>}
      <ul className={styles.list}>
        {rows?.map(entry => (
          <OneConsent
            key={entry.id}
            of={of}
            entry={entry}
            mayWithdraw={mayChange && entry.given && newest.get(topic(entry)) === entry}
          />
        ))}
      </ul>
      {mayChange && (
        <Button size="small" onClick={() => setAdding(true)}>
          {t('rights.consent.add')}
        </Button>
      )}
      {isAdding && <NewConsent of={of} onClose={() => setAdding(false)} />}
    </>
  );
}

function OneConsent({ of, entry, mayWithdraw }: { of: Customer; entry: Entry; mayWithdraw: boolean }) {
  const t = useTexts();
  const [isAsking, setAsking] = useState(false);
  const purpose = PURPOSES.find(one => one === entry.purpose);
  const channel = CHANNELS.find(one => one === entry.channel);
  const source = SOURCES.find(one => one === entry.source);
  const what = [
    purpose ? t(`purpose.${purpose}`) : entry.purpose,
    ...(channel && channel !== 'all' ? [t(`channel.${channel}`)] : []),
  ].join(' · ');
  return (
    <li>
      <span>
        {t(entry.given ? 'rights.consent.given' : 'rights.consent.withdrawn', { what })}
        {mayWithdraw && (
          <Button type="link" size="small" onClick={() => setAsking(true)}>
            {t('rights.consent.withdraw')}
          </Button>
        )}
      </span>
      <span className={styles.faint}>{formatInstant(entry.at, 'day')}</span>
      <p className={styles.evidence}>
        {entry.evidence}
        <span>
          {[
            t('rights.consent.by', {
              source: source ? t(`rights.consent.sources.${source}`) : entry.source,
              who: entry.actor,
            }),
            ...(entry.textVersion ? [t('rights.consent.version', { text: entry.textVersion })] : []),
          ].join(' · ')}
        </span>
      </p>
      {isAsking && <Withdraw of={of} entry={entry} what={what} onClose={() => setAsking(false)} />}
    </li>
  );
}

type WithdrawProps = { of: Customer; entry: Entry; what: string; onClose: () => void };

function Withdraw({ of, entry, what, onClose }: WithdrawProps) {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  const withdraw = async (evidence: string) => {
    const { purpose, channel } = entry;
    await api.post(`/customers/${of.id}/consents`, { purpose, channel, given: false, evidence });
    notify.done(t('rights.consent.done'));
    await again(`/customers/${of.id}`, `/customers/${of.id}/consents`, '/customers');
  };
  return (
    <ReasonModal
      title={t('rights.consent.withdrawTitle', { what })}
      why={t('rights.consent.withdrawMeans')}
      act={t('rights.consent.withdraw')}
      suggestions={[t('rights.consent.withdrawReason1'), t('rights.consent.withdrawReason2')]}
      onAct={withdraw}
      onClose={onClose}
    />
  );
}

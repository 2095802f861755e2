import { Button } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import { formatInstant } from '#web/kit/format.ts';
import { ReasonModal } from '#web/kit/ReasonModal.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../../texts/index.ts';
import { useRefresh } from '../../use-refresh.ts';
import type { Customer } from '../customer.ts';
import styles from './ReachPanel.module.css';

type Ask = 'refuse' | 'agree' | 'suppress';

/** What a customer agreed to and refused, the do-not-contact list, and how to write a new word down. */
export function Wishes({ of }: { of: Customer }) {
  const t = useTexts();
  const mayChange = useSession().can('customers:write');
  const [asked, setAsked] = useState<Ask>();
  const refuses = of.consents.some(consent => consent.purpose === 'marketing' && !consent.given);
  const barred = of.suppressed.some(one => one.channel === 'all');
  return (
    <>
      {of.consents.length + of.suppressed.length > 0 && (
        <ul className={styles.wishes}>
          {of.consents.map(consent => (
            <OneConsent key={`${consent.purpose} ${consent.channel}`} consent={consent} />
          ))}
          {of.suppressed.map(one => (
            <OneSuppression key={one.id} of={one} mayLift={mayChange} />
          ))}
        </ul>
      )}
      {mayChange && (
        <div className={styles.buttons}>
          <Button size="small" onClick={() => setAsked(refuses ? 'agree' : 'refuse')}>
            {t(refuses ? 'wish.agree' : 'wish.refuse')}
          </Button>
          {!barred && (
            <Button size="small" onClick={() => setAsked('suppress')}>
              {t('wish.suppress')}
            </Button>
          )}
        </div>
      )}
      {asked && <Question of={of} ask={asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}

/** Who said what, and where: it is what we show when somebody asks why we write, or why we do not. */
function Question({ of, ask, onClose }: { of: Customer; ask: Ask; onClose: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  const act = async (reason: string) => {
    if (ask === 'suppress') await api.post(`/customers/${of.id}/suppressions`, { reason });
    else {
      const word = { purpose: 'marketing', given: ask === 'agree', evidence: reason };
      await api.post(`/customers/${of.id}/consents`, word);
    }
    notify.done(t(`wish.${ask}Done`));
    await again(`/customers/${of.id}`, '/customers');
  };
  return (
    <ReasonModal
      title={t(`wish.${ask}Title`)}
      why={t(`wish.${ask}Means`)}
      act={t(`wish.${ask}`)}
      suggestions={[t(`wish.${ask}Reason1`), t(`wish.${ask}Reason2`)]}
      onAct={act}
      onClose={onClose}
    />
  );
}

function OneConsent({ consent }: { consent: Customer['consents'][number] }) {
  const t = useTexts();
  const known = (['marketing', 'profiling', 'service', 'guardian'] as const).find(
    one => one === consent.purpose,
  );
  const what = known ? t(`purpose.${known}`) : consent.purpose;
  const day = formatInstant(consent.at, 'day');
  return (
    <li>
      <span>
        {t(consent.given ? 'wish.given' : 'wish.refused', { what })}
        <Where channel={consent.channel} />
      </span>
      <span className={styles.faint}>{day}</span>
    </li>
  );
}

function OneSuppression({ of, mayLift }: { of: Customer['suppressed'][number]; mayLift: boolean }) {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  const [isAsking, setAsking] = useState(false);
  const lift = async (reason: string) => {
    await api.post(`/suppressions/${of.id}/lift`, { reason });
    notify.done(t('wish.liftDone'));
    await again('/customers');
  };
  return (
    <li>
      <span>
        {t('wish.suppressed', { reason: of.reason })}
        <Where channel={of.channel} />
      </span>
      <span className={styles.faint}>
        {formatInstant(of.at, 'day')}
        {mayLift && (
          <Button type="link" size="small" onClick={() => setAsking(true)}>
            {t('wish.lift')}
          </Button>
        )}
      </span>
      {isAsking && (
        <ReasonModal
          title={t('wish.liftTitle')}
          why={t('wish.liftMeans')}
          act={t('wish.lift')}
          suggestions={[t('wish.liftReason1'), t('wish.liftReason2')]}
          onAct={lift}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  );
}

/** On which channel, where it is not all of them. */
function Where({ channel }: { channel: string }) {
  const t = useTexts();
  if (channel === 'all') return null;
  const known = (['wecom', 'sms', 'hand'] as const).find(one => one === channel);
  return <span className={styles.faint}> {known ? t(`channel.${known}`) : channel}</span>;
}

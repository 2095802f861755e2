import { Input, Radio } from 'antd';
import { useId, useState } from 'react';
import { api } from '#web/api/api.ts';
import { useWebTexts } from '#web/i18n/i18n.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { ActModal, Labelled } from '../../ActModal.tsx';
import { DayInput } from '../../DayInput.tsx';
import { dayIn } from '../../days.ts';
import { useTexts } from '../../texts/index.ts';
import { TIER_NAMES, type TierName, tierOf } from '../../tier.ts';
import { useRefresh } from '../../use-refresh.ts';
import type { Customer } from '../customer.ts';

/** Puts a customer into a tier by hand: a reason, and until when. */
export function MoveTier({ of, onClose }: { of: Customer; onClose: () => void }) {
  const t = useTexts();
  const web = useWebTexts();
  const notify = useNotify();
  const again = useRefresh();
  const [tierId, reasonId, untilId] = [useId(), useId(), useId()];
  const [tier, setTier] = useState<TierName>();
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState<string | null>(null);
  const options = TIER_NAMES.map(name => {
    const shown = tierOf(name);
    return { value: name, label: shown ? web(`tier.${shown}`) : name };
  });
  const move = async () => {
    const expiresAt = until ? `${until}T23:59:59+08:00` : null;
    await api.post(`/customers/${of.id}/tier`, { tier, reason: reason.trim(), expiresAt });
    notify.done(t('rfm.moved'));
    await again('/customers', '/tiers');
  };
  return (
    <ActModal
      title={t('rfm.move')}
      what={t('rfm.moveMeans')}
      act={t('rfm.moveDo')}
      isBlocked={tier === undefined || reason.trim() === ''}
      onAct={move}
      onClose={onClose}
    >
      <Labelled id={tierId} label={t('tier')} isGroup>
        <Radio.Group
          aria-labelledby={tierId}
          options={options}
          value={tier}
          onChange={event => setTier(event.target.value)}
        />
      </Labelled>
      <Labelled id={reasonId} label={t('reason')}>
        <Input
          id={reasonId}
          maxLength={200}
          placeholder={t('rfm.reasonHint')}
          value={reason}
          onChange={event => setReason(event.target.value)}
        />
      </Labelled>
      <Labelled id={untilId} label={t('rfm.until')}>
        <DayInput id={untilId} value={until} from={dayIn(0)} onChange={setUntil} />
      </Labelled>
    </ActModal>
  );
}

import { Input, Select } from 'antd';
import { useId, useState } from 'react';
import { api } from '#web/api/api.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { ActModal, Labelled } from '../../ActModal.tsx';
import { useTexts } from '../../texts/index.ts';
import { useRefresh } from '../../use-refresh.ts';
import type { Customer } from '../customer.ts';
import { CHANNELS, PURPOSES, SOURCES } from './words.ts';

type Word = {
  purpose: (typeof PURPOSES)[number];
  channel: (typeof CHANNELS)[number];
  source: (typeof SOURCES)[number];
};

/** A consent with what makes it one: to what, where, to which text, and how we know. */
export function NewConsent({ of, onClose }: { of: Customer; onClose: () => void }) {
  const t = useTexts();
  const id = useId();
  const notify = useNotify();
  const again = useRefresh();
  const first: Word = { purpose: of.minor ? 'guardian' : 'marketing', channel: 'all', source: 'staff' };
  const [word, setWord] = useState<Word>(first);
  const [textVersion, setTextVersion] = useState('');
  const [evidence, setEvidence] = useState('');
  const set = (change: Partial<Word>) => setWord({ ...word, ...change });
  const save = async () => {
    const version = textVersion.trim() ? { textVersion: textVersion.trim() } : {};
    await api.post(`/customers/${of.id}/consents`, { ...word, ...version, given: true, evidence });
    notify.done(t('rights.consent.done'));
    await again(`/customers/${of.id}`, `/customers/${of.id}/consents`, '/customers');
  };
  const channelName = (channel: Word['channel']) =>
    channel === 'all' ? t('rights.consent.channelAll') : t(`channel.${channel}`);
  return (
    <ActModal
      title={t('rights.consent.add')}
      act={t('save')}
      isBlocked={evidence.trim() === ''}
      onAct={save}
      onClose={onClose}
    >
      <Labelled id={`${id}-purpose`} label={t('rights.consent.purpose')}>
        <Select
          id={`${id}-purpose`}
          value={word.purpose}
          options={PURPOSES.map(value => ({ value, label: t(`purpose.${value}`) }))}
          onChange={purpose => set({ purpose })}
        />
      </Labelled>
      <Labelled id={`${id}-channel`} label={t('rights.consent.channel')}>
        <Select
          id={`${id}-channel`}
          value={word.channel}
          options={CHANNELS.map(value => ({ value, label: channelName(value) }))}
          onChange={channel => set({ channel })}
        />
      </Labelled>
      <Labelled id={`${id}-source`} label={t('rights.consent.source')}>
        <Select
          id={`${id}-source`}
          value={word.source}
          options={SOURCES.map(value => ({ value, label: t(`rights.consent.sources.${value}`) }))}
          onChange={source => set({ source })}
        />
      </Labelled>
      <Labelled id={`${id}-evidence`} label={t('rights.consent.evidence')}>
        <Input.TextArea
          id={`${id}-evidence`}
          rows={2}
          maxLength={500}
          placeholder={t('rights.consent.evidenceHint')}
          value={evidence}
          onChange={event => setEvidence(event.target.value)}
        />
      </Labelled>
      <Labelled id={`${id}-text`} label={t('rights.consent.text')}>
        <Input
          id={`${id}-text`}
          maxLength={60}
          placeholder={t('rights.consent.textHint')}
          value={textVersion}
          onChange={event => setTextVersion(event.target.value)}
        />
      </Labelled>
    </ActModal>
  );
}

import { Input, Select } from 'antd';
import { useId, useState } from 'react';
import { api } from '#web/api/api.ts';
import { AddressInput } from '#web/kit/AddressInput.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { ActModal, Labelled } from '../../ActModal.tsx';
import { useTexts } from '../../texts/index.ts';
import { useRefresh } from '../../use-refresh.ts';
import type { Following } from './OfficialPanel.tsx';

type Props = { of: string; notices: Following['notices']; onClose: () => void };

/** 发订阅通知: a template they have accepted, its fields filled; it uses one of what they have accepted. */
export function NewNotice({ of, notices, onClose }: Props) {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  const [whichId, urlId] = [useId(), useId()];
  const [templateId, setTemplate] = useState(notices[0]?.template.id ?? '');
  const [values, setValues] = useState<Record<string, string>>({});
  const [url, setUrl] = useState('');
  const chosen = notices.find(({ template }) => template.id === templateId);
  const fields = chosen?.template.fields ?? [];
  const send = async () => {
    await api.post(`/customers/${of}/notices`, { templateId, values, url });
    notify.done(t('official.sent'));
    await again('/customers');
  };
  const isBlocked =
    fields.some(({ key }) => !values[key]?.trim()) || (url !== '' && !/^https?:\/\/\S+$/.test(url));
  return (
    <ActModal
      title={t('official.notify')}
      what={t('official.notifyWhat', { n: chosen?.remaining ?? 0 })}
      act={t('official.send')}
      isBlocked={isBlocked}
      onAct={send}
      onClose={onClose}
    >
      <Labelled id={whichId} label={t('official.template')}>
        <Select
          id={whichId}
          value={templateId}
          onChange={value => setTemplate(value)}
          options={notices.map(({ template }) => ({ value: template.id, label: template.title }))}
        />
      </Labelled>
      {fields.map(({ key, label }) => (
        <Labelled key={key} id={`${whichId}${key}`} label={label}>
          <Input
            id={`${whichId}${key}`}
            maxLength={200}
            value={values[key] ?? ''}
            onChange={event => setValues({ ...values, [key]: event.target.value })}
          />
        </Labelled>
      ))}
      <Labelled id={urlId} label={t('official.leadsTo')}>
        <AddressInput id={urlId} value={url} onChange={url => setUrl(url)} />
      </Labelled>
    </ActModal>
  );
}

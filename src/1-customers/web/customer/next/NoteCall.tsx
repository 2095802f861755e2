import { PhoneOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { useId, useState } from 'react';
import { api } from '#web/api/api.ts';
import { useRead } from '#web/api/queries.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { ActModal, Labelled } from '../../ActModal.tsx';
import { useTexts } from '../../texts/index.ts';
import { useRefresh } from '../../use-refresh.ts';

type Touchpoint = { id: string; name: string };

/** 来电: the customer called, and where they had the number; it counts for that touchpoint. */
export function NoteCall({ of }: { of: string }) {
  const t = useTexts();
  const { can } = useSession();
  const [isOpen, setOpen] = useState(false);
  if (!can('acquisition:read')) return null;
  return (
    <>
      <Button size="small" type="text" icon={<PhoneOutlined />} onClick={() => setOpen(true)}>
        {t('call.add')}
      </Button>
      {isOpen && <Note of={of} onClose={() => setOpen(false)} />}
    </>
  );
}

function Note({ of, onClose }: { of: string; onClose: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  const [fromId, noteId] = [useId(), useId()];
  const [touchpointId, setTouchpoint] = useState<string>();
  const [note, setNote] = useState('');
  const { data } = useRead<{ data: Touchpoint[] }>('/touchpoints');
  const add = async () => {
    await api.post(`/customers/${of}/calls`, { touchpointId, note: note.trim() });
    notify.done(t('call.done'));
    await again('/customers', '/touchpoints');
  };
  return (
    <ActModal
      title={t('call.add')}
      what={t('call.what')}
      act={t('call.do')}
      isBlocked={touchpointId === undefined}
      onAct={add}
      onClose={onClose}
    >
      <Labelled id={fromId} label={t('call.from')}>
        <Select
          id={fromId}
          showSearch
          optionFilterProp="label"
          notFoundContent={data && t('call.none')}
          value={touchpointId ?? null}
          onChange={value => setTouchpoint(value ?? undefined)}
          options={(data?.data ?? []).map(one => ({ value: one.id, label: one.name }))}
        />
      </Labelled>
      <Labelled id={noteId} label={t('call.note')}>
        <Input
          id={noteId}
          maxLength={200}
          placeholder={t('call.noteHint')}
          value={note}
          onChange={event => setNote(event.target.value)}
        />
      </Labelled>
    </ActModal>
  );
}

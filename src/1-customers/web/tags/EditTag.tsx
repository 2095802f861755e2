import { Checkbox, Input, InputNumber, Select } from 'antd';
import { useId, useState } from 'react';
import { api } from '#web/api/api.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { ActModal, Labelled } from '../ActModal.tsx';
import { useMembers } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { useRefresh } from '../use-refresh.ts';
import type { OneTag } from './TagsPage.tsx';

/** What a tag is called and means, who looks after it, and how long it holds. */
export function EditTag({ tag, onClose }: { tag: OneTag; onClose: () => void }) {
  const t = useTexts();
  const id = useId();
  const notify = useNotify();
  const again = useRefresh();
  const members = useMembers();
  const [name, setName] = useState(tag.name);
  const [meaning, setMeaning] = useState(tag.meaning ?? '');
  const [ownerMemberId, setOwner] = useState<string | null>(tag.owner?.id ?? null);
  const [validDays, setDays] = useState<number | null>(tag.validDays);
  const [forAll, setForAll] = useState(false);
  const save = async () => {
    const said = { name: name.trim(), meaning: meaning.trim() || null, ownerMemberId, validDays };
    await api.patch(`/tags/${tag.id}`, { ...said, ...(forAll && { forAll }) });
    notify.done(t('tag.saved', { name: said.name }));
    await again('/tags', '/customers');
  };
  return (
    <ActModal
      title={t('tag.editTitle')}
      act={t('save')}
      isBlocked={name.trim() === ''}
      onAct={save}
      onClose={onClose}
    >
      <Labelled id={`${id}name`} label={t('tag.name')}>
        <Input id={`${id}name`} maxLength={30} value={name} onChange={event => setName(event.target.value)} />
      </Labelled>
      <Labelled id={`${id}meaning`} label={t('tag.meaning')}>
        <Input
          id={`${id}meaning`}
          maxLength={200}
          placeholder={t('tag.meaningHint')}
          value={meaning}
          onChange={event => setMeaning(event.target.value)}
        />
      </Labelled>
      <Labelled id={`${id}owner`} label={t('tag.owner')}>
        <Select<string | null>
          id={`${id}owner`}
          showSearch={{ optionFilterProp: 'label' }}
          value={ownerMemberId}
          options={[
            { value: null, label: t('tag.noOwner') },
            ...members.map(member => ({ value: member.id, label: member.name })),
          ]}
          onChange={setOwner}
        />
      </Labelled>
      <Labelled id={`${id}days`} label={t('tag.validDays')}>
        <InputNumber<number>
          id={`${id}days`}
          min={1}
          max={3_650}
          precision={0}
          placeholder={t('tag.validHint')}
          suffix={t('tag.days')}
          style={{ width: '100%' }}
          value={validDays}
          onChange={setDays}
        />
      </Labelled>
      {validDays !== tag.validDays && (
        <Checkbox checked={forAll} onChange={event => setForAll(event.target.checked)}>
          {t('tag.forAll')}
        </Checkbox>
      )}
    </ActModal>
  );
}

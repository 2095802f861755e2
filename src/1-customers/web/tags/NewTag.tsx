import { AutoComplete, Input } from 'antd';
import { useId, useState } from 'react';
import { api } from '#web/api/api.ts';
import { ActModal, Labelled } from '../ActModal.tsx';
import { useTagGroups } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { useRefresh } from '../use-refresh.ts';

type Props = { group?: string; onMade?: (tagId: string, name: string) => void; onClose: () => void };

/** A new tag, in a group there is or in a new one. */
export function NewTag({ group: given = '', onMade, onClose }: Props) {
  const t = useTexts();
  const [groupId, nameId] = [useId(), useId()];
  const again = useRefresh();
  const groups = useTagGroups() ?? [];
  const [group, setGroup] = useState(given);
  const [name, setName] = useState('');
  const make = async () => {
    const made = await api.post<{ id: string }>('/tags', { group: group.trim(), name: name.trim() });
    await again('/tags');
    onMade?.(made.id, name.trim());
  };
  return (
    <ActModal
      title={t('tag.new')}
      what={t('tag.newMeans')}
      act={t('tag.make')}
      isBlocked={group.trim() === '' || name.trim() === ''}
      onAct={make}
      onClose={onClose}
    >
      <Labelled id={groupId} label={t('tag.group')}>
        <AutoComplete
          id={groupId}
          value={group}
          maxLength={30}
          placeholder={t('tag.groupHint')}
          options={groups.filter(one => one.name.includes(group)).map(one => ({ value: one.name }))}
          onChange={setGroup}
        />
      </Labelled>
      <Labelled id={nameId} label={t('tag.name')}>
        <Input id={nameId} maxLength={30} value={name} onChange={event => setName(event.target.value)} />
      </Labelled>
    </ActModal>
  );
}

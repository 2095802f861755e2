import { Button, Select } from 'antd';
import { useId, useState } from 'react';
import { useSession } from '#web/session/session.ts';
import { ActModal, Labelled } from '../ActModal.tsx';
import { useTagGroups } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { NewTag } from './NewTag.tsx';

type Props = {
  title: string;
  /** What picking means, in one sentence. */
  what?: string;
  act: string;
  /** Tags that are not up for choice: those somebody has already. */
  without?: readonly string[];
  mayCreate?: boolean;
  onPick: (tagIds: readonly string[]) => Promise<unknown>;
  onClose: () => void;
};

/** Some tags out of all groups; one that is missing can be made on the spot. */
export function PickTags({ without = [], mayCreate = false, onPick, ...modal }: Props) {
  const t = useTexts();
  const id = useId();
  const { can } = useSession();
  const [picked, setPicked] = useState<string[]>([]);
  const [isMaking, setMaking] = useState(false);
  return (
    <ActModal {...modal} isBlocked={picked.length === 0} onAct={() => onPick(picked)}>
      <Labelled id={id} label={t('tags')}>
        <Select
          id={id}
          mode="multiple"
          autoFocus
          placeholder={t('tag.pick')}
          showSearch={{ optionFilterProp: 'label' }}
          notFoundContent={t('tag.none')}
          options={useOptions(without)}
          value={picked}
          onChange={setPicked}
        />
      </Labelled>
      {mayCreate && can('segments:write') && (
        <div>
          <Button size="small" onClick={() => setMaking(true)}>
            {t('tag.new')}
          </Button>
        </div>
      )}
      {isMaking && (
        <NewTag onMade={tagId => setPicked([...picked, tagId])} onClose={() => setMaking(false)} />
      )}
    </ActModal>
  );
}

function useOptions(without: readonly string[]) {
  const groups = useTagGroups() ?? [];
  return groups.map(group => ({
    label: group.name,
    title: group.name,
    options: group.tags
      .filter(tag => !without.includes(tag.id))
      .map(tag => ({ value: tag.id, label: tag.name })),
  }));
}

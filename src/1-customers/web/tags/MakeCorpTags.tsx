import { Checkbox, Select } from 'antd';
import { useId, useState } from 'react';
import { api } from '#web/api/api.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { ActModal, Labelled } from '../ActModal.tsx';
import type { TagGroup } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { useRefresh } from '../use-refresh.ts';
import type { CorpTags } from './corp-tags.tsx';

type Props = { group: TagGroup; corp: CorpTags; onClose: () => void };

/** Tags of a group become corp tags, which the whole company sees in WeCom: never by itself, only when asked. */
export function MakeCorpTags({ group, corp, onClose }: Props) {
  const t = useTexts();
  const id = useId();
  const notify = useNotify();
  const again = useRefresh();
  const corps = corp.corps.filter(account => corp.missing(group, account.id).length > 0);
  const [accountId, setAccount] = useState(corps[0]?.id ?? '');
  const tags = corp.missing(group, accountId);
  const [without, setWithout] = useState<readonly string[]>([]);
  const tagIds = tags.map(tag => tag.id).filter(tagId => !without.includes(tagId));
  const make = async () => {
    await api.post('/corp-tags', { accountId, tagIds });
    notify.done(t('tag.corp.asked'));
    await again('/corp-tags');
  };
  return (
    <ActModal
      title={t('tag.corp.title')}
      what={t('tag.corp.what')}
      act={t('tag.corp.act')}
      isBlocked={tagIds.length === 0}
      onAct={make}
      onClose={onClose}
    >
      {corps.length > 1 && (
        <Labelled id={`${id}corp`} label={t('tag.corp.account')}>
          <Select
            id={`${id}corp`}
            value={accountId}
            options={corps.map(account => ({ value: account.id, label: account.name }))}
            onChange={setAccount}
          />
        </Labelled>
      )}
      <Labelled id={`${id}tags`} label={group.name} isGroup>
        <Checkbox.Group
          aria-labelledby={`${id}tags`}
          value={tagIds}
          options={tags.map(tag => ({ value: tag.id, label: tag.name }))}
          onChange={chosen => setWithout(tags.map(tag => tag.id).filter(tagId => !chosen.includes(tagId)))}
        />
      </Labelled>
    </ActModal>
  );
}

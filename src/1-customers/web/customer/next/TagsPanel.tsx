import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import { formatInstant } from '#web/kit/format.ts';
import { Panel } from '#web/kit/Panel.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { goesBy } from '../../goes-by.ts';
import { PickTags } from '../../tags/PickTags.tsx';
import { useTexts } from '../../texts/index.ts';
import { useRefresh } from '../../use-refresh.ts';
import type { Customer } from '../customer.ts';
import styles from './TagsPanel.module.css';

type Tag = Customer['tags'][number];

/** The tags somebody carries, by group; where each came from on hover. */
export function TagsPanel({ of }: { of: Customer }) {
  const t = useTexts();
  const again = useRefresh();
  const mayChange = useSession().can('customers:write');
  const [isAdding, setAdding] = useState(false);
  const add = async (tagIds: readonly string[]) => {
    await api.post(`/customers/${of.id}/tags`, { tagIds });
    await again('/customers', '/tags');
  };
  const groups = Map.groupBy(of.tags, tag => tag.group);
  const button = (
    <Button size="small" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {t('tag.add')}
    </Button>
  );
  return (
    <Panel title={t('tags')} tone="sheet" aside={mayChange && button}>
      {of.tags.length === 0 && <p className={styles.none}>{t('tag.noneHere')}</p>}
      <dl className={styles.groups}>
        {[...groups].map(([group, tags]) => (
          <div key={group}>
            <dt>{group}</dt>
            <dd>
              {tags.map(tag => (
                <OneTag key={tag.id} tag={tag} of={of.id} mayRemove={mayChange} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
      {isAdding && (
        <PickTags
          title={t('tag.addTo', { name: goesBy(of) || t('thisCustomer') })}
          act={t('tag.add')}
          without={of.tags.map(tag => tag.id)}
          mayCreate
          onPick={add}
          onClose={() => setAdding(false)}
        />
      )}
    </Panel>
  );
}

function OneTag({ tag, of, mayRemove }: { tag: Tag; of: string; mayRemove: boolean }) {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  const remove = async () => {
    await api.delete(`/customers/${of}/tags/${tag.id}`);
    const undo = async () => {
      await api.post(`/customers/${of}/tags`, { tagIds: [tag.id] });
      await again('/customers', '/tags');
    };
    notify.done(t('tag.removed', { name: tag.name }), undo);
    await again('/customers', '/tags');
  };
  const known = (['manual', 'rule', 'behaviour', 'import', 'wecom'] as const).find(one => one === tag.source);
  const from = t('tag.from', {
    source: known ? t(`tag.source.${known}`) : tag.source,
    day: formatInstant(tag.addedAt, 'day'),
  });
  return (
    <Tooltip title={tag.reason ? `${from} · ${tag.reason}` : from}>
      <span className={styles.tag}>
        {tag.name}
        {mayRemove && (
          <button
            type="button"
            aria-label={t('tag.remove', { name: tag.name })}
            onClick={() => void remove().catch(notify.problem)}
          >
            <CloseOutlined />
          </button>
        )}
      </span>
    </Tooltip>
  );
}

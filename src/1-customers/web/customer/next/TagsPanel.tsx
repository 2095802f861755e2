import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import { Facts } from '#web/kit/Facts.tsx';
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
  // A file or a corp is no member: its source says enough.
  const who = tag.source === 'manual' || tag.source === 'rule' || tag.source === 'behaviour' ? tag.actor : '';
  const from = t('tag.givenBy', {
    who: [known ? t(`tag.source.${known}`) : tag.source, who].filter(Boolean).join(' '),
    day: formatInstant(tag.addedAt, 'day'),
  });
  return (
    <Popover trigger={['hover', 'click', 'focus']} title={tag.name} content={<About tag={tag} from={from} />}>
      <span className={styles.tag}>
        <button type="button" className={styles.name}>
          {tag.name}
        </button>
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
    </Popover>
  );
}

/** What the tag says, where it came from, who looks after it, and until when it holds. */
function About({ tag, from }: { tag: Tag; from: string }) {
  const t = useTexts();
  const facts = [
    { key: 'from', label: t('source.label'), value: from },
    ...(tag.reason ? [{ key: 'reason', label: t('tag.reason'), value: tag.reason }] : []),
    ...(tag.confirmedAt
      ? [{ key: 'confirmed', label: t('tag.confirmed'), value: formatInstant(tag.confirmedAt, 'day') }]
      : []),
    {
      key: 'expires',
      label: t('tag.expires'),
      value: tag.expiresAt ? formatInstant(tag.expiresAt, 'day') : t('tag.noEnd'),
    },
    { key: 'owner', label: t('tag.owner'), value: tag.owner ?? t('tag.noOwner') },
  ];
  return (
    <div className={styles.about}>
      {tag.meaning && <p>{tag.meaning}</p>}
      <Facts facts={facts} />
    </div>
  );
}

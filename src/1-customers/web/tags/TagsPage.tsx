import { CloudUploadOutlined, EditOutlined, PlusOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Input, Tooltip } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import { useRead } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatCount } from '#web/kit/format.ts';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import type { TagGroup } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { useRefresh } from '../use-refresh.ts';
import { CorpMark, type CorpTags, useCorpTags } from './corp-tags.tsx';
import { EditTag } from './EditTag.tsx';
import { MakeCorpTags } from './MakeCorpTags.tsx';
import { NewTag } from './NewTag.tsx';
import styles from './TagsPage.module.css';

const tagsSearch = search({ q: text });

/** 标签: the groups and their tags, how many people carry each, and the way to those people. */
export default function TagsPage() {
  const t = useTexts();
  const { can } = useSession();
  const { data, error, refetch } = useRead<{ data: TagGroup[] }>('/tags');
  const [{ q = '' }, ask] = useSearch(tagsSearch);
  const [newIn, setNewIn] = useState<string>();
  const [edited, setEdited] = useState<OneTag>();
  const [corpOf, setCorpOf] = useState<TagGroup>();
  const corp = useCorpTags();
  const mayMake = can('segments:write');
  const make = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setNewIn('')}>
      {t('tag.new')}
    </Button>
  );
  return (
    <>
      <PageHeader
        lead={t('tag.lead')}
        actions={
          data?.data.length !== 0 && (
            <span className={styles.actions}>
              {can('segments:read') && <PageLink to="/tags/health">{t('tag.health')}</PageLink>}
              {mayMake && make}
            </span>
          )
        }
      />
      {!data && (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <PageSkeleton />)}
      {data?.data.length === 0 && (
        <EmptyState
          title={t('tag.emptyTitle')}
          what={t('tag.emptyWhat')}
          action={mayMake && make}
          other={can('imports:write') && <PageLink to="/imports/new">{t('tag.emptyImport')}</PageLink>}
        />
      )}
      {data && data.data.length > 0 && (
        <>
          <Input
            type="search"
            prefix={<SearchOutlined />}
            className={styles.search ?? ''}
            allowClear
            aria-label={t('tag.search')}
            placeholder={t('tag.search')}
            defaultValue={q}
            onChange={event => ask({ q: event.target.value || undefined }, { replace: true })}
          />
          <Groups
            groups={data.data}
            q={q}
            corp={corp}
            {...(mayMake && { onNew: setNewIn, onEdit: setEdited, onCorp: setCorpOf })}
          />
        </>
      )}
      {edited && <EditTag tag={edited} onClose={() => setEdited(undefined)} />}
      {corpOf && <MakeCorpTags group={corpOf} corp={corp} onClose={() => setCorpOf(undefined)} />}
      {newIn !== undefined && <Making group={newIn} onClose={() => setNewIn(undefined)} />}
    </>
  );
}

export type OneTag = TagGroup['tags'][number];
type Acts = {
  corp: CorpTags;
  onNew?: (group: string) => void;
  onEdit?: (tag: OneTag) => void;
  onCorp?: (group: TagGroup) => void;
};
type GroupsProps = { groups: readonly TagGroup[]; q: string } & Acts;

function Groups({ groups, q, ...acts }: GroupsProps) {
  const t = useTexts();
  const found = groups
    .map(group => ({
      ...group,
      tags: group.tags.filter(tag => `${group.name}/${tag.name}`.includes(q.trim())),
    }))
    .filter(group => q.trim() === '' || group.tags.length > 0);
  if (found.length === 0) return <EmptyState title={t('tag.noMatch', { q })} />;
  const tags = found.reduce((sum, group) => sum + group.tags.length, 0);
  return (
    <>
      <p className={styles.faint} role="status">
        {t('tag.groups', { groups: found.length, tags })}
      </p>
      <div className={styles.groups}>
        {found.map(group => (
          <Group key={group.id} group={group} {...acts} />
        ))}
      </div>
    </>
  );
}

function Group({ group, corp, onNew, onEdit, onCorp }: { group: TagGroup } & Acts) {
  const t = useTexts();
  return (
    <section className={styles.group} aria-labelledby={group.id}>
      <div className={styles.head}>
        <h2 id={group.id}>{group.name}</h2>
        <Exclusive of={group} mayChange={onNew !== undefined} />
        {onCorp && corp.canMake(group) && (
          <Button
            type="text"
            size="small"
            icon={<CloudUploadOutlined />}
            aria-label={t('tag.corp.makeIn', { group: group.name })}
            title={t('tag.corp.makeIn', { group: group.name })}
            onClick={() => onCorp(group)}
          />
        )}
        {onNew && (
          <Button
            type="text"
            size="small"
            icon={<PlusOutlined />}
            aria-label={t('tag.newIn', { group: group.name })}
            title={t('tag.newIn', { group: group.name })}
            onClick={() => onNew(group.name)}
          />
        )}
      </div>
      {group.tags.length === 0 && <p className={styles.faint}>{t('tag.emptyGroup')}</p>}
      <ul>
        {group.tags.map(tag => (
          <li key={tag.id} className={styles.line}>
            <PageLink to={`/customers?tag=${tag.id}`} className={styles.tag}>
              <span className={styles.name}>
                <span>
                  {tag.name} <CorpMark states={corp.of(tag.id)} />
                </span>
                {tag.meaning && <small>{tag.meaning}</small>}
              </span>
              <span className={styles.count}>{t('tag.people', { count: formatCount(tag.customers) })}</span>
            </PageLink>
            {onEdit && (
              <Button
                type="text"
                size="small"
                icon={<EditOutlined />}
                aria-label={t('tag.edit', { name: tag.name })}
                onClick={() => onEdit(tag)}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Making({ group, onClose }: { group: string; onClose: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  return (
    <NewTag group={group} onMade={(_, name) => notify.done(t('tag.made', { name }))} onClose={onClose} />
  );
}

/** Whether somebody may carry several tags of the group; a click changes it. */
function Exclusive({ of: { id, name, exclusive }, mayChange }: { of: TagGroup; mayChange: boolean }) {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  const set = async (to: boolean) => {
    await api.patch(`/tag-groups/${id}`, { exclusive: to });
    await again('/tags');
  };
  const toggle = async () => {
    await set(!exclusive);
    notify.done(t(exclusive ? 'tag.exclusiveOff' : 'tag.exclusiveOn', { group: name }), () => set(exclusive));
  };
  const words = t(exclusive ? 'tag.exclusive' : 'tag.notExclusive');
  if (!mayChange) return exclusive ? <Tag>{words}</Tag> : null;
  return (
    <Tooltip title={t('tag.exclusiveMeans')}>
      <Button
        className={styles.exclusive ?? ''}
        type="text"
        size="small"
        onClick={() => void toggle().catch(notify.problem)}
      >
        {words}
      </Button>
    </Tooltip>
  );
}

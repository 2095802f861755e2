import { PlusOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useRead } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatCount } from '#web/kit/format.ts';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import type { TagGroup } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
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
  const mayMake = can('segments:write');
  const make = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setNewIn('')}>
      {t('tag.new')}
    </Button>
  );
  return (
    <>
      <PageHeader lead={t('tag.lead')} actions={mayMake && data?.data.length !== 0 && make} />
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
          <Groups groups={data.data} q={q} {...(mayMake && { onNew: setNewIn })} />
        </>
      )}
      {newIn !== undefined && <Making group={newIn} onClose={() => setNewIn(undefined)} />}
    </>
  );
}

type GroupsProps = { groups: readonly TagGroup[]; q: string; onNew?: (group: string) => void };

function Groups({ groups, q, onNew }: GroupsProps) {
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
          <Group key={group.id} group={group} onNew={onNew} />
        ))}
      </div>
    </>
  );
}

function Group({ group, onNew }: { group: TagGroup; onNew: GroupsProps['onNew'] | undefined }) {
  const t = useTexts();
  return (
    <section className={styles.group} aria-labelledby={group.id}>
      <div className={styles.head}>
        <h2 id={group.id}>{group.name}</h2>
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
          <li key={tag.id}>
            <PageLink to={`/customers?tag=${tag.id}`} className={styles.tag}>
              <span>{tag.name}</span>
              <span className={styles.count}>{t('tag.people', { count: formatCount(tag.customers) })}</span>
            </PageLink>
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

import { MoreOutlined, ReloadOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import type { RuleWire } from '#segmentation/contract';
import { Count } from '#web/kit/Count.tsx';
import { DateTime } from '#web/kit/DateTime.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { peopleLink } from '#web/links.ts';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import type { Segment } from './matching.ts';
import styles from './Segments.module.css';
import { newSegmentLink } from './templates.ts';
import { useArchive } from './use-archive.tsx';
import { useRefresh } from './use-refresh.ts';

type Key = 'name' | 'people' | 'reachable' | 'countedAt' | 'updatedAt';

export function useColumns(): Column<Segment, Key>[] {
  const t = useTexts();
  return [
    { key: 'name', title: t('list.name'), cell: row => <Name segment={row} />, sort: 'name', width: 160 },
    { key: 'rule', title: t('list.rule'), cell: row => row.words, wrap: true, phone: 'wide' },
    {
      key: 'people',
      title: t('list.people'),
      explain: t('list.peopleMeans'),
      cell: row => <People rule={{ segment: row.id }} name={row.name} count={row.people} />,
      align: 'end',
      sort: 'people',
    },
    {
      key: 'reachable',
      title: t('list.reachable'),
      explain: t('list.reachableMeans'),
      cell: row => (
        <People
          rule={{ all: [{ segment: row.id }, { reachable: 'wecom' }] }}
          name={t('list.reachableOf', { name: row.name })}
          count={row.reachable}
        />
      ),
      align: 'end',
      sort: 'reachable',
    },
    {
      key: 'countedAt',
      title: t('list.countedAt'),
      cell: row =>
        row.countedAt ? <DateTime at={row.countedAt} style="ago" /> : <span>{t('list.never')}</span>,
      align: 'end',
      sort: 'countedAt',
    },
    {
      key: 'updatedAt',
      title: t('list.updatedAt'),
      cell: row => <DateTime at={row.updatedAt} style="ago" />,
      align: 'end',
      sort: 'updatedAt',
      optional: true,
      phone: 'hidden',
    },
    {
      key: 'actions',
      title: t('list.actions'),
      cell: row => <Actions segment={row} />,
      align: 'end',
      phone: 'bare',
    },
  ];
}

function Name({ segment }: { segment: Segment }) {
  return (
    <span className={styles.name}>
      {segment.name}
      {segment.description && <small>{segment.description}</small>}
    </span>
  );
}

/** A number with its people behind it. */
function People({ rule, name, count }: { rule: RuleWire; name: string; count: number | null }) {
  if (count === null) return <Count of={null} />;
  return (
    <PageLink to={peopleLink(rule, name)} className={styles.people}>
      <Count of={count} />
    </PageLink>
  );
}

/** Count again, send to them, and the rest in a menu. */
function Actions({ segment }: { segment: Segment }) {
  const t = useTexts();
  const session = useSession();
  const archive = useArchive();
  const refresh = useRefresh();
  const { id, name, rule } = segment;
  const copy = newSegmentLink(rule, t('list.copyName', { name }));
  const more = [
    { key: 'changes', label: <PageLink to={`/segments/${id}/changes`}>{t('changes.open')}</PageLink> },
    { key: 'copy', label: <PageLink to={copy}>{t('list.copy')}</PageLink> },
    { key: 'archive', label: t('list.archive'), onClick: () => archive(segment) },
  ];
  return (
    <span className={styles.actions}>
      <Button
        type="text"
        size="small"
        icon={<ReloadOutlined />}
        loading={refresh.isRunning}
        aria-label={t('list.refreshOne', { name })}
        title={t('list.refresh')}
        onClick={() => refresh.run([segment])}
      />
      {session.can('broadcasts:write') && (
        <PageLink to={`/broadcasts/new?segment=${id}`} className={styles.broadcast}>
          {t('list.broadcast')}
        </PageLink>
      )}
      {session.can('segments:write') && (
        <Dropdown menu={{ items: more }} trigger={['click']} placement="bottomRight">
          <Button type="text" size="small" icon={<MoreOutlined />} aria-label={t('list.more', { name })} />
        </Dropdown>
      )}
    </span>
  );
}

import { Button, Skeleton } from 'antd';
import { useLanguage } from '#web/i18n/i18n.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { formatDuration } from '#web/kit/format.ts';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import type { SessionRow, Sessions } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { sayLast, sayState } from '../words.ts';
import styles from './Inbox.module.css';

type Props = {
  sessions: Sessions | undefined;
  chosen: string | undefined;
  to: (id: string) => string;
  /** Absent while nothing narrows the list. */
  onShowAll: (() => void) | undefined;
};

/** The sessions, each with its last words and how long the customer has waited. */
export function SessionList({ sessions, chosen, to, onShowAll }: Props) {
  const t = useTexts();
  if (!sessions) return <Skeleton active paragraph={{ rows: 6 }} />;
  const { data, total } = sessions;
  if (data.length === 0)
    return (
      <EmptyState
        title={t('inbox.nothingTitle')}
        what={t('inbox.nothingWhat')}
        action={onShowAll && <Button onClick={onShowAll}>{t('inbox.showAll')}</Button>}
      />
    );
  return (
    <>
      <ul className={styles.sessions}>
        {data.map(row => (
          <li key={row.id} data-chosen={row.id === chosen}>
            <PageLink to={to(row.id)} className={styles.session}>
              <One row={row} />
            </PageLink>
          </li>
        ))}
      </ul>
      {total > data.length && <p className={styles.more}>{t('inbox.more', { shown: data.length, total })}</p>}
    </>
  );
}

function One({ row }: { row: SessionRow }) {
  const t = useTexts();
  const language = useLanguage();
  const { customer, last, waitingSince, isOverdue, state } = row;
  const name = customer.name || t('inbox.noName');
  const waits = waitingSince === null ? null : Date.now() - new Date(waitingSince).getTime();
  return (
    <>
      <Face name={name} url={customer.avatarUrl} />
      <span className={styles.who}>
        <strong>{name}</strong>
        <small>
          <DateTime at={last.at} style="ago" />
        </small>
      </span>
      <span className={styles.last}>{sayLast(row, t) || ' '}</span>
      <span className={styles.marks}>
        {waits !== null && state !== 'ended' && (
          <Tag tone={isOverdue ? 'advice' : 'accent'}>
            {t('inbox.waits', {
              span: formatDuration(Math.max(60_000, Math.floor(waits / 60_000) * 60_000), language),
            })}
          </Tag>
        )}
        <small>{sayState(row, t)}</small>
      </span>
    </>
  );
}

export function Face({ name, url }: { name: string; url: string | null }) {
  return (
    <span className={styles.face} aria-hidden="true">
      {url ? <img src={url} alt="" referrerPolicy="no-referrer" /> : [...name][0]}
    </span>
  );
}

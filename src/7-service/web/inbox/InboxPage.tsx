import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { oneOf, search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { type Sessions, useAccounts, useSessions } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { Conversation } from './Conversation.tsx';
import styles from './Inbox.module.css';
import { SessionList } from './SessionList.tsx';

const VIEWS = ['waiting', 'mine', 'pool', 'servicer', 'ended', 'all'] as const;
const inboxSearch = search({ view: oneOf(...VIEWS), account: text, q: text, session: text });

/** 微信客服: who asks on the left, what was said in the middle, who they are on the right. */
export default function InboxPage() {
  const t = useTexts();
  const [asked, ask] = useSearch(inboxSearch);
  const { session, ...narrowed } = asked;
  const { data, error, refetch } = useSessions(inboxSearch.write(narrowed) as Record<string, string>);
  const isNarrowed = Boolean(asked.account || asked.q || (asked.view && asked.view !== 'all'));
  const [drafts, setDrafts] = useState<Readonly<Record<string, string>>>({});
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} size="page" />;
  const isNew = data?.total === 0 && !isNarrowed;
  return (
    <>
      <PageHeader lead={t('inbox.lead')} />
      {data && !session && asked.view !== 'waiting' && (
        <Overdue sessions={data} onShow={() => ask({ view: 'waiting' })} />
      )}
      {isNew ? (
        <NobodyYet />
      ) : (
        <div className={styles.inbox} data-open={session ? 'yes' : 'no'}>
          <section className={styles.side} aria-label={t('inbox.list')}>
            <Narrowing asked={asked} counts={data?.counts} onAsk={ask} />
            <SessionList
              sessions={data}
              chosen={session}
              to={id =>
                `/kf?${new URLSearchParams(inboxSearch.write({ ...asked, session: id }) as Record<string, string>)}`
              }
              onShowAll={
                isNarrowed ? () => ask({ view: undefined, account: undefined, q: undefined }) : undefined
              }
            />
          </section>
          {session ? (
            <Conversation
              key={session}
              id={session}
              draft={drafts[session] ?? ''}
              onDraft={change => setDrafts(all => ({ ...all, [session]: change(all[session] ?? '') }))}
              onBack={() => ask({ session: undefined })}
            />
          ) : (
            <div className={styles.choose}>
              <EmptyState title={t('inbox.chooseTitle')} what={t('inbox.chooseWhat')} />
            </div>
          )}
        </div>
      )}
    </>
  );
}

function Overdue({ sessions: { counts, patience }, onShow }: { sessions: Sessions; onShow: () => void }) {
  const t = useTexts();
  if (counts.overdue === 0) return null;
  return (
    <div className={styles.overdue}>
      <Notice
        kind="advice"
        title={t('inbox.overdue', { count: counts.overdue, minutes: patience })}
        actions={<Button onClick={onShow}>{t('inbox.showWaiting')}</Button>}
      >
        {t('inbox.overdueWhat')}
      </Notice>
    </div>
  );
}

function NobodyYet() {
  const t = useTexts();
  return (
    <EmptyState
      title={t('inbox.emptyTitle')}
      what={t('inbox.emptyWhat')}
      action={<PageLink to="/kf/accounts">{t('inbox.toAccounts')}</PageLink>}
    />
  );
}

type Asked = {
  view?: (typeof VIEWS)[number] | undefined;
  account?: string | undefined;
  q?: string | undefined;
};
type Props = {
  asked: Asked;
  counts: Sessions['counts'] | undefined;
  onAsk: (patch: Asked) => void;
};

/** Which sessions, of which account, of whom. */
function Narrowing({ asked, counts, onAsk }: Props) {
  const t = useTexts();
  const accounts = useAccounts().data?.data ?? [];

  const countOf = (view: (typeof VIEWS)[number]) =>
    view === 'waiting' || view === 'mine' || view === 'pool' ? counts?.[view] : undefined;
  return (
    <div className={styles.narrowing}>
      <nav className={styles.views}>
        {VIEWS.map(view => (
          <button
            key={view}
            type="button"
            aria-pressed={(asked.view ?? 'all') === view}
            onClick={() => onAsk({ view: view === 'all' ? undefined : view })}
          >
            {t(`inbox.views.${view}`)}
            {(countOf(view) ?? 0) > 0 && <span>{countOf(view)}</span>}
          </button>
        ))}
      </nav>
      <div className={styles.fields}>
        <Input.Search
          allowClear
          aria-label={t('inbox.search')}
          placeholder={t('inbox.search')}
          key={asked.q ?? ''}
          defaultValue={asked.q ?? ''}
          onSearch={q => onAsk({ q: q.trim() || undefined })}
        />
        {accounts.length > 1 && (
          <Select
            aria-label={t('inbox.account')}
            value={asked.account ?? ''}
            onChange={account => onAsk({ account: account || undefined })}
            options={[
              { value: '', label: t('inbox.allAccounts') },
              ...accounts.map(one => ({ value: one.id, label: one.name })),
            ]}
          />
        )}
      </div>
    </div>
  );
}

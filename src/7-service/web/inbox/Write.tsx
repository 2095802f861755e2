import { Button, Input } from 'antd';
import { useEffect, useState } from 'react';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { useLanguage } from '#web/i18n/i18n.ts';
import { formatDuration } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import type { Session } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Conversation.module.css';

/** What is being written to a customer: it is kept while one looks at another, or while one may not answer. */
export type Draft = { draft: string; onDraft: (change: (now: string) => string) => void };

/** Where one answers, with how long and how often one still may; or why one may not. */
export function Write({ session, ...writing }: { session: Session } & Draft) {
  const t = useTexts();
  const { can } = useSession();
  const { why, max } = session.window;
  if (why) {
    const name = session.servicer ?? '';
    return (
      <div className={styles.foot}>
        <Notice title={t('write.whyNot')}>{t(`write.why.${why}`, { name, max })}</Notice>
      </div>
    );
  }
  return can('service:write') ? <Composer session={session} {...writing} /> : null;
}

function Composer({ session: { id, window }, draft, onDraft }: { session: Session } & Draft) {
  const t = useTexts();
  const notify = useNotify();
  const write = useWrite(
    async (words: string, key) => {
      await api.post(`/kf/sessions/${id}/answers`, { text: words }, { key });
      return words;
    },
    {
      refresh: ['/kf/sessions'],
      // What was written on meanwhile stays.
      onDone: words => onDraft(now => (now.trim() === words ? '' : now)),
      onProblem: notify.problem,
    },
  );
  const send = () => {
    if (draft.trim() !== '' && !write.isRunning) write.run(draft.trim());
  };
  return (
    <div className={styles.foot}>
      <Input.TextArea
        aria-label={t('write.label')}
        placeholder={t('write.hint')}
        value={draft}
        maxLength={600}
        autoSize={{ minRows: 2, maxRows: 6 }}
        onChange={event => {
          const { value } = event.target;
          onDraft(() => value);
        }}
        onKeyDown={event => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
        }}
      />
      <div className={styles.send}>
        <Left until={window.until} left={window.left} />
        <Button type="primary" onClick={send} loading={write.isRunning} disabled={draft.trim() === ''}>
          {t('write.send')}
        </Button>
      </div>
    </div>
  );
}

/** Counts down while one looks. */
function Left({ until, left }: { until: string | null; left: number }) {
  const t = useTexts();
  const language = useLanguage();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  if (!until) return <small />;
  const span = Math.max(0, new Date(until).getTime() - now);
  return (
    <small>
      {t('write.left', {
        span: formatDuration(Math.max(60_000, Math.floor(span / 60_000) * 60_000), language),
        left,
      })}
    </small>
  );
}

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

/** Where one answers, with how long and how often one still may; or why one may not. */
export function Write({ session }: { session: Session }) {
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
  return can('service:write') ? <Composer session={session} /> : null;
}

function Composer({ session: { id, window } }: { session: Session }) {
  const t = useTexts();
  const notify = useNotify();
  const [text, setText] = useState('');
  const write = useWrite(
    (words: string, key) => api.post(`/kf/sessions/${id}/answers`, { text: words }, { key }),
    {
      refresh: ['/kf/sessions'],
      onDone: () => setText(''),
      onProblem: notify.problem,
    },
  );
  const send = () => {
    if (text.trim() !== '' && !write.isRunning) write.run(text.trim());
  };
  return (
    <div className={styles.foot}>
      <Input.TextArea
        aria-label={t('write.label')}
        placeholder={t('write.hint')}
        value={text}
        maxLength={600}
        autoSize={{ minRows: 2, maxRows: 6 }}
        onChange={event => setText(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
        }}
      />
      <div className={styles.send}>
        <Left until={window.until} left={window.left} />
        <Button type="primary" onClick={send} loading={write.isRunning} disabled={text.trim() === ''}>
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

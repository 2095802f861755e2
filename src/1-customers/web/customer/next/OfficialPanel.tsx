import { Button } from 'antd';
import { useState } from 'react';
import type { customerOfficialView } from '#customers/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { formatInstant } from '#web/kit/format.ts';
import { Panel } from '#web/kit/Panel.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../../texts/index.ts';
import type { Customer } from '../customer.ts';
import { NewNotice } from './NewNotice.tsx';
import { NewReply } from './NewReply.tsx';
import styles from './OfficialPanel.module.css';

export type Official = Wire<typeof customerOfficialView>;
export type Following = Official['following'][number];
type Message = Official['messages'][number];

const UNDER_WAY = new Set<Message['state']>(['waiting', 'calling']);
const SOON = 2_000;

/** 公众号: what each account may send them now, and what went out from here. Nothing where they follow none. */
export function OfficialPanel({ of }: { of: Customer }) {
  const t = useTexts();
  const isMoving = (now: Official | undefined) => now?.messages.some(one => UNDER_WAY.has(one.state));
  const path = `/customers/${of.id}/official-accounts`;
  const { data } = useRead<Official>(path, {}, { every: now => (isMoving(now) ? SOON : false) });
  if (!data || data.following.length === 0) return null;
  return (
    <Panel title={t('official.title')} tone="sheet">
      {data.following.map(following => (
        <OneAccount key={`${following.account.id} ${following.since}`} of={of.id} following={following} />
      ))}
      {data.messages.length > 0 && (
        <ul className={styles.messages} aria-label={t('official.messages')}>
          {data.messages.map(message => (
            <OneMessage key={message.id} message={message} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function OneAccount({ of, following }: { of: string; following: Following }) {
  const t = useTexts();
  const mayWrite = useSession().can('customers:write');
  const [doing, setDoing] = useState<'reply' | 'notice'>();
  const { account, endedAt, wroteAt, window, refused, notices } = following;
  const close = () => setDoing(undefined);
  const granted = notices.filter(notice => notice.remaining > 0);
  if (endedAt)
    return (
      <p className={styles.gone}>
        {t('official.gone', { name: account.name, day: formatInstant(endedAt, 'day') })}
      </p>
    );
  return (
    <div className={styles.account}>
      <p className={styles.name}>{account.name}</p>
      <p className={styles.window} data-open={refused === null}>
        {refused ?? (window && t('official.open', { until: formatInstant(window.until), n: window.left }))}
      </p>
      {wroteAt && <p className={styles.faint}>{t('official.wrote', { time: formatInstant(wroteAt) })}</p>}
      {notices.length > 0 && (
        <ul className={styles.notices} aria-label={t('official.notices')}>
          {notices.map(({ template, remaining }) => (
            <li key={template.id}>
              <span>{template.title}</span>
              <span data-none={remaining === 0}>
                {remaining > 0 ? t('official.remaining', { n: remaining }) : t('official.noGrant')}
              </span>
            </li>
          ))}
        </ul>
      )}
      {mayWrite && (
        <div className={styles.do}>
          <Button size="small" disabled={refused !== null} onClick={() => setDoing('reply')}>
            {t('official.reply')}
          </Button>
          {granted.length > 0 && (
            <Button size="small" onClick={() => setDoing('notice')}>
              {t('official.notify')}
            </Button>
          )}
        </div>
      )}
      {doing === 'reply' && <NewReply of={of} following={following} onClose={close} />}
      {doing === 'notice' && <NewNotice of={of} notices={granted} onClose={close} />}
    </div>
  );
}

const TONES = { sent: 'accent', partly: 'advice', failed: 'stop', unknown: 'advice' } as const;

function OneMessage({ message }: { message: Message }) {
  const t = useTexts();
  const { state, text, title, failure, at, by } = message;
  const tone = state in TONES ? TONES[state as keyof typeof TONES] : 'plain';
  return (
    <li>
      <p className={styles.head}>
        <Tag tone={tone}>{t(`official.states.${state}`)}</Tag>
        <span className={styles.faint}>
          {by} <DateTime at={at} />
        </span>
      </p>
      <p>{title ? t('official.noticeOf', { title, text }) : text}</p>
      {failure && <p className={styles.failure}>{failure}</p>}
    </li>
  );
}

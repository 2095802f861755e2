import { ArrowLeftOutlined } from '@ant-design/icons';
import { Button, Skeleton } from 'antd';
import { useLayoutEffect, useRef } from 'react';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatInstant } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import { type Message, type Session, useKfSession } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { sayEvent, sayKind, sayState } from '../words.ts';
import { Acts } from './Acts.tsx';
import styles from './Conversation.module.css';
import { CustomerCard } from './CustomerCard.tsx';
import { type Draft, Write } from './Write.tsx';

/** One session: what was said, what can be done with it, and who the customer is. */
export function Conversation({ id, onBack, ...writing }: { id: string; onBack: () => void } & Draft) {
  const { data: session, error, refetch } = useKfSession(id);
  if (error && !session)
    return (
      <div className={styles.conversation}>
        <BackButton onBack={onBack} />
        <ErrorState error={error} onRetry={() => void refetch()} />
      </div>
    );
  if (!session) return <Skeleton active paragraph={{ rows: 8 }} />;
  return <Whole session={session} onBack={onBack} {...writing} />;
}

function BackButton({ onBack }: { onBack: () => void }) {
  const t = useTexts();
  return (
    <Button
      type="text"
      className={styles.back ?? ''}
      icon={<ArrowLeftOutlined />}
      aria-label={t('inbox.back')}
      onClick={onBack}
    />
  );
}

function Whole({ session, onBack, ...writing }: { session: Session; onBack: () => void } & Draft) {
  const t = useTexts();
  const name = session.customer.name || t('inbox.noName');
  return (
    <>
      <section className={styles.conversation} aria-label={t('chat.label', { name })}>
        <header className={styles.head}>
          <BackButton onBack={onBack} />
          <div className={styles.title}>
            <h2>{name}</h2>
            <small>
              {session.account.name}
              {session.scene && ` · ${t('chat.from', { scene: session.scene })}`}
            </small>
          </div>
          <Tag>{sayState(session, t)}</Tag>
          <Acts session={session} />
        </header>
        <Messages session={session} />
        {session.rejects && <Notice kind="advice" title={t('chat.rejects')} />}
        <Write session={session} {...writing} />
      </section>
      <CustomerCard id={session.customer.id} />
    </>
  );
}

/** Newest at the end, which is where one looks first. */
function Messages({ session: { messages, hasEarlier } }: { session: Session }) {
  const t = useTexts();
  const place = useRef<HTMLDivElement>(null);
  const newest = messages.at(-1)?.id;
  useLayoutEffect(() => {
    // Again with every new message.
    if (place.current && newest !== undefined) place.current.scrollTop = place.current.scrollHeight;
  }, [newest]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <div className={styles.messages} ref={place} role="log" tabIndex={0}>
      {hasEarlier && <p className={styles.event}>{t('chat.earlier')}</p>}
      {messages.length === 0 && <p className={styles.event}>{t('chat.empty')}</p>}
      {messages.map(message => (
        <One key={message.id} message={message} />
      ))}
    </div>
  );
}

function One({ message }: { message: Message }) {
  const t = useTexts();
  const at = formatInstant(message.at).slice(5);
  if (message.origin === 'event')
    return (
      <p className={styles.event}>
        {sayEvent(message, t)} <time dateTime={message.at}>{at}</time>
      </p>
    );
  const { origin, state, why } = message;
  const by = origin === 'welcome' ? t('chat.welcome') : message.by;
  const isOut = state !== 'received' && state !== 'sent';
  const said =
    isOut && state !== 'sending' && why
      ? t('chat.why', { state: t(`chat.${state}`), why })
      : isOut && t(`chat.${state}`);
  return (
    <div className={styles.message} data-from={origin === 'customer' ? 'them' : 'us'} data-state={state}>
      <div className={styles.bubble}>
        {message.isRecalled ? <em>{t('chat.recalled')}</em> : <Words message={message} />}
      </div>
      <small>
        {by && `${by} · `}
        <time dateTime={message.at}>{at}</time>
        {said && <span className={styles.state}> · {said}</span>}
      </small>
    </div>
  );
}

function Words({ message: { kind, text } }: { message: Message }) {
  const t = useTexts();
  if (kind === 'text') return text;
  return (
    <>
      [{sayKind(kind, t)}] {text || t('kinds.inWecom')}
    </>
  );
}

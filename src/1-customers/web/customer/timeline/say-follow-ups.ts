import { type Entry, type Speak, type Teller, type Told, textIn } from './told.ts';

/** Talking to somebody, and what was promised to them. */
export const FOLLOW_UP_TELLERS: Record<string, Teller> = {
  'follow_up.done': (entry, t) => ({
    icon: 'reply',
    words: t('event.followedUp', { member: entry.actor }),
    detail: textIn(entry, 'note') || undefined,
  }),
  'follow_up.snoozed': (entry, t) => ({
    icon: 'other',
    words: t('event.followUpLater', { day: textIn(entry, 'nextFollowUp') }),
  }),
  'script.sent': (entry, t) => ({
    icon: 'message',
    words: t('event.scriptSent', { member: entry.actor }),
    detail: textIn(entry, 'title') || undefined,
  }),
  'promise.made': (entry, t) => {
    const values = { member: entry.actor, day: textIn(entry, 'dueDay') };
    return { icon: 'wish', words: t('event.promised', values), detail: textIn(entry, 'text') || undefined };
  },
  'promise.kept': (entry, t) => settled(entry, t('event.promiseKept')),
  'promise.broken': (entry, t) => settled(entry, t('event.promiseBroken')),
  'promise.reopened': (entry, t) => settled(entry, t('event.promiseReopened')),
};

function settled(entry: Entry, words: ReturnType<Speak>): Told {
  return { icon: 'wish', words, detail: textIn(entry, 'text') || undefined };
}

import type { Message, SessionRow } from './reads.ts';
import type { Speak } from './texts/index.ts';

const known = <const T extends string>(of: readonly T[], name: string) => of.find(one => one === name);

/** What kind of message it is, where it has no words, or more than words. */
export function sayKind(kind: string, t: Speak): string {
  switch (kind) {
    case 'image':
    case 'voice':
    case 'video':
    case 'file':
    case 'location':
    case 'link':
    case 'miniprogram':
    case 'business_card':
    case 'merged_msg':
      return t(`kinds.${kind}`);
    default:
      return t('kinds.other');
  }
}

const EVENTS = [
  'enter_session',
  'msg_send_fail',
  'session_status_change',
  'user_recall_msg',
  'servicer_recall_msg',
  'reject_customer_msg_switch_change',
] as const;

export function sayEvent({ event }: Pick<Message, 'event'>, t: Speak): string {
  return t(`chat.events.${known(EVENTS, event ?? '') ?? 'other'}`);
}

/** The last words of a session as the list shows them. */
export function sayLast({ last }: SessionRow, t: Speak): string {
  const words =
    last.kind === 'text' || last.text !== ''
      ? last.text
      : last.kind === ''
        ? ''
        : `[${sayKind(last.kind, t)}]`;
  return last.from === 'customer' || last.from === '' ? words : `${t('inbox.you')}${words}`;
}

export function sayState({ state, servicer, assignee }: SessionRow, t: Speak): string {
  if (state === 'servicer' && servicer) return t('states.with', { name: servicer });
  if (assignee && (state === 'new' || state === 'bot')) return t('states.mine', { name: assignee.name });
  return t(`states.${state}`);
}

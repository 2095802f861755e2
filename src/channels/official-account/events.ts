import { z } from 'zod';
import { type Field, type Fields, isFields } from '../wecom/xml.ts';

/**
 * What a follower did, typed; whatever is something else is `other`. `scene`: of the code, without the platform's prefix.
 * `words`: what they said of notices, or became of one that was sent.
 */
export type FollowerEvent = {
  event: 'follower';
  change: 'followed' | 'unfollowed' | 'scanned' | 'clicked' | 'wrote' | 'noticed' | 'other';
  openId: string;
  at: Date;
  scene: string;
  words?: readonly NoticeWord[] | undefined;
};

/** `accepted` allows one notice more, `cancelled` takes all back; `sent` and `failed` are of one notice, by its id. */
export type NoticeWord = {
  code: string;
  word: 'accepted' | 'rejected' | 'cancelled' | 'sent' | 'failed';
  id: string;
  /** The platform's own reason why one failed. */
  why: string;
};

const envelope = z.object({
  FromUserName: z.string().min(1).max(128),
  CreateTime: z.string().regex(/^\d{1,12}$/),
  MsgType: z.string(),
  Event: z.string().default(''),
  EventKey: z.string().default(''),
});

/** Menu entries that open the platform's window for answers. */
const CLICKS = new Set(['click', 'scancode_push', 'scancode_waitmsg']);
const PREFIX = 'qrscene_';

/** Undefined for what names nobody or no time. What somebody wrote is not read. */
export function readFollowerEvent(fields: Fields): FollowerEvent | undefined {
  const head = envelope.safeParse(fields);
  if (!head.success) return undefined;
  const { FromUserName: openId, CreateTime, MsgType, Event, EventKey } = head.data;
  const change = MsgType === 'event' ? changeOf(Event) : 'wrote';
  const scene =
    change === 'scanned'
      ? EventKey
      : change === 'followed' && EventKey.startsWith(PREFIX)
        ? EventKey.slice(PREFIX.length)
        : '';
  const at = new Date(Number(CreateTime) * 1_000);
  const words = change === 'noticed' ? wordsIn(fields) : undefined;
  return { event: 'follower', change, openId, at, scene, ...(words && { words }) };
}

const LISTS = {
  subscribe_msg_popup_event: 'SubscribeMsgPopupEvent',
  subscribe_msg_change_event: 'SubscribeMsgChangeEvent',
  subscribe_msg_sent_event: 'SubscribeMsgSentEvent',
} as const;

function wordsIn(fields: Fields): NoticeWord[] {
  const name = LISTS[String(fields.Event).toLowerCase() as keyof typeof LISTS];
  const outer = fields[name];
  const list = isFields(outer) ? outer.List : undefined;
  const entries = Array.isArray(list) ? list : [list];
  return entries.flatMap(entry => (isFields(entry) ? (wordOf(name, entry) ?? []) : []));
}

const text = (field: Field | undefined) => (typeof field === 'string' ? field : '');

function wordOf(name: (typeof LISTS)[keyof typeof LISTS], entry: Fields): NoticeWord | undefined {
  const code = text(entry.TemplateId);
  if (code === '' || code.length > 128) return undefined;
  const of = (word: NoticeWord['word']): NoticeWord => ({
    ...{ code, word, id: text(entry.MsgID).slice(0, 64), why: text(entry.ErrorStatus).slice(0, 200) },
  });
  if (name === LISTS.subscribe_msg_sent_event) return of(text(entry.ErrorCode) === '0' ? 'sent' : 'failed');
  const accepts = text(entry.SubscribeStatusString) === 'accept';
  if (name === LISTS.subscribe_msg_popup_event) return of(accepts ? 'accepted' : 'rejected');
  // On the page of settings one only takes back; what is turned on again there is asked for anew.
  return accepts ? undefined : of('cancelled');
}

function changeOf(event: string): FollowerEvent['change'] {
  if (event === 'subscribe') return 'followed';
  if (event === 'unsubscribe') return 'unfollowed';
  if (event === 'SCAN') return 'scanned';
  if (Object.hasOwn(LISTS, event.toLowerCase())) return 'noticed';
  return CLICKS.has(event.toLowerCase()) ? 'clicked' : 'other';
}

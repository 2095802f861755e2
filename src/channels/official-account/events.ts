import { z } from 'zod';
import type { Fields } from '../wecom/xml.ts';

/** What a follower did, typed; whatever is something else is `other`. `scene`: of the code, without the platform's prefix. */
export type FollowerEvent = {
  event: 'follower';
  change: 'followed' | 'unfollowed' | 'scanned' | 'clicked' | 'wrote' | 'other';
  openId: string;
  at: Date;
  scene: string;
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
  return { event: 'follower', change, openId, at: new Date(Number(CreateTime) * 1_000), scene };
}

function changeOf(event: string): FollowerEvent['change'] {
  if (event === 'subscribe') return 'followed';
  if (event === 'unsubscribe') return 'unfollowed';
  if (event === 'SCAN') return 'scanned';
  return CLICKS.has(event.toLowerCase()) ? 'clicked' : 'other';
}

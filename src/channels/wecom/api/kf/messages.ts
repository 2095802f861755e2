import { z } from 'zod';
import type { WecomClient } from '../../client.ts';
import type { Endpoint } from '../../endpoint.ts';
import type { Outcome } from '../../outcome.ts';
import { instant, number, optionalText, text } from '../fields.ts';
import { type KfEvent, readKfEvent } from './events.ts';

/** Something that was said or happened in a session of an account (official page 94670). */
export type KfMessage = {
  msgId: string;
  openKfId: string;
  /** Nobody's, where an event is about a servicer. */
  externalUserId: string | undefined;
  at: Date;
  /** `servicer`: written by a member in their own client. */
  from: 'customer' | 'system' | 'servicer';
  servicerUserId: string | undefined;
  /** text, image, voice, location …, or event. */
  kind: string;
  /** What a text says; the name of a link, a place or a mini program; else empty. */
  text: string;
  /** What the platform says of its kind, as it came. */
  body: Record<string, unknown>;
  event: KfEvent | undefined;
};

/** A page may be empty although there is more. The cursor is to be kept once the page is stored, and not before. */
export type KfPage = { messages: KfMessage[]; nextCursor: string | undefined; hasMore: boolean };

export type KfSync = {
  openKfId: string;
  /** Where the last page ended; without one the platform begins with the oldest message of the last three days. */
  cursor?: string | undefined;
  /** From a callback of the last ten minutes; without one calls are strongly limited. */
  token?: string | undefined;
};

const MOST = 1_000;
const ORIGINS: Record<number, KfMessage['from']> = { 3: 'customer', 4: 'system', 5: 'servicer' };

const message = z
  .object({
    msgid: z.string().min(1),
    open_kfid: optionalText,
    external_userid: optionalText,
    send_time: instant,
    origin: number(4),
    servicer_userid: optionalText,
    msgtype: text,
  })
  .loose()
  .transform((of): KfMessage => {
    const body = bodyOf(of[of.msgtype]);
    const event = of.msgtype === 'event' ? readKfEvent(body) : undefined;
    return {
      msgId: of.msgid,
      // Of an event the outer ids are left out; they stand inside.
      openKfId: of.open_kfid ?? textIn(body, 'open_kfid'),
      externalUserId: of.external_userid ?? (textIn(body, 'external_userid') || undefined),
      at: of.send_time,
      from: ORIGINS[of.origin] ?? 'system',
      servicerUserId: of.servicer_userid ?? (textIn(body, 'servicer_userid') || undefined),
      kind: of.msgtype,
      text: of.msgtype === 'event' ? '' : saidBy(body),
      body,
      event,
    };
  });

const SYNC: Endpoint<KfPage> = {
  path: 'kf/sync_msg',
  method: 'POST',
  effect: 'repeatable',
  answer: z
    .object({
      next_cursor: optionalText,
      has_more: number(0),
      msg_list: z
        .array(message)
        .nullish()
        .transform(list => list ?? []),
    })
    .transform(of => ({ messages: of.msg_list, nextCursor: of.next_cursor, hasMore: of.has_more === 1 })),
};

/** One page of what was said and happened in an account, oldest first. */
export function syncKfMessages(
  client: WecomClient,
  { openKfId, cursor, token }: KfSync,
): Promise<Outcome<KfPage>> {
  return client.call(SYNC, {
    ...{ open_kfid: openKfId, limit: MOST, voice_format: 0 },
    ...(cursor && { cursor }),
    ...(token && { token }),
  });
}

function bodyOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function textIn(body: Record<string, unknown>, name: string): string {
  const value = body[name];
  return typeof value === 'string' ? value : '';
}

/** The words of a message, whatever its kind calls them. */
function saidBy(body: Record<string, unknown>): string {
  return (
    ['content', 'title', 'name', 'nickname', 'userid'].map(name => textIn(body, name)).find(Boolean) ?? ''
  );
}

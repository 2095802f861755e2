import { z } from 'zod';
import type { WecomClient } from '../../client.ts';
import type { Endpoint } from '../../endpoint.ts';
import { ownFailure } from '../../errors.ts';
import type { Outcome } from '../../outcome.ts';

/** What a customer reads. Of pictures and other files the media_id of an upload. */
export type KfContent =
  | { kind: 'text'; text: string }
  | { kind: 'image' | 'voice' | 'video' | 'file'; mediaId: string }
  | { kind: 'link'; title: string; description: string; url: string; coverId: string }
  | { kind: 'miniprogram'; appId: string; title: string; coverId: string; page: string }
  | { kind: 'menu'; head: string; items: readonly KfMenuItem[]; tail: string };
export type KfMenuItem =
  | { kind: 'click'; id: string; text: string }
  | { kind: 'view'; url: string; text: string };

const MOST_BYTES = 2_048;
const MOST_MENU = 10;
const MSG_ID = /^[0-9a-zA-Z_-]{1,32}$/;

/**
 * Our own id goes with the call and comes back. That the platform would say one id only once is written nowhere, so what
 * got lost on the way is uncertain.
 */
const SEND: Endpoint<string> = {
  path: 'kf/send_msg',
  method: 'POST',
  effect: 'once',
  answer: z.object({ msgid: z.string().min(1) }).transform(of => of.msgid),
};

/** The code is good once. */
const SEND_ON_EVENT: Endpoint<string> = { ...SEND, path: 'kf/send_msg_on_event' };

/**
 * Answers a customer (official page 94677): in a session that is new or the bot's (else 95018), within 48 hours of their
 * last message (95002), at most five messages for each of theirs (95001). `msgId`: ours, at most 32 characters.
 */
export async function sendKfMessage(
  client: WecomClient,
  to: { openKfId: string; externalUserId: string; msgId: string },
  content: KfContent,
  signal?: AbortSignal,
): Promise<Outcome<string>> {
  const fault = MSG_ID.test(to.msgId) ? faultOf(content) : 'msgid: 1 to 32 of 0-9 a-z A-Z _ -';
  if (fault) return ownFailure('invalid_request', fault);
  const input = { touser: to.externalUserId, open_kfid: to.openKfId, msgid: to.msgId };
  return await client.call(SEND, { ...input, ...bodyOf(content) }, signal && { signal });
}

/**
 * Says one thing about an event (official page 95122): a welcome within 20 seconds of entering, or that the session went
 * to somebody or ended. Texts and menus only.
 */
export async function sendKfOnEvent(
  client: WecomClient,
  { code, msgId }: { code: string; msgId: string },
  content: Extract<KfContent, { kind: 'text' | 'menu' }>,
  signal?: AbortSignal,
): Promise<Outcome<string>> {
  const fault = MSG_ID.test(msgId) ? faultOf(content) : 'msgid: 1 to 32 of 0-9 a-z A-Z _ -';
  if (fault) return ownFailure('invalid_request', fault);
  return await client.call(SEND_ON_EVENT, { code, msgid: msgId, ...bodyOf(content) }, signal && { signal });
}

function faultOf(content: KfContent): string | undefined {
  if (content.kind === 'text')
    return content.text === '' || Buffer.byteLength(content.text) > MOST_BYTES
      ? `text: 1 to ${MOST_BYTES} bytes`
      : undefined;
  if (content.kind !== 'menu') return undefined;
  return content.items.length === 0 || content.items.length > MOST_MENU
    ? `menu: 1 to ${MOST_MENU} items`
    : undefined;
}

function bodyOf(content: KfContent): Record<string, unknown> {
  switch (content.kind) {
    case 'text':
      return { msgtype: 'text', text: { content: content.text } };
    case 'link': {
      const { title, description, url, coverId } = content;
      return { msgtype: 'link', link: { title, desc: description, url, thumb_media_id: coverId } };
    }
    case 'miniprogram': {
      const { appId, title, coverId, page } = content;
      return {
        msgtype: 'miniprogram',
        miniprogram: { appid: appId, title, thumb_media_id: coverId, pagepath: page },
      };
    }
    case 'menu':
      return {
        msgtype: 'msgmenu',
        msgmenu: { head_content: content.head, list: content.items.map(itemOf), tail_content: content.tail },
      };
    default:
      return { msgtype: content.kind, [content.kind]: { media_id: content.mediaId } };
  }
}

function itemOf(item: KfMenuItem) {
  return item.kind === 'click'
    ? { type: 'click', click: { id: item.id, content: item.text } }
    : { type: 'view', view: { url: item.url, content: item.text } };
}

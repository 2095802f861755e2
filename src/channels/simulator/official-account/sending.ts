import { randomInt, randomUUID } from 'node:crypto';
import { type Call, refused } from './answers.ts';
import type { FakeAccount, FakeFollower } from './world.ts';

const DAY = 86_400_000;
const CONTENT_OF = new Set(['text', 'image', 'news', 'miniprogrampage', 'msgmenu']);

/** A customer-service message: within a window, as long as answers are left. */
export function customSent(account: FakeAccount, { body }: Call, now: number): object {
  const follower = account.followers.get(String(body.touser));
  if (!follower) return refused(40003, 'invalid openid');
  if (!follower.subscribe) return refused(43004, 'require subscribe');
  const msgtype = String(body.msgtype);
  const content = body[msgtype];
  if (!CONTENT_OF.has(msgtype)) return refused(40008, 'invalid message type');
  const fault = faultIn(account, msgtype, content, now);
  if (fault) return fault;
  const open = follower.windows.filter(window => window.until > now);
  if (open.length === 0) return refused(45015, 'response out of time limit or subscription is canceled');
  // The one that ends first is used first.
  const window = open.sort((one, other) => one.until - other.until).find(one => one.left > 0);
  if (!window) return refused(45047, 'out of response count limit');
  window.left -= 1;
  follower.received.push({ at: now, msgtype, content });
  return { errcode: 0, errmsg: 'ok' };
}

function faultIn(account: FakeAccount, msgtype: string, content: unknown, now: number): object | undefined {
  if (typeof content !== 'object' || content === null) return refused(44002, 'empty post data');
  const of = content as Record<string, unknown>;
  if (msgtype === 'text') {
    if (typeof of.content !== 'string' || of.content === '') return refused(44004, 'empty content');
    return Buffer.byteLength(of.content) > 2_048 ? refused(45002, 'content size out of limit') : undefined;
  }
  if (msgtype === 'news') {
    const { articles } = of;
    return !Array.isArray(articles) || articles.length !== 1
      ? refused(45008, 'article size out of limit')
      : undefined;
  }
  const media =
    msgtype === 'image' ? of.media_id : msgtype === 'miniprogrampage' ? of.thumb_media_id : undefined;
  if (media === undefined) return msgtype === 'msgmenu' ? undefined : refused(40007, 'invalid media_id');
  return (account.media.get(String(media)) ?? 0) > now ? undefined : refused(40007, 'invalid media_id');
}

/** A picture for three days; its content is looked at, not its name. */
export function uploaded(account: FakeAccount, bytes: Uint8Array | undefined, now: number): object {
  const head = Buffer.from(bytes ?? []).toString('hex', 0, 4);
  if (!head.startsWith('ffd8ff') && head !== '89504e47') return refused(40005, 'invalid file type');
  const media_id = `M_${randomUUID()}`;
  account.media.set(media_id, now + 3 * DAY);
  return { type: 'image', media_id, created_at: Math.floor(now / 1_000) };
}

export function templatesOf({ templates }: FakeAccount): object {
  return { errcode: 0, errmsg: 'ok', data: templates };
}

/** A subscribe notice: with the template's fields, no more and no less, and to who has accepted one that is left. */
export function noticeSent(
  account: FakeAccount,
  { body }: Call,
  now: number,
  told: (follower: FakeFollower, template: string, id: string) => void,
): object {
  const follower = account.followers.get(String(body.touser));
  if (!follower) return refused(40003, 'invalid openid');
  const template = account.templates.find(one => one.priTmplId === body.template_id);
  if (!template) return refused(40037, 'template_id invalid');
  const data = (body.data ?? {}) as Record<string, { value?: unknown }>;
  for (const [, key = ''] of template.content.matchAll(/\{\{(\w+)\.DATA\}\}/g)) {
    const value = data[key]?.value;
    if (typeof value !== 'string' || value === '' || (key.startsWith('thing') && [...value].length > 20))
      return refused(47003, `argument invalid! data.${key}.value invalid`);
  }
  const left = follower.grants.get(template.priTmplId) ?? 0;
  if (left < 1) return refused(43101, 'user refuse to accept the msg');
  follower.grants.set(template.priTmplId, left - 1);
  const id = String(randomInt(2 ** 47));
  follower.received.push({ at: now, msgtype: 'notice', content: { title: template.title, data } });
  told(follower, template.priTmplId, id);
  return { errcode: 0, errmsg: 'ok', msgid: Number(id) };
}

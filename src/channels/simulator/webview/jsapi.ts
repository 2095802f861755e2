import { getJsApiSignature } from '@wecom/crypto';
import { z } from 'zod';
import { refuseStaleMedia } from '../cgi/media.ts';
import { validTickets } from '../cgi/tickets.ts';
import { isFriend, type Pair } from '../people/customers.ts';
import { type Content, writeLog, writeReceived } from '../recorder/recorder.ts';
import type { Simulation } from '../simulation.ts';

/**
 * What the member's client does for a page beside a chat: it checks the page's signature with Tencent's own code, then
 * says whose chat it is, and passes on what the page wants to send once the member has pressed send.
 */
export type Chat = Pair & { agentid: number };

/** One call as the JS-SDK hands it to the client; the client knows the page's address itself. */
export const invokeBody = z.strictObject({
  agentid: z.number().int(),
  external_userid: z.string(),
  url: z.url(),
  name: z.string(),
  params: z.record(z.string(), z.unknown()),
  /** The member has seen what is to be sent, and pressed send. */
  confirmed: z.boolean().default(false),
});
export type Invoked = z.output<typeof invokeBody>;

/** `ask`: nothing is sent yet; the member is shown this. */
export type Answer = { err_msg: string } & Record<string, unknown>;

export function invoke(simulation: Simulation, chat: Chat, call: Invoked): Answer {
  const { name } = call;
  if (name === 'preVerifyJSAPI') return verdict(name, isSigned(simulation, chat, call, 'corp'));
  if (name === 'agentConfig') return verdict(name, isSigned(simulation, chat, call, 'agent'));
  const known = APIS.get(name);
  if (!known) return { err_msg: `${name}:fail function not exist` };
  if (!isSigned(simulation, chat, call, 'agent')) return { err_msg: `${name}:fail no permission` };
  return known(simulation, chat, call);
}

const verdict = (name: string, right: boolean): Answer => ({
  err_msg: right ? `${name}:ok` : `${name}:fail invalid signature`,
});

const asked = z.union([
  z.object({ nonceStr: z.string(), timestamp: z.coerce.string(), signature: z.string() }),
  z
    .object({
      verifyNonceStr: z.string(),
      verifyTimestamp: z.coerce.string(),
      verifySignature: z.string(),
    })
    .transform(of => ({
      nonceStr: of.verifyNonceStr,
      timestamp: of.verifyTimestamp,
      signature: of.verifySignature,
    })),
]);

/** Signed with a ticket that is valid now, for this very address, on a host the app trusts. */
function isSigned(simulation: Simulation, chat: Chat, { url, params }: Invoked, kind: 'corp' | 'agent') {
  const { corpid, agentid } = chat;
  const given = asked.safeParse(params);
  if (!given.success || !trusts(simulation, corpid, agentid, url)) return false;
  const { nonceStr, timestamp, signature } = given.data;
  const [page = ''] = url.split('#');
  return validTickets(simulation, corpid, agentid, kind).some(
    ({ ticket }) =>
      getJsApiSignature({ ticket, nonceStr, timestamp: Number(timestamp), url: page }).signature ===
      signature,
  );
}

/** Whether an address is on the app's 可信域名; an app that names none takes every one. */
export function trusts({ store }: Simulation, corpid: string, agentid: number, url: string): boolean {
  const app = store.one<{ trusted_domain: string | null }>(
    'select trusted_domain from apps where corpid = ? and agentid = ?',
    ...[corpid, agentid],
  );
  return app !== undefined && (app.trusted_domain === null || URL.parse(url)?.host === app.trusted_domain);
}

type Api = (simulation: Simulation, chat: Chat, call: Invoked) => Answer;

const APIS = new Map<string, Api>([
  ['getContext', () => ({ err_msg: 'getContext:ok', entry: 'single_chat_tools' })],
  [
    'getCurExternalContact',
    (_, chat) => ({ err_msg: 'getCurExternalContact:ok', userId: chat.external_userid }),
  ],
  ['sendChatMessage', sendChatMessage],
]);

const filled = (most: number) => z.string().min(1).max(most);
const media = z.object({ mediaid: filled(1_024) });
/** An address the client can load, or nothing. */
const picture = z.union([z.literal(''), z.url()]).default('');
const wanted = z.discriminatedUnion('msgtype', [
  z.object({ msgtype: z.literal('text'), text: z.object({ content: filled(10_000) }) }),
  z.object({ msgtype: z.literal('image'), image: media }),
  z.object({ msgtype: z.literal('video'), video: media }),
  z.object({ msgtype: z.literal('file'), file: media }),
  z.object({
    msgtype: z.literal('news'),
    news: z.object({
      link: z.url(),
      title: filled(128),
      desc: z.string().max(512).default(''),
      imgUrl: picture,
    }),
  }),
  z.object({
    msgtype: z.literal('miniprogram'),
    miniprogram: z.object({
      appid: filled(64),
      title: filled(64),
      imgUrl: picture,
      // The client opens no other.
      page: z.string().regex(/\.html(\?|$)/),
    }),
  }),
]);
type Wanted = z.output<typeof wanted>;

function sendChatMessage(simulation: Simulation, chat: Chat, call: Invoked): Answer {
  const name = 'sendChatMessage';
  const message = wanted.safeParse(call.params);
  if (!message.success) return { err_msg: `${name}:fail invalid parameter` };
  const content = contentOf(message.data);
  if (Buffer.byteLength(content.text?.content ?? '') > simulation.settings.textBytes)
    return { err_msg: `${name}:fail content too long` };
  if (!isFriend(simulation, chat)) return { err_msg: `${name}:fail not external contact` };
  if (isStale(simulation, chat, content)) return { err_msg: `${name}:fail invalid mediaid` };
  if (!call.confirmed) return { err_msg: `${name}:ask`, text: wordsOf(message.data) };
  deliver(simulation, chat, content);
  return { err_msg: `${name}:ok` };
}

/** As the platform writes what lies in a chat. */
function contentOf(message: Wanted): Content {
  switch (message.msgtype) {
    case 'text':
      return { text: message.text };
    case 'news': {
      const { link: url, title, desc, imgUrl } = message.news;
      return {
        attachments: [{ msgtype: 'link', link: { title, desc, url, ...(imgUrl && { picurl: imgUrl }) } }],
      };
    }
    case 'miniprogram':
      return { attachments: [message] };
    default: {
      const { msgtype } = message;
      const mediaOf = { ...message } as unknown as Record<string, { mediaid: string }>;
      return { attachments: [{ msgtype, [msgtype]: { media_id: mediaOf[msgtype]?.mediaid } }] };
    }
  }
}

function isStale(simulation: Simulation, { corpid }: Chat, content: Content): boolean {
  try {
    refuseStaleMedia(simulation, corpid, content);
    return false;
  } catch {
    return true;
  }
}

/** What the client shows before the member presses send. */
function wordsOf(message: Wanted): string {
  switch (message.msgtype) {
    case 'text':
      return message.text.content;
    case 'news':
      return message.news.title;
    case 'miniprogram':
      return message.miniprogram.title;
    default:
      return { image: '[图片]', video: '[视频]', file: '[文件]' }[message.msgtype];
  }
}

/** A message of the member's own in the chat: no quota counts it. */
function deliver(simulation: Simulation, chat: Chat, content: Content): void {
  const { corpid, userid, external_userid } = chat;
  const pair = { corpid, userid, external_userid };
  simulation.store.transaction(() => {
    writeReceived(simulation, { ...pair, msgid: 'chat', content_json: JSON.stringify(content) });
    const detail = { userid, external_userid, text: content.text?.content };
    writeLog(simulation, { kind: 'action', corpid, what: 'chat_message', detail });
  });
}

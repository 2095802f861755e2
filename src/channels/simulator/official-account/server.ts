import { randomBytes } from 'node:crypto';
import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { renderSVG } from 'uqr';
import type { Clock } from '#platform/clock.ts';
import type { Call } from './answers.ts';
import { answer } from './cgi.ts';
import { pushed, type Told, type Value } from './push.ts';
import { type FakeAccount, type FakeFollower, type FakeTemplate, opened, signatureOf } from './world.ts';

/**
 * WeChat's official account API as CHANNELS.md §C has it, over HTTP on a port of its own, for as many accounts as one
 * likes; in memory, because nobody's world lives here. It signs and encrypts with Tencent's own library.
 */
export class OfficialAccountServer {
  readonly accounts = new Map<string, FakeAccount>();
  readonly calls: Call[] = [];
  /** What the next calls are answered with instead. */
  readonly faults: ({ errcode: number; errmsg: string } | 'cut')[] = [];
  /** Paths whose next answer is lost on the way back: the work is done. */
  readonly lost: string[] = [];
  /** More that is shown at this address, such as the page for people. */
  more: (app: Hono) => void = () => undefined;
  url = '';
  readonly clock: Clock;
  #close: () => Promise<void> = async () => undefined;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  add(account: {
    appid: string;
    secret: string;
    name?: string;
    bound?: boolean;
    allowlist?: readonly string[];
    templates?: FakeTemplate[];
  }): FakeAccount {
    const empty = { followers: new Map(), codes: new Map(), media: new Map(), templates: [] };
    const made: FakeAccount = { bound: true, name: account.appid, ...empty, ...account };
    this.accounts.set(made.appid, made);
    return made;
  }

  async open(port = 0): Promise<this> {
    const app = new Hono();
    app.all('/cgi-bin/showqrcode', context => {
      const ticket = context.req.query('ticket') ?? '';
      const isKnown = [...this.accounts.values()].some(({ codes }) => codes.has(ticket));
      if (!isKnown) return context.body(null, 404);
      return context.body(renderSVG(`${this.url}/q/${ticket}`, { ecc: 'M', border: 2 }), 200, {
        'content-type': 'image/svg+xml',
      });
    });
    const called = async (context: Context) => {
      const isUpload = context.req.header('content-type')?.startsWith('multipart/form-data');
      const form = isUpload ? await context.req.formData() : undefined;
      const file = form?.get('media');
      const body =
        isUpload || context.req.method !== 'POST' ? {} : await context.req.json().catch(() => ({}));
      const path = context.req.path.replace(/^\/(cgi-bin\/)?/, '');
      const call: Call = {
        ...{ path, query: context.req.query(), body },
        ...(file instanceof Blob && { file: new Uint8Array(await file.arrayBuffer()) }),
      };
      this.calls.push(call);
      const fault = path === 'stable_token' ? undefined : this.faults.shift();
      if (fault === 'cut') return context.body(null, 502);
      const answered = fault ?? answer(this, call);
      return this.#losesAnswer(path) ? context.body(null, 502) : context.json(answered);
    };
    app.all('/cgi-bin/*', called);
    app.all('/wxaapi/*', called);
    this.more(app);
    const server = await new Promise<ReturnType<typeof serve>>((resolve, reject) => {
      const made = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, info => {
        this.url = `http://127.0.0.1:${info.port}`;
        resolve(made);
      });
      // The port may be somebody else's by now.
      made.once('error', reject);
    });
    this.#close = () =>
      new Promise(resolve => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
    return this;
  }

  close(): Promise<void> {
    return this.#close();
  }

  #losesAnswer(path: string): boolean {
    const at = this.lost.indexOf(path);
    if (at >= 0) this.lost.splice(at, 1);
    return at >= 0;
  }

  /** After a notice went out the platform tells of it by itself; nobody waits for that. */
  noticed(account: FakeAccount, { openid }: FakeFollower, TemplateId: string, MsgID: string): void {
    const List = { TemplateId, MsgID, ErrorCode: '0', ErrorStatus: 'success' };
    const message = { MsgType: 'event', Event: 'subscribe_msg_sent_event', SubscribeMsgSentEvent: { List } };
    this.telling.push(this.#tell(account, openid, message));
  }
  /** Pushes nobody waited for. */
  readonly telling: Promise<Told>[] = [];

  /** Somebody follows, by a code when they scanned one; who comes back is told as new. @returns what our side answered. */
  async follow(
    appid: string,
    { openid, unionid, ticket, name }: { openid: string; unionid?: string; ticket?: string; name?: string },
  ): Promise<Told> {
    const account = this.#account(appid);
    const scene = ticket === undefined ? '' : (account.codes.get(ticket) ?? '');
    const before = account.followers.get(openid);
    const follower: FakeFollower = {
      ...{ windows: [], grants: new Map(), received: [] },
      ...before,
      ...{ openid, unionid: unionid ?? before?.unionid, name: name ?? before?.name },
      ...{ subscribe: true, subscribe_time: this.#seconds(), qr_scene_str: scene },
      subscribe_scene: scene ? 'ADD_SCENE_QR_CODE' : 'ADD_SCENE_SEARCH',
    };
    account.followers.set(openid, follower);
    opened(follower, 'acted', this.#now());
    const key = scene ? { EventKey: `qrscene_${scene}`, Ticket: ticket ?? '' } : { EventKey: '' };
    return await this.#tell(account, openid, { MsgType: 'event', Event: 'subscribe', ...key });
  }

  async unfollow(appid: string, openid: string): Promise<Told> {
    const account = this.#account(appid);
    const known = account.followers.get(openid);
    if (known) known.subscribe = false;
    return await this.#tell(account, openid, { MsgType: 'event', Event: 'unsubscribe', EventKey: '' });
  }

  /** Who follows already scans a code. */
  async scan(appid: string, openid: string, ticket: string): Promise<Told> {
    const account = this.#account(appid);
    const EventKey = account.codes.get(ticket) ?? '';
    this.#opens(account, openid, 'acted');
    return await this.#tell(account, openid, { MsgType: 'event', Event: 'SCAN', EventKey, Ticket: ticket });
  }

  async write(appid: string, openid: string, Content: string): Promise<Told> {
    const MsgId = BigInt(`0x${randomBytes(7).toString('hex')}`).toString();
    const account = this.#account(appid);
    this.#opens(account, openid, 'wrote');
    const said = { at: this.#now(), msgtype: 'wrote', content: { content: Content } };
    account.followers.get(openid)?.received.push(said);
    return await this.#tell(account, openid, { MsgType: 'text', Content, MsgId });
  }

  /** They use a menu entry of the kind that is told. */
  async click(appid: string, openid: string, EventKey: string): Promise<Told> {
    const account = this.#account(appid);
    this.#opens(account, openid, 'acted');
    return await this.#tell(account, openid, { MsgType: 'event', Event: 'CLICK', EventKey });
  }

  /** Asked whether they want notices, they say for each template. */
  async decide(appid: string, openid: string, said: Record<string, 'accept' | 'reject'>): Promise<Told> {
    const account = this.#account(appid);
    const grants = account.followers.get(openid)?.grants;
    const List = Object.entries(said).map(([TemplateId, SubscribeStatusString]) => {
      if (SubscribeStatusString === 'accept') grants?.set(TemplateId, (grants.get(TemplateId) ?? 0) + 1);
      return { TemplateId, SubscribeStatusString, PopupScene: '2' };
    });
    const message = {
      MsgType: 'event',
      Event: 'subscribe_msg_popup_event',
      SubscribeMsgPopupEvent: { List },
    };
    return await this.#tell(account, openid, message);
  }

  /** On the account's page of settings they take back what they accepted. */
  async takeBack(appid: string, openid: string, TemplateId: string): Promise<Told> {
    const account = this.#account(appid);
    account.followers.get(openid)?.grants.delete(TemplateId);
    const List = { TemplateId, SubscribeStatusString: 'reject' };
    const message = {
      ...{ MsgType: 'event', Event: 'subscribe_msg_change_event' },
      SubscribeMsgChangeEvent: { List },
    };
    return await this.#tell(account, openid, message);
  }

  /** As on the page 基本配置: the address is asked back before it is saved. */
  async setCallback(appid: string, callback: { url: string; token: string; key?: string }): Promise<boolean> {
    const [timestamp, nonce, echostr] = [
      String(this.#seconds()),
      randomBytes(5).toString('hex'),
      '3141592653',
    ];
    const signature = signatureOf(callback.token, timestamp, nonce);
    const query = new URLSearchParams({ signature, timestamp, nonce, echostr });
    const answered = await fetch(`${callback.url}?${query}`);
    const isRight = answered.ok && (await answered.text()) === echostr;
    if (isRight) this.#account(appid).callback = callback;
    return isRight;
  }

  #account(appid: string): FakeAccount {
    const account = this.accounts.get(appid);
    if (!account) throw new Error(`No such account here: ${appid}`);
    return account;
  }

  #opens(account: FakeAccount, openid: string, by: 'wrote' | 'acted'): void {
    const follower = account.followers.get(openid);
    if (follower?.subscribe) opened(follower, by, this.#now());
  }

  #now(): number {
    return this.clock.now().getTime();
  }

  #seconds(): number {
    return Math.floor(this.#now() / 1_000);
  }

  #tell(account: FakeAccount, openid: string, message: Record<string, Value>): Promise<Told> {
    const fields = {
      ToUserName: 'gh_fake',
      FromUserName: openid,
      CreateTime: String(this.#seconds()),
      ...message,
    };
    return pushed(account, fields, this.#seconds());
  }
}

import { randomBytes } from 'node:crypto';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { renderSVG } from 'uqr';
import type { Clock } from '#platform/clock.ts';
import { answer, type Call } from './cgi.ts';
import { pushed, type Told } from './push.ts';
import { type FakeAccount, signatureOf } from './world.ts';

/**
 * WeChat's official account API as CHANNELS.md §C has it, over HTTP on a port of its own, for as many accounts as one
 * likes; in memory, because nobody's world lives here. It signs and encrypts with Tencent's own library.
 */
export class OfficialAccountServer {
  readonly accounts = new Map<string, FakeAccount>();
  readonly calls: Call[] = [];
  /** What the next calls are answered with instead. */
  readonly faults: { errcode: number; errmsg: string }[] = [];
  url = '';
  readonly clock: Clock;
  #close: () => Promise<void> = async () => undefined;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  add(account: {
    appid: string;
    secret: string;
    bound?: boolean;
    allowlist?: readonly string[];
  }): FakeAccount {
    const made: FakeAccount = { bound: true, ...account, followers: new Map(), codes: new Map() };
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
    app.all('/cgi-bin/*', async context => {
      const body = context.req.method === 'POST' ? await context.req.json().catch(() => ({})) : {};
      const path = context.req.path.replace('/cgi-bin/', '');
      const call: Call = { path, query: context.req.query(), body };
      this.calls.push(call);
      return context.json(this.faults.shift() ?? answer(this, call));
    });
    const server = await new Promise<ReturnType<typeof serve>>(resolve => {
      const made = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, info => {
        this.url = `http://127.0.0.1:${info.port}`;
        resolve(made);
      });
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

  /** Somebody follows, by a code when they scanned one; who comes back is told as new. @returns what our side answered. */
  async follow(
    appid: string,
    { openid, unionid, ticket }: { openid: string; unionid?: string; ticket?: string },
  ): Promise<Told> {
    const account = this.#account(appid);
    const scene = ticket === undefined ? '' : (account.codes.get(ticket) ?? '');
    account.followers.set(openid, {
      ...{ openid, unionid, subscribe: true, subscribe_time: this.#seconds(), qr_scene_str: scene },
      subscribe_scene: scene ? 'ADD_SCENE_QR_CODE' : 'ADD_SCENE_SEARCH',
    });
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
    return await this.#tell(account, openid, { MsgType: 'event', Event: 'SCAN', EventKey, Ticket: ticket });
  }

  async write(appid: string, openid: string, Content: string): Promise<Told> {
    const MsgId = BigInt(`0x${randomBytes(7).toString('hex')}`).toString();
    return await this.#tell(this.#account(appid), openid, { MsgType: 'text', Content, MsgId });
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

  #seconds(): number {
    return Math.floor(this.clock.now().getTime() / 1_000);
  }

  #tell(account: FakeAccount, openid: string, message: Record<string, string>): Promise<Told> {
    const fields = {
      ToUserName: 'gh_fake',
      FromUserName: openid,
      CreateTime: String(this.#seconds()),
      ...message,
    };
    return pushed(account, fields, this.#seconds());
  }
}

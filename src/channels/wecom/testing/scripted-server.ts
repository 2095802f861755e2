import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ManualClock } from '#platform/clock.ts';
import { type Logger, silentLogger } from '#platform/logger.ts';
import { seededRandom } from '#platform/random.ts';
import { type ClientOptions, wecomClient } from '../client.ts';
import { memoryTokenStore } from '../tokens.ts';

export type Asked = {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown>;
  /** As it came, for uploads. */
  raw: Buffer<ArrayBuffer>;
};

/** An answer as JSON, or what a bad network does after the request was read. */
export type Answer = Record<string, unknown> | { http: number; text?: string } | 'close' | 'hang' | 'half';
export type Script = (asked: Asked, nth: number) => Answer | Promise<Answer>;

/** A server that says what a test tells it to, and remembers what it was asked. Not WeCom: that is the simulator. */
export class ScriptedServer {
  readonly asked: Asked[] = [];
  readonly #scripts = new Map<string, Script>();
  readonly #counts = new Map<string, number>();
  readonly #server = createServer((request, response) => void this.#handle(request, response));
  url = '';

  constructor() {
    this.on('gettoken', (_, nth) => ({
      errcode: 0,
      errmsg: 'ok',
      access_token: `token-${nth}`,
      expires_in: 7200,
    }));
  }

  /** `path` is what comes after `/cgi-bin/`; `nth` counts from 1. */
  on(path: string, script: Script | Answer): this {
    this.#scripts.set(path, typeof script === 'function' ? script : () => script);
    return this;
  }

  count(path: string): number {
    return this.asked.filter(asked => asked.path === path).length;
  }

  async open(): Promise<this> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const raw = Buffer.concat(chunks);
    const isJson = request.headers['content-type'] === 'application/json';
    const url = new URL(request.url ?? '', 'http://localhost');
    const asked: Asked = {
      method: request.method ?? '',
      path: url.pathname.replace('/cgi-bin/', ''),
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
      body: isJson ? JSON.parse(raw.toString()) : {},
      raw,
    };
    this.asked.push(asked);
    const nth = (this.#counts.get(asked.path) ?? 0) + 1;
    this.#counts.set(asked.path, nth);
    const script = this.#scripts.get(asked.path);
    respond(request, response, script ? await script(asked, nth) : { http: 404 });
  }
}

/** The one file of an upload, as a form parser sees it. */
export async function fileOf({ headers, raw }: Asked): Promise<{ field: string; file: File }> {
  const form = await new Response(raw, {
    headers: { 'content-type': headers['content-type'] ?? '' },
  }).formData();
  const [[field, file] = ['', ''], ...more] = [...form.entries()];
  if (typeof file === 'string' || more.length > 0) throw new Error('not one file');
  return { field, file };
}

function respond(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  if (answer === 'hang') return;
  if (answer === 'close') return void request.socket.destroy();
  if (answer === 'half') {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"errcode":0,', () => request.socket.destroy());
    return;
  }
  if (typeof answer.http === 'number') {
    response.writeHead(answer.http, { location: '/elsewhere' });
    response.end(String(answer.text ?? ''));
    return;
  }
  response.end(JSON.stringify(answer));
}

export const SECRET = 'secret-of-the-app';

/** A client of the server that never really sleeps: waiting moves its clock. */
export function testClient(server: ScriptedServer, options: Partial<ClientOptions> & { log?: Logger } = {}) {
  const clock = new ManualClock('2026-06-03T12:00:00+08:00');
  const sleeps: number[] = [];
  const client = wecomClient({
    credentials: { accountId: 1, corpId: 'ww1', secret: SECRET },
    store: memoryTokenStore(),
    log: silentLogger,
    baseUrl: server.url,
    clock,
    random: seededRandom(1),
    sleep: async milliseconds => {
      sleeps.push(milliseconds);
      clock.advance(milliseconds);
    },
    timeout: 2_000,
    ...options,
  });
  return { client, clock, sleeps };
}

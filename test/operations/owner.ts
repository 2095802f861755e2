import type { ImportResult } from '#customers/imports';
import { pause } from './processes.ts';
import type { Server } from './server.ts';

export const loginOf = (line: string) => ({
  login: /login: (\S+)/.exec(line)?.[1] ?? '',
  password: /password: (\S+)/.exec(line)?.[1] ?? '',
});

export type ImportState = {
  id: string;
  status: string;
  progress: object | null;
  failure: string | null;
  result: ImportResult | null;
};

/** Speaks to a server as the owner. */
export class Owner {
  readonly url: string;
  #token = '';

  constructor(url: string) {
    this.url = url;
  }

  static async of(server: Server, secret = loginOf(server.said.stdout)): Promise<Owner> {
    const owner = new Owner(server.url);
    const answer = await owner.send('POST', '/session', secret);
    if (answer.status !== 201) throw new Error(`signing in: ${answer.status} ${await answer.text()}`);
    owner.#token = /siyu_session=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1] ?? '';
    return owner;
  }

  async send(method: string, path: string, body?: unknown) {
    return await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        ...(this.#token && { authorization: `Bearer ${this.#token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  /** Uploads a file for the import, as its bytes come. */
  async upload(name: string, content: string | AsyncIterable<Uint8Array>): Promise<Response> {
    return await fetch(`${this.url}/api/v1/imports?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/octet-stream' },
      body: content as BodyInit,
      duplex: 'half',
    } as RequestInit);
  }

  /** Uploads an order file in our own format and has a job import it. @returns the import's id. */
  async startImport(csv: string): Promise<string> {
    const { id } = (await (await this.upload('orders.csv', csv)).json()) as ImportState;
    const choice = { shop: { name: '网店' }, format: 'template_orders' };
    const asked = await this.send('POST', `/imports/${id}/load`, choice);
    if (asked.status !== 202) throw new Error(`import: ${asked.status} ${await asked.text()}`);
    return id;
  }

  /** Waits until an import is over. */
  async imported(id: string): Promise<ImportState> {
    for (;;) {
      const row = await this.get<ImportState>(`/imports/${id}`);
      if (row.status !== 'importing') return row;
      await pause(100);
    }
  }

  async get<T>(path: string): Promise<T> {
    return (await (await this.send('GET', path)).json()) as T;
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const MAIN = join(PROJECT, 'src/main.ts');

/** A folder for homes, which root's PostgreSQL user can walk into; taken away after the test file. */
export const scratch = mkdtempSync(join(tmpdir(), 'siyu-ops-'));
chmodSync(scratch, 0o711);
const started = new Set<ChildProcess>();

afterAll(async () => {
  await Promise.all([...started].map(child => endNow(child)));
  for (const pid of processesOf(scratch)) tryKill(pid);
  await goneFrom(scratch);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

export type Settings = Record<string, string | undefined>;
export type Launch = { env?: Settings; cwd?: string; command?: readonly string[]; user?: string };
export type Ended = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string };

/** Starts a Siyu process with a clean environment: none of the caller's own SIYU_ settings. */
export function launch(home: string, args: readonly string[], options: Launch = {}) {
  const kept = Object.entries(process.env).filter(([name]) => !/^(SIYU_|VITEST|NODE_ENV)/.test(name));
  const env = {
    ...Object.fromEntries(kept),
    ...{ SIYU_HOME: home, SIYU_DEMO: '0', SIYU_LOG_LEVEL: 'warn', ...options.env },
  };
  const [command = '', ...before] = options.command ?? [process.execPath, MAIN];
  const child = spawn(command, [...before, ...args], { cwd: options.cwd ?? PROJECT, env, detached: true });
  started.add(child);
  child.once('exit', () => started.delete(child));
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', chunk => (said.stdout += chunk));
  child.stderr.on('data', chunk => (said.stderr += chunk));
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...said }) as Ended);
  return { child, said, ended };
}

/** A command from beginning to end. */
export async function siyu(home: string, args: readonly string[], options: Launch = {}): Promise<Ended> {
  return await launch(home, args, options).ended;
}

export type Server = {
  pid: number;
  url: string;
  child: ChildProcess;
  /** What it has printed so far. */
  said: { stdout: string; stderr: string };
  /** Milliseconds from the spawn to the ready line. */
  readyAfter: number;
  ended: Promise<Ended>;
  stop(signal?: NodeJS.Signals): Promise<Ended>;
};

/** Starts a server (or `--role …`) and waits for its ready line. */
export async function startServer(home: string, options: Launch & { args?: string[] } = {}): Promise<Server> {
  const port = Number(options.env?.SIYU_PORT ?? (await freePort()));
  const began = performance.now();
  const env = { SIYU_PORT: String(port), ...options.env };
  const { child, said, ended } = launch(home, options.args ?? ['start'], { ...options, env });
  const over = ended.then(({ stderr }) => {
    throw new Error(`Siyu ended instead of starting: ${stderr}`);
  });
  await Promise.race([over, untilSaid(child, said)]);
  over.catch(() => undefined);
  return {
    ...{ pid: child.pid ?? 0, url: `http://127.0.0.1:${port}`, child, said, ended },
    readyAfter: performance.now() - began,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      return await ended;
    },
  };
}

async function untilSaid(child: ChildProcess, said: { stdout: string }): Promise<void> {
  while (!/ready/.test(said.stdout)) await once(child.stdout as NodeJS.ReadableStream, 'data');
}

export const loginOf = (line: string) => ({
  login: /login: (\S+)/.exec(line)?.[1] ?? '',
  password: /password: (\S+)/.exec(line)?.[1] ?? '',
});

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

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    return await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        ...(this.#token && { authorization: `Bearer ${this.#token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
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

  /** Uploads an order file, has it imported, and waits for the worker to have done so. */
  async import(csv: string): Promise<{ state: string }> {
    const { id } = (await (await this.upload('orders.csv', csv)).json()) as { id: string };
    const choice = { shop: { name: '网店' }, format: 'template_orders' };
    const asked = await this.send('POST', `/imports/${id}/load`, choice);
    if (asked.status !== 202) throw new Error(`import: ${asked.status} ${await asked.text()}`);
    for (;;) {
      const row = await this.get<{ state: string }>(`/imports/${id}`);
      if (!['waiting', 'loading', 'queued', 'new'].includes(row.state)) return row;
      await pause(100);
    }
  }

  async get<T>(path: string): Promise<T> {
    return (await (await this.send('GET', path)).json()) as T;
  }
}

/** Every process that works for a home: those that name it in their arguments or stand in it. */
export function processesOf(home: string): number[] {
  const found = readdirSync('/proc').filter(name => /^\d+$/.test(name) && Number(name) !== process.pid);
  return found.map(Number).filter(pid => {
    const words = readOr(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
    const stands = readOr(() => readlinkSync(`/proc/${pid}/cwd`));
    return words.includes(home) || stands.startsWith(home);
  });
}

function readOr(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}

/** Waits until nothing runs for the home any more; gives what still does after the patience. */
export async function goneFrom(home: string, patience = 5_000): Promise<number[]> {
  const deadline = Date.now() + patience;
  while (processesOf(home).length > 0 && Date.now() < deadline) await pause(20);
  return processesOf(home);
}

export function newHome(name: string): string {
  const home = join(scratch, name);
  mkdirSync(scratch, { recursive: true });
  return home;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}

export function tryKill(pid: number, signal: NodeJS.Signals = 'SIGKILL'): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

async function endNow(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  if (child.kill('SIGKILL')) await gone;
}

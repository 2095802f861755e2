import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goneFrom, pause, pidsOf, tryKill } from './operations/processes.ts';
import { type Server, scratch, siyu, startServer } from './operations/server.ts';

/**
 * An engine is killed while people work. What they ask for in that moment is refused with 503 and a time to come again;
 * asked again with the same key it is done, once; what was acknowledged is there; nobody has to do anything.
 */
const home = join(scratch, 'engine-kill');
const SECRET = { login: 'owner', password: 'a password of my own' };
let server: Server;
let token = '';

beforeAll(async () => {
  server = await startServer(home, { env: { SIYU_OWNER_PASSWORD: SECRET.password } });
  const answer = await call('POST', '/session', SECRET);
  token = /siyu_session=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1] ?? '';
});

async function call(method: string, path: string, body?: unknown, key?: string): Promise<Response> {
  return await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: {
      ...(token !== '' && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

type Told = { refusals: Response[]; acknowledged: string[]; longestWait: number };

/** Does a piece of work again and again until it is done, as the console does: with the same key, after the time told. */
async function untilDone(told: Told, work: () => Promise<Response>): Promise<Response> {
  const began = performance.now();
  for (;;) {
    const answer = await work();
    if (answer.ok) {
      told.longestWait = Math.max(told.longestWait, performance.now() - began);
      return answer;
    }
    told.refusals.push(answer);
    await pause(100);
  }
}

/** Views of a list may be called alike, so that doing it twice would show. */
async function writeUntil(stopped: { now: boolean }, told: Told, writer: string) {
  for (let i = 0; !stopped.now; i++) {
    const [name, key] = [`${writer}${i}`, randomUUID()];
    await untilDone(told, () => call('POST', '/views', { list: 'customers', name, query: {} }, key));
    told.acknowledged.push(name);
  }
}

async function askUntil(stopped: { now: boolean }, told: Told, path: string) {
  while (!stopped.now) await untilDone(told, () => call('GET', path));
}

/** Works with both engines, kills one of them three times over, and goes on until everything runs again. */
async function workWhileKilling(engine: RegExp, signal: NodeJS.Signals, name: string): Promise<Told> {
  const told: Told = { refusals: [], acknowledged: [], longestWait: 0 };
  const stopped = { now: false };
  const working = [
    ...['甲', '乙', '丙', '丁'].map(writer => writeUntil(stopped, told, `${name}${writer}`)),
    ...['/customers', '/home'].map(path => askUntil(stopped, told, path)),
  ];
  for (let round = 0; round < 2; round++) {
    await pause(400);
    const before = told.acknowledged.length;
    const pids = pidsOf(home, engine);
    expect(pids).toHaveLength(1);
    for (const pid of pids) tryKill(pid, signal);
    while (pidsOf(home, engine).some(pid => pids.includes(pid))) await pause(10);
    await untilDone({ ...told, refusals: [] }, () => fetch(`${server.url}/readyz`));
    while (told.acknowledged.length < before + 20) await pause(20);
  }
  stopped.now = true;
  await Promise.all(working);
  return told;
}

describe.each([
  ['PostgreSQL', /bin\/postgres -D /, 'SIGKILL'],
  ['PostgreSQL', /bin\/postgres -D /, 'SIGQUIT'],
  ['ClickHouse', /chdb-host\.ts /, 'SIGKILL'],
  ['ClickHouse', /chdb-host\.ts /, 'SIGSEGV'],
] as const)('%s', (name, command, signal) => {
  test(`${signal}, twice, under load: nothing lost, nothing doubled, back by itself`, async () => {
    const told = await workWhileKilling(command, signal, `${name[0]}${signal[3]}`);
    console.log(
      `${name} ${signal}: ${told.acknowledged.length} writes, ${told.refusals.length} refusals, longest wait ${Math.round(told.longestWait)} ms`,
    );
    expect(told.refusals.length, 'it was noticed').toBeGreaterThan(0);
    for (const refusal of told.refusals) await isPassing(refusal);
    expect(told.longestWait).toBeLessThan(15_000);

    const { data } = (await (await call('GET', '/views?list=customers')).json()) as {
      data: { name: string }[];
    };
    const times = Map.groupBy(data, view => view.name);
    expect(told.acknowledged.filter(one => times.get(one)?.length !== 1)).toEqual([]);
    expect(new Set(told.acknowledged).size).toBe(told.acknowledged.length);
  });
});

/** A refusal that passes: by RFC 9457, and with a time to come again or because the first try still runs. */
async function isPassing(answer: Response) {
  const { code, status } = (await answer.json()) as { code: string; status: number };
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect([
    [503, 'unavailable'],
    [409, 'idempotency_key_in_use'],
  ]).toContainEqual([status, code]);
  if (status === 503) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
}

afterAll(async () => {
  expect(await server.stop()).toMatchObject({ code: 0 });
  expect(await goneFrom(home)).toEqual([]);
  expect(await siyu(home, ['check'])).toMatchObject({ code: 0 });
});

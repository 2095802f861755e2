import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { eventually } from '#platform/testing/eventually.ts';
import { ordersCsv } from './orders-csv.ts';
import { type ImportState, Owner } from './owner.ts';
import { goneFrom, pause, pidsOf, processesOf, tryKill } from './processes.ts';
import { type Server, scratch, siyu, startServer } from './server.ts';

const POSTGRES = /bin\/postgres -D /;
const CLICKHOUSE = /chdb-host\.ts /;
const home = join(scratch, 'crash');
const SECRET = { login: 'owner', password: 'a password of my own' };

/** One home, through all of this: what one test has survived is what the next one begins with. */
let server: Server | undefined;
async function running(): Promise<{ server: Server; owner: Owner }> {
  server ??= await startServer(home, { env: { SIYU_OWNER_PASSWORD: SECRET.password } });
  return { server, owner: await Owner.of(server, SECRET) };
}
afterAll(async () => void (await server?.stop()));

async function killed(): Promise<void> {
  tryKill(server?.pid);
  await server?.ended;
  server = undefined;
}

/** Adds tags one after another until the server is gone. @returns those it had said yes to. */
async function addTagsUntilGone(owner: Owner, prefix: string): Promise<string[]> {
  const acknowledged: string[] = [];
  for (let i = 0; ; i++) {
    const name = `${prefix}${i}`;
    try {
      const answer = await owner.send('POST', '/tags', { group: '口味', name });
      if (answer.status === 201) acknowledged.push(name);
    } catch {
      return acknowledged;
    }
  }
}

async function lostOf(acknowledged: string[]): Promise<string[]> {
  const { owner } = await running();
  const { data } = await owner.get<{ data: { tags: { name: string }[] }[] }>('/tags');
  const there = new Set(data.flatMap(group => group.tags.map(tag => tag.name)));
  return acknowledged.filter(name => !there.has(name));
}

test('Siyu killed in the middle of writes: the next start takes over its engines and has all it said yes to', async () => {
  const { owner } = await running();
  const writers = ['甲', '乙', '丙'].map(writer => addTagsUntilGone(owner, writer));
  await pause(1_000);
  await killed();
  const acknowledged = (await Promise.all(writers)).flat();
  expect(acknowledged.length).toBeGreaterThan(10);
  const orphans = [...pidsOf(home, POSTGRES), ...pidsOf(home, CLICKHOUSE)];
  expect(orphans).toHaveLength(2);
  expect(await lostOf(acknowledged)).toEqual([]);
  expect([...pidsOf(home, POSTGRES), ...pidsOf(home, CLICKHOUSE)]).toEqual(orphans);
});

test('everything killed at once in the middle of writes: nothing is lost either', async () => {
  const { owner } = await running();
  const writer = addTagsUntilGone(owner, '全');
  await pause(700);
  for (const pid of processesOf(home)) tryKill(pid);
  const acknowledged = await writer;
  await killed();
  expect(await goneFrom(home)).toEqual([]);
  expect(acknowledged.length).toBeGreaterThan(5);
  expect(await lostOf(acknowledged)).toEqual([]);
});

test.each([
  ['PostgreSQL', POSTGRES],
  ['ClickHouse', CLICKHOUSE],
])('%s killed comes back by itself, and Siyu goes on', async (_, command) => {
  const { server, owner } = await running();
  const [engine = 0] = pidsOf(home, command);
  tryKill(engine);
  await eventually(() => {
    const [again] = pidsOf(home, command);
    expect(again).toBeDefined();
    expect(again).not.toBe(engine);
  }, 20_000);
  await eventually(async () => expect((await fetch(`${server.url}/readyz`)).status).toBe(200), 20_000);
  const name = `after ${engine}`;
  expect((await owner.send('POST', '/tags', { group: '引擎', name })).status).toBe(201);
  expect(await lostOf([name])).toEqual([]);
});

const ROWS = 6_000;
const finished = {
  status: 'done',
  failure: null,
  result: { rows: ROWS, orders: { told: ROWS, added: ROWS }, customers: { added: ROWS } },
};

/** Starts an import and waits until it is in the middle of its work. */
async function importing(prefix: string): Promise<string> {
  const { owner } = await running();
  const id = await owner.startImport(ordersCsv(ROWS, prefix));
  while ((await owner.get<ImportState>(`/imports/${id}`)).progress === null) await pause(20);
  expect(await owner.get<ImportState>(`/imports/${id}`)).toMatchObject({ status: 'importing' });
  return id;
}

test('Siyu killed in the middle of an import: the next start finishes it at once', async () => {
  const id = await importing('K');
  await killed();
  const { owner } = await running();
  const began = performance.now();
  expect(await owner.imported(id)).toMatchObject(finished);
  // Not when the queue misses the dead worker, which takes longer than a minute.
  expect(performance.now() - began).toBeLessThan(45_000);
});

test('told to stop in the middle of an import it ends in order, and the next start finishes it', async () => {
  const id = await importing('T');
  expect(await server?.stop()).toMatchObject({ code: 0, stderr: '' });
  server = undefined;
  expect(await goneFrom(home)).toEqual([]);
  expect(await (await running()).owner.imported(id)).toMatchObject(finished);
});

test('after all of this both stores, the ledger and the audit log are in order', async () => {
  await running();
  expect(await siyu(home, ['check'])).toMatchObject({ code: 0, stderr: '' });
});

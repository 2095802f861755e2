import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually } from '#platform/testing/eventually.ts';
import { ordersCsv } from './orders-csv.ts';
import { Owner } from './owner.ts';
import { goneFrom, pause, pidsOf, processesOf, tryKill } from './processes.ts';
import { type Server, scratch, siyu, startServer } from './server.ts';

const home = join(scratch, 'crash');
const SECRET = { login: 'owner', password: 'a password of my own' };
// After a test that failed; the others leave nothing.
afterEach(() => processesOf(home).forEach(pid => void tryKill(pid)));

const owned = { env: { SIYU_OWNER_PASSWORD: SECRET.password } };

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

async function tagsOf(owner: Owner): Promise<Set<string>> {
  const { data } = await owner.get<{ data: { tags: { name: string }[] }[] }>('/tags');
  return new Set(data.flatMap(group => group.tags.map(tag => tag.name)));
}

async function killed(server: Server): Promise<void> {
  const gone = once(server.child, 'exit');
  tryKill(server.pid);
  await gone;
}

describe('kill -9 of Siyu itself', () => {
  test('in the middle of writes: the next start takes over its engines and has all it said yes to', async () => {
    const acknowledged: string[] = [];
    for (const round of ['a', 'b']) {
      const server = await startServer(home, owned);
      const owner = await Owner.of(server, SECRET);
      const writers = ['甲', '乙', '丙'].map(writer => addTagsUntilGone(owner, round + writer));
      await pause(700);
      await killed(server);
      acknowledged.push(...(await Promise.all(writers)).flat());
      expect(pidsOf(home, /bin\/postgres -D /)).toHaveLength(1);
    }
    const [orphan] = pidsOf(home, /bin\/postgres -D /);
    const server = await startServer(home);
    expect(pidsOf(home, /bin\/postgres -D /)).toEqual([orphan]);
    const tags = await tagsOf(await Owner.of(server, SECRET));
    expect(acknowledged.length).toBeGreaterThan(20);
    expect(acknowledged.filter(name => !tags.has(name))).toEqual([]);
    expect(await server.stop()).toMatchObject({ code: 0, stderr: '' });
    expect(await goneFrom(home)).toEqual([]);
  });

  test('with everything it started: nothing is lost either', async () => {
    const server = await startServer(home);
    const owner = await Owner.of(server, SECRET);
    const writer = addTagsUntilGone(owner, '全');
    await pause(500);
    for (const pid of processesOf(home)) tryKill(pid);
    const acknowledged = await writer;
    expect(await goneFrom(home)).toEqual([]);
    const next = await startServer(home);
    const tags = await tagsOf(await Owner.of(next, SECRET));
    expect(acknowledged.length).toBeGreaterThan(5);
    expect(acknowledged.filter(name => !tags.has(name))).toEqual([]);
    await next.stop();
    expect(await siyu(home, ['check'])).toMatchObject({ code: 0 });
  });

  test('in the middle of an import: the next start finishes it at once', async () => {
    const first = await startServer(home);
    const id = await (await Owner.of(first, SECRET)).startImport(ordersCsv(15_000, 'K'));
    await pause(600);
    await killed(first);
    const second = await startServer(home);
    const owner = await Owner.of(second, SECRET);
    const began = performance.now();
    const end = await owner.imported(id);
    console.log('IMPORT AFTER KILL', end.status, Math.round(performance.now() - began));
    expect(end).toMatchObject({ status: 'done', failure: null, result: { rows: 15_000 } });
    await second.stop();
  });
});

describe('kill -9 of an engine', () => {
  test.each([
    ['PostgreSQL', /bin\/postgres -D /],
    ['ClickHouse', /chdb-host\.ts /],
  ])('%s comes back by itself, with what was in it', async (_, command) => {
    const server = await startServer(home);
    const owner = await Owner.of(server, SECRET);
    const [engine = 0] = pidsOf(home, command);
    tryKill(engine);
    await eventually(() =>
      expect(pidsOf(home, command)).toEqual([expect.not.toSatisfy(pid => pid === engine)]),
    );
    await eventually(async () => expect((await fetch(`${server.url}/readyz`)).status).toBe(200), 15_000);
    expect((await tagsOf(owner)).size).toBeGreaterThan(20);
    expect((await owner.send('POST', '/tags', { group: '引擎', name: String(engine) })).status).toBe(201);
    expect(await server.stop()).toMatchObject({ code: 0 });
    expect(await goneFrom(home)).toEqual([]);
  });
});

test('SIGTERM in the middle of an import: it ends in order, and the next start finishes it', async () => {
  const first = await startServer(home);
  const id = await (await Owner.of(first, SECRET)).startImport(ordersCsv(15_000, 'T'));
  await pause(600);
  const began = performance.now();
  expect(await first.stop()).toMatchObject({ code: 0, stderr: '' });
  console.log('STOP IN IMPORT', Math.round(performance.now() - began));
  expect(await goneFrom(home)).toEqual([]);
  const second = await startServer(home);
  const end = await (await Owner.of(second, SECRET)).imported(id);
  expect(end).toMatchObject({ status: 'done', failure: null, result: { rows: 15_000 } });
  expect(await second.stop()).toMatchObject({ code: 0, stderr: '' });
  expect(await siyu(home, ['check'])).toMatchObject({ code: 0, stderr: '' });
});

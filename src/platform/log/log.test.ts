import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { silentLogger } from '../logger.ts';
import { seededRandom } from '../random.ts';
import { eventually } from '../testing/eventually.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { appendEvents, readEvents, wakeReaders } from './events.ts';
import { lagOf, type Reader, startReaders } from './readers.ts';

const platform = await testPlatform();
const { db, clock } = platform;

const SEED = 20_260_603;
const opened: pg.Client[] = [];
afterAll(() => Promise.all(opened.map(client => client.end())));

/** Connections that another program might have. */
async function clients(n: number): Promise<pg.Client[]> {
  const made = Array.from({ length: n }, () => new pg.Client({ ...platform.postgresForClickHouse }));
  await Promise.all(made.map(client => client.connect()));
  opened.push(...made);
  return made;
}

async function insert(client: pg.Client | undefined, n: number): Promise<void> {
  await client?.query(`insert into events (type, at, actor, data) values ($2, now(), 'system', $1)`, [
    { n },
    typeOf(n),
  ]);
}

const typeOf = (n: number) => (n % 2 === 0 ? 'test.even' : 'test.happened');

/** Follows the log in every way a reader can: by the events themselves, by those of some types, by ranges of positions. */
function followEveryWay(name: string) {
  const seen = {
    handled: [] as number[],
    even: [] as number[],
    ranged: [] as number[],
    evenRanged: [] as number[],
  };
  const even: Reader = {
    name: `${name}-even`,
    batch: 7,
    only: ['test.ev%'],
    handle: async (_, events) => void seen.even.push(...events.map(one => one.data.n as number)),
  };
  const handled: Reader = {
    name,
    batch: 7,
    handle: async (_, events) => void seen.handled.push(...events.map(one => one.data.n as number)),
  };
  const byRange = (of: string, into: number[], only: readonly string[] = ['%']): Reader => ({
    name: `${name}-${of}`,
    batch: 7,
    ...(only[0] === '%' ? {} : { only }),
    advance: async (from, to) => {
      const { rows } = await sql<{ n: number }>`
        select (data ->> 'n')::integer as n from events
        where (xid, seq) > (${from.xid}, ${from.seq}) and (xid, seq) <= (${to.xid}, ${to.seq})
          and type like any(${only}::text[]) order by xid, seq`.execute(db);
      into.push(...rows.map(row => row.n));
    },
  });
  const ranged = byRange('range', seen.ranged);
  const evenRanged = byRange('even-range', seen.evenRanged, ['test.ev%']);
  return { seen, readers: startReaders(db, [handled, even, ranged, evenRanged], silentLogger) };
}

const event = (n: number) => ({ type: typeOf(n), at: clock.now(), actor: 'system', data: { n } });

describe('the event log', () => {
  test('an event exists exactly if its transaction commits', async () => {
    await expect(
      db.transaction().execute(async tx => {
        await appendEvents(tx, [event(-1)]);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await readEvents(db, { xid: 0, seq: 0 }, 10)).toEqual([]);
  });

  test('what is committed waits for what began before it', async () => {
    const { seen, readers } = followEveryWay('test-wait');
    const [first, second] = await clients(2);
    await first?.query('begin');
    await insert(first, 1);
    await insert(second, 2);
    await pause(400);
    expect(seen).toEqual({ handled: [], even: [], ranged: [], evenRanged: [] });
    await first?.query('commit');
    await eventually(() =>
      expect(seen).toEqual({ handled: [1, 2], even: [2], ranged: [1, 2], evenRanged: [2] }),
    );
    await readers.stop();
  });

  test(`nothing is passed over and nothing read twice, whoever commits when (seed ${SEED})`, async () => {
    const random = seededRandom(SEED);
    const { seen, readers } = followEveryWay('test-order');
    const expected: number[] = [];
    let next = 100;
    // Writers take their numbers in one order and commit in another, or not at all; the readers never rest.
    const write = async (client: pg.Client) => {
      for (let i = 0; i < 40; i++) {
        await client.query('begin');
        const mine: number[] = [];
        for (let n = random.next() * 3; n > 0; n--) {
          mine.push(next++);
          await insert(client, mine.at(-1) ?? 0);
          await pause(random.next() * 12);
        }
        const end = random.next() < 0.15 ? 'rollback' : 'commit';
        await client.query(end);
        if (end === 'commit') expected.push(...mine);
      }
    };
    const restless = setInterval(wakeReaders, 1);
    await Promise.all((await clients(6)).map(write));
    const inOrder = (numbers: readonly number[]) => numbers.filter(n => n >= 100).sort((a, b) => a - b);
    await eventually(() =>
      expect([inOrder(seen.handled), inOrder(seen.ranged)]).toEqual([inOrder(expected), inOrder(expected)]),
    );
    const evens = inOrder(expected.filter(n => n % 2 === 0));
    await eventually(() => expect([inOrder(seen.even), inOrder(seen.evenRanged)]).toEqual([evens, evens]));
    clearInterval(restless);
    await readers.stop();
    expect(expected.length).toBeGreaterThan(200);
    expect(await lagOf(db, 'test-order')).toBe(0);
    expect(await lagOf(db, 'test-order-even'), 'it has passed what it was spared').toBe(0);
  });

  test('for a stretch that holds none of its types a reader is not called, and it passes it', async () => {
    const stretches: number[] = [];
    const advance = async (from: { xid: number }, to: { xid: number }) =>
      void stretches.push(to.xid - from.xid);
    const picky: Reader = { name: 'test-picky', only: ['pick_.%'], advance };
    const readers = startReaders(db, [picky], silentLogger);
    const passed = () => eventually(async () => expect(await lagOf(db, 'test-picky')).toBe(0));
    let n = 10;
    const append = (type: string) =>
      db.transaction().execute(tx => appendEvents(tx, [{ ...event(n++), type }]));
    // In a pattern a dot is a dot, and _ is one character.
    for (const other of ['test.happened', 'pickax.went', 'picky_went', 'unpicky.went']) await append(other);
    await passed();
    expect(stretches).toEqual([]);
    await append('picky.went');
    await passed();
    expect(stretches).toHaveLength(1);
    await append('test.happened');
    await passed();
    expect(stretches).toHaveLength(1);
    await readers.stop();
  });

  test('what a reader writes and its cursor become true together', async () => {
    await sql`create table if not exists seen_once (n integer primary key)`.execute(db);
    let failures = 2;
    const reader: Reader = {
      name: 'test-once',
      batch: 10,
      handle: async (tx, events) => {
        for (const e of events) await sql`insert into seen_once values (${e.data.n})`.execute(tx);
        if (failures-- > 0) throw new Error('crash after the work, before the cursor');
      },
    };
    await db.transaction().execute(tx => appendEvents(tx, [event(1000), event(1001)]));
    const readers = startReaders(db, [reader], silentLogger);
    await eventually(async () => {
      const { rows } = await sql<{ count: number }>`select count(*) from seen_once where n >= 1000`.execute(
        db,
      );
      expect(rows[0]?.count).toBe(2);
    }, 10_000);
    await readers.stop();
  });

  test('who has lost the lease meanwhile writes nothing', async () => {
    await sql`create table seen_late (n integer)`.execute(db);
    let taken = 0;
    const reader: Reader = {
      name: 'test-late',
      handle: async tx => {
        await sql`insert into seen_late values (1)`.execute(tx);
        await sql`update log_cursors set lease_owner = 'another', lease_until = now() + interval '1 minute'
          where reader = 'test-late'`.execute(db);
        taken++;
      },
    };
    const readers = startReaders(db, [reader], silentLogger);
    await eventually(() => expect(taken).toBe(1));
    await readers.stop();
    const { rows } = await sql`select lease_owner, xid, (select count(*) from seen_late) as written
      from log_cursors where reader = 'test-late'`.execute(db);
    expect(rows).toEqual([{ leaseOwner: 'another', xid: 0, written: 0 }]);
  });

  test('two processes share the readers: one follows, the other waits', async () => {
    const by: string[] = [];
    const reader = (who: string): Reader => ({ name: 'test-lease', handle: async () => void by.push(who) });
    const first = startReaders(db, [reader('first')], silentLogger);
    await db.transaction().execute(tx => appendEvents(tx, [event(2000)]));
    await eventually(() => expect(by.length).toBeGreaterThan(0));
    const second = startReaders(db, [reader('second')], silentLogger);
    await db.transaction().execute(tx => appendEvents(tx, [event(2001)]));
    await new Promise(resolve => setTimeout(resolve, 600));
    expect(new Set(by)).toEqual(new Set(['first']));
    await first.stop();
    await db.transaction().execute(tx => appendEvents(tx, [event(2002)]));
    await eventually(() => expect(by).toContain('second'), 10_000);
    await second.stop();
  });
});

import { sql } from 'kysely';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { silentLogger } from '../logger.ts';
import { seededRandom } from '../random.ts';
import { eventually } from '../testing/eventually.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { appendEvents, readEvents } from './events.ts';
import { lagOf, type Reader, startReaders } from './readers.ts';

const platform = await testPlatform();
const { db, clock } = platform;

const event = (n: number) => ({ type: 'test.happened', at: clock.now(), actor: 'system', data: { n } });

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

  test('a reader never passes over an event whose writer commits later than its neighbours', async () => {
    // Writers take their sequence numbers in one order and commit in another, for a while, at random.
    const random = seededRandom(20_260_603);
    const seen: number[] = [];
    const reader: Reader = {
      name: 'test-order',
      batch: 7,
      handle: async (_tx, events) => {
        seen.push(...events.map(e => e.data.n as number));
      },
    };
    const readers = startReaders(db, [reader], silentLogger);
    const url = `postgres://${platform.postgresForClickHouse.user}:${platform.postgresForClickHouse.password}@127.0.0.1:${platform.postgresForClickHouse.port}/${platform.postgresForClickHouse.database}`;
    const writers = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const client = new pg.Client({ connectionString: url });
        await client.connect();
        return client;
      }),
    );
    let next = 0;
    const write = async (client: pg.Client) => {
      for (let i = 0; i < 40; i++) {
        await client.query('begin');
        const n = next++;
        await client.query(
          `insert into events (type, at, actor, data) values ('test.happened', now(), 'system', $1)`,
          [{ n }],
        );
        await new Promise(resolve => setTimeout(resolve, random.next() * 25));
        await client.query('commit');
      }
    };
    await Promise.all(writers.map(write));
    await eventually(() => expect(seen).toHaveLength(240));
    await readers.stop();
    await Promise.all(writers.map(client => client.end()));
    expect(new Set(seen)).toEqual(new Set(Array.from({ length: 240 }, (_, n) => n)));
    expect(await lagOf(db, 'test-order')).toBe(0);
  });

  test('what a reader writes and its cursor become true together, and a lost lease writes nothing', async () => {
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

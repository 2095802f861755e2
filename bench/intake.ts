import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { createWriteKey } from '#customers';
import type { Platform } from '#platform/platform.ts';
import { seededRandom } from '#platform/random.ts';
import { withHome } from './home.ts';
import type { BenchOptions } from './main.ts';
import { alternate, median, type Report, report, same, timed } from './report.ts';
import { startServer } from './server.ts';

const EVENTS = 100_000;
const PEOPLE = 20_000;
const BATCH = 500;
const AT_ONCE = 4;
const TRACKED = ['Product Viewed', 'Product Added', 'Order Completed', 'coupon_applied'];

/**
 * Events through HTTP in batches, until they are durable (every batch acknowledged) and until ClickHouse counts them;
 * the server is a process of its own. Beside it PostgreSQL alone: the same rows as JSON, by multi-row INSERT with as many
 * connections, into a table without an index. That does not look for duplicates or people, so it is the floor and not a
 * rival. The first run meets every person for the first time. With `--minutes` a stream follows, without a pause and without
 * the peer, until ClickHouse has all of it.
 */
export async function run({ runs, minutes, home: named }: BenchOptions): Promise<Report> {
  return await withHome(named, async (platform, home) => {
    const { key } = await platform.db
      .transaction()
      .execute(tx =>
        createWriteKey(
          tx,
          platform.clock,
          { name: 'bench' },
          { name: 'bench', kind: 'server', source: { name: 'bench' } },
        ),
      );
    await platform.pool.query('create table if not exists bench_events (data jsonb)');
    const server = await startServer(home);
    const send = sender(server.url, key);
    const queryable: number[] = [];
    try {
      let round = 0;
      const times = await alternate(
        runs,
        async () => {
          const batches = makeBatches(++round);
          const began = performance.now();
          await inTurns(
            batches.map(batch => Buffer.from(batch)),
            send,
          );
          const acknowledged = performance.now() - began;
          while ((await counted(platform)) < round * EVENTS) await sleep(20);
          queryable.push(performance.now() - began);
          return acknowledged;
        },
        () => {
          const batches = makeBatches(round + 1);
          return timed(() => inTurns(batches, batch => insertPlain(platform, batch)));
        },
      );
      const { rows } = await platform.pool.query<{ n: number }>(
        'select count(*)::int as n from bench_events',
      );
      const events = same('events', await counted(platform), rows[0]?.n);
      const streamed = minutes > 0 ? await stream(platform, send, minutes) : {};
      return report(
        'intake',
        [
          {
            job: `${EVENTS} events durable`,
            ...times,
            answer: { events, people: await peopleKnown(platform) },
          },
        ],
        {
          'events/s durable, everybody new': perSecond(times.ours[0] ?? 0),
          ...ofKnown(times.ours.slice(1), queryable.slice(1)),
          ...streamed,
          'peak MB of the server': peakMb(server.child.pid),
        },
      );
    } finally {
      const gone = once(server.child, 'exit');
      server.child.kill();
      await gone;
    }
  });
}

const perSecond = (milliseconds: number, events = EVENTS) => Math.round(events / (milliseconds / 1_000));

/** Of the rounds after the first, in milliseconds; of none there is nothing to say. */
function ofKnown(durable: readonly number[], queryable: readonly number[]): Record<string, number> {
  if (durable.length === 0) return {};
  return {
    'events/s durable, everybody known': perSecond(median(durable)),
    'events/s durable, everybody known, slowest round': perSecond(Math.max(...durable)),
    'events/s queryable, everybody known': perSecond(median(queryable)),
  };
}

/**
 * The same bytes again and again, each time as new messages: what is made anew would be the bench's work, not the
 * server's, and both share the processors.
 */
async function stream(
  platform: Platform,
  act: (batch: Buffer) => Promise<void>,
  minutes: number,
): Promise<Record<string, number>> {
  const before = await counted(platform);
  const batches = makeBatches(0).map(batch =>
    Buffer.from(batch.replaceAll('"bench-0-', `"${roundName(0)}-`)),
  );
  const places = batches.map(batch => placesOf(batch, roundName(0)));
  const began = performance.now();
  const rounds: number[] = [];
  while (performance.now() - began < minutes * 60_000) {
    const [since, name] = [performance.now(), roundName(rounds.length)];
    batches.forEach((batch, i) => {
      for (const place of places[i] ?? []) batch.write(name, place);
    });
    await inTurns(batches, act);
    rounds.push(performance.now() - since);
  }
  const acknowledged = performance.now() - began;
  const sent = rounds.length * EVENTS;
  while ((await counted(platform)) < before + sent) await sleep(20);
  const queryable = performance.now() - began;
  return {
    'stream, events': same('events of the stream', sent, (await counted(platform)) - before),
    'stream, events/s durable': perSecond(acknowledged, sent),
    'stream, events/s queryable': perSecond(queryable, sent),
    'stream, events/s durable, slowest 100,000': perSecond(Math.max(...rounds)),
    'stream, seconds from the last acknowledged to the last queryable': (queryable - acknowledged) / 1_000,
  };
}

/** How the messages of a round are called; of the same length in all of them. */
const roundName = (round: number) => `stream-${String(round).padStart(6, '0')}`;

function placesOf(batch: Buffer, name: string): number[] {
  const places: number[] = [];
  for (let at = batch.indexOf(name); at >= 0; at = batch.indexOf(name, at + 1)) places.push(at);
  return places;
}

/** A shop's week, roughly: two in three tell the user, the others the visitor; a handful of properties each. */
function makeBatches(round: number): string[] {
  const random = seededRandom(round);
  const one = (i: number) => {
    const person = Math.floor(random.next() * PEOPLE);
    const product = Math.floor(random.next() * 500);
    return {
      type: 'track',
      event: TRACKED[i % TRACKED.length],
      messageId: `bench-${round}-${i}`,
      ...(person % 3 ? { userId: `user-${person}` } : { anonymousId: `visitor-${person}` }),
      timestamp: new Date(Date.now() - i).toISOString(),
      properties: {
        sku: `SKU-${product}`,
        name: '盐可颂',
        price: product / 10,
        currency: 'CNY',
        isMember: i % 2 === 0,
      },
    };
  };
  return Array.from({ length: EVENTS / BATCH }, (_, batch) =>
    JSON.stringify({ batch: Array.from({ length: BATCH }, (_, i) => one(batch * BATCH + i)) }),
  );
}

/** A few at a time, each starting as soon as one before it is done. */
async function inTurns<Batch>(batches: Batch[], act: (batch: Batch) => Promise<unknown>): Promise<void> {
  const waiting = batches.values();
  const turn = async () => {
    for (const batch of waiting) await act(batch);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, turn));
}

/** Sends a batch and reads its answer, on connections that stay; with less work than fetch, which shares the processors. */
function sender(url: string, key: string): (body: Buffer) => Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const headers = { authorization: `Basic ${btoa(`${key}:`)}`, 'content-type': 'application/json' };
  return async body => {
    const asked = request(`${url}/v1/batch`, { method: 'POST', agent, headers });
    asked.end(body);
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    const { accepted } = (await json(answer)) as { accepted: number };
    if (accepted !== BATCH) throw new Error(`${accepted} of ${BATCH} taken`);
  };
}

async function insertPlain({ pool }: Platform, body: string): Promise<void> {
  const { batch } = JSON.parse(body) as { batch: unknown[] };
  const places = batch.map((_, i) => `($${i + 1})`).join(', ');
  await pool.query(
    `insert into bench_events (data) values ${places}`,
    batch.map(item => JSON.stringify(item)),
  );
}

async function counted({ clickhouse }: Platform): Promise<number> {
  const [row] = await clickhouse.rows<{ n: number }>(
    `select count() as n from events where type in {tracked:Array(String)}`,
    { tracked: TRACKED },
  );
  return Number(row?.n ?? 0);
}

async function peopleKnown({ pool }: Platform): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `select count(*)::int as n from identities where kind in ('user_id', 'anonymous_id')`,
  );
  return rows[0]?.n ?? 0;
}

/** The most memory the process ever held, as Linux counts it; 0 where it cannot be known. */
function peakMb(pid: number | undefined): number {
  const status = `/proc/${pid}/status`;
  const [, kilobytes] = existsSync(status) ? (/VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8')) ?? []) : [];
  return Math.round(Number(kilobytes ?? 0) / 1_000);
}

import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { rebuildAnalytics } from '#customers';
import type { Platform } from '#platform/platform.ts';
import { writeSetting } from '#platform/settings/settings.ts';
import type { Stage } from '#platform/stage.ts';
import { makeCalendar } from '../shop/calendar.ts';
import { COMPANY } from '../shop/company.ts';
import { makeFrame } from './frame.ts';
import { Instants } from './instants.ts';
import { loadPeople } from './load.ts';
import type { Making } from './making.ts';
import { Numbers } from './numbers.ts';
import { writeTiers } from './tiers.sql.ts';
import { trustRows } from './trust.ts';

export type LargeDemo = {
  customers: number;
  seed: number;
  years: number;
  /** Events that customers themselves caused, on top of what Siyu notes. */
  events: number;
  stages: readonly Stage[];
  onStep?: (step: string, seconds: number) => void;
  onProgress?: (done: number) => void;
};

export type LargeReport = {
  steps: { step: string; seconds: number }[];
  seconds: number;
  peakMegabytes: number;
  postgresMegabytes: number;
  rows: Record<string, number>;
};

/** Orders per customer and year, where the demo shop's own customers come as often as they do. */
const FREQUENCY = 0.3;

/**
 * Writes a big demo straight into PostgreSQL: the same people as in the small one, only more of them and without their
 * story. What the log's readers would have made of it is written too, so that they have nothing left to do.
 */
export async function generateLarge(platform: Platform, demo: LargeDemo): Promise<LargeReport> {
  const { customers, seed, years, events, stages } = demo;
  const steps: LargeReport['steps'] = [];
  const began = performance.now();
  const step = async (name: string, work: () => Promise<unknown>) => {
    const start = performance.now();
    await work();
    const seconds = Math.round((performance.now() - start) / 100) / 10;
    steps.push({ step: name, seconds });
    demo.onStep?.(name, seconds);
  };
  const frame = await makeFrame(platform, customers);
  const calendar = makeCalendar(frame.now, Math.round(years * 365) + 1);
  const numbers = new Numbers();
  const instants = new Instants();
  const making: Making = {
    ...{ seed, calendar, frame, numbers, instants, vault: platform.vault },
    ...{ made: frame.now.toISOString(), frequency: FREQUENCY, tracked: events / customers },
  };
  await step('load', () =>
    loadPeople(platform.pool, making, customers, demo.onProgress ?? (() => undefined)),
  );
  await step('analyze', () => settle(platform, numbers));
  await step('tiers', () => scoreBuyers(platform, frame.now));
  await step('project', () => rebuildAnalytics(platform));
  await readersToEnd(platform, stages);
  await platform.db.transaction().execute(async tx => {
    await writeSetting(tx, platform.clock, 'demo', 'company.name', COMPANY);
    await writeSetting(tx, platform.clock, 'demo', 'demo', true);
  });
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  return { steps, seconds, peakMegabytes: peakMegabytes(), ...(await sizesOf(platform)) };
}

async function scoreBuyers({ pool, db }: Platform, now: Date): Promise<void> {
  const client = await pool.connect();
  try {
    await trustRows(client);
    const { sql: text, parameters } = writeTiers(now).compile(db);
    await client.query(text, [...parameters]);
    await client.query('analyze customer_facts');
  } finally {
    client.release(true);
  }
}

/** Sequences go on behind the ids that were given; the planner learns what is there. */
async function settle({ db }: Platform, { last }: Numbers): Promise<void> {
  const sequences = { customers: last.customer, identities: last.identity, orders: last.order } as const;
  for (const [table, value] of Object.entries(sequences))
    await sql`select setval(pg_get_serial_sequence(${table}, 'id'), ${Math.max(1, value)})`.execute(db);
  await sql`analyze`.execute(db);
}

/** All readers stand where the log ends: their work is done already. */
async function readersToEnd(platform: Platform, stages: readonly Stage[]): Promise<void> {
  const names = stages.flatMap(stage => stage.readers?.(platform) ?? []).map(reader => reader.name);
  await sql`
    insert into log_cursors (reader, xid, seq)
    select name, last.xid, last.seq from unnest(${names}::text[]) as t (name),
      (select xid, seq from events order by xid desc, seq desc limit 1) as last
    on conflict (reader) do update set xid = excluded.xid, seq = excluded.seq`.execute(platform.db);
}

/** The most memory this process has had, from the system's own count; 0 where there is none. */
function peakMegabytes(): number {
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024);
  } catch {
    return 0;
  }
}

async function sizesOf({ db }: Platform): Promise<Pick<LargeReport, 'postgresMegabytes' | 'rows'>> {
  const { rows } = await sql<{ size: number }>`select pg_database_size(current_database()) as size`.execute(
    db,
  );
  const { rows: tables } = await sql<{ name: string; n: number }>`
    select relname as name, greatest(reltuples, 0)::bigint as n from pg_class
    where relkind = 'r' and relnamespace = current_schema()::regnamespace and reltuples > 100 order by 2 desc`.execute(
    db,
  );
  return {
    postgresMegabytes: Math.round((rows[0]?.size ?? 0) / 2 ** 20),
    rows: Object.fromEntries(tables.map(({ name, n }) => [name, n])),
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { columnsRead, projectionReader } from '#customers';
import { SYSTEM } from '#platform/auth/actor.ts';
import { DAY } from '#platform/clock.ts';
import { appendEvents } from '#platform/log/events.ts';
import { catchUp, startReaders } from '#platform/log/readers.ts';
import type { Platform } from '#platform/platform.ts';
import { between, seededRandom } from '#platform/random.ts';
import {
  countRule,
  createSegment,
  fillSegment,
  forgetFill,
  membershipReader,
  membersOf,
} from '#segmentation';
import { ruleSchema } from '#segmentation/contract';
import { withHome } from './home.ts';
import type { BenchOptions } from './main.ts';
import { type MariaDb, openMariaDb } from './mariadb.ts';
import { countOf, type Question, questions } from './questions.ts';
import { alternate, type Measure, type Report, report, same, timed } from './report.ts';
import { fill, readKnown, sizes } from './segments.ts';

const BATCHES = [1, 1_000, 100_000];

/**
 * Segments beside a marketing suite on MariaDB, in whose manner a count is one SELECT with EXISTS sub-selects, and a
 * rebuild asks for the next 300 who are not members yet, again and again, and inserts one member a transaction; who
 * ceased to fit is asked for the same way. It knows no events: a segment is as fresh as its last rebuild.
 */
export async function run({ runs, customers, events, segments, home: named }: BenchOptions): Promise<Report> {
  return await withHome(named, async (platform, home) => {
    await fill(platform, { customers, events });
    const maria = await openMariaDb(platform, home);
    try {
      const asked = questions(await readKnown(platform));
      // As in a server, which reads them when it starts.
      await columnsRead(platform);
      const measures: Measure[] = [];
      for (const question of asked) measures.push(await measureCount(platform, maria, question, runs));
      const largest = measures.toSorted((one, other) => Number(other.answer) - Number(one.answer))[0];
      const question = asked.find(({ job }) => largest?.job.endsWith(job));
      if (question) measures.push(await measureFill(platform, maria, question, runs));
      const figures = await measureFreshness(platform, alike(asked, segments));
      return report('membership', measures, { ...(await sizes(platform)), ...figures });
    } finally {
      await maria.close();
    }
  });
}

async function measureCount(
  platform: Platform,
  maria: MariaDb,
  question: Question,
  runs: number,
): Promise<Measure> {
  let [ourCount, peerCount] = [0, 0];
  const ours = async () => {
    ourCount = (await countRule(platform, question.rule, { kind: 'all' })).people;
  };
  const peer = async () => {
    peerCount = Number((await maria.ask(countOf(question)))[0]?.[0]);
  };
  await ours();
  const times = await alternate(
    runs,
    () => timed(ours),
    () => timed(peer),
  );
  return { job: `count: ${question.job}`, ...times, answer: same(question.job, ourCount, peerCount) };
}

const BATCH = 300;
const MEASURED_BATCHES = 10;

/** The peer's rebuild is measured for its first batches and taken times their number: in truth each is slower than the last. */
async function measureFill(
  platform: Platform,
  maria: MariaDb,
  question: Question,
  runs: number,
): Promise<Measure> {
  const id = await keep(platform, question);
  let size = 0;
  const ours = async () => {
    await platform.pool.query('delete from segment_members where segment_id = $1', [id]);
    await platform.db.transaction().execute(tx => forgetFill(tx, id));
    return await timed(async () => void (await fillSegment(platform, id)));
  };
  const peer = async () => {
    await maria.ask(
      'drop table if exists members; create table members (segment_id integer, person_id integer, primary key (segment_id, person_id))',
    );
    const began = performance.now();
    for (let batch = 0; batch < MEASURED_BATCHES; batch++) {
      const rows = await maria.ask(
        `select p.id from bench_people p where (${question.where}) and p.id not in (select person_id from members where segment_id = 1) limit ${BATCH}`,
      );
      for (const [person] of rows) await maria.ask(`insert into members values (1, ${person})`);
    }
    size = (await membersOf(platform.db, id)).length;
    return ((performance.now() - began) / MEASURED_BATCHES) * Math.ceil(size / BATCH);
  };
  await ours();
  const times = await alternate(runs, ours, peer);
  const expected = Number((await maria.ask(countOf(question)))[0]?.[0]);
  return {
    job: `first materialisation: ${question.job} (peer: ${MEASURED_BATCHES} batches taken times their number)`,
    ...times,
    answer: same(question.job, size, expected),
  };
}

/** So many segments: the questions again and again, each time of people who have paid a little more. */
function alike(asked: readonly Question[], wanted: number): Question[] {
  return Array.from({ length: Math.max(wanted, asked.length) }, (_, i) => {
    const { job, rule, where } = asked[i % asked.length] as Question;
    const least = 100 * Math.floor(i / asked.length);
    if (least === 0) return { job, rule, where };
    const paid = ruleSchema.parse({ attribute: 'paid', test: { is: 'at_least', value: least } });
    return { job: `${least}: ${job}`, rule: { all: [rule, paid] }, where };
  });
}

/** From events in the log to memberships that say so, with every question a live segment. */
async function measureFreshness(
  platform: Platform,
  asked: readonly Question[],
): Promise<Record<string, string>> {
  for (const question of asked) await fillSegment(platform, await keep(platform, question));
  await refresh(platform);
  const figures: Record<string, string> = { 'live segments': String(asked.length) };
  for (const events of BATCHES) {
    await track(platform, events);
    figures[`fresh after ${events} events, ms`] = (await timed(() => refresh(platform))).toFixed(0);
  }
  return { ...figures, ...(await measureStream(platform)) };
}

const PER_SECOND = 1_000;
const SECONDS = 60;

/** Events come without a pause, and the readers follow as they do in a worker: how long after its commit each second's are in. */
async function measureStream(platform: Platform): Promise<Record<string, string>> {
  const readers = startReaders(
    platform.db,
    [projectionReader(platform), membershipReader(platform)],
    platform.log,
  );
  const lags: Promise<number>[] = [];
  const began = performance.now();
  for (let second = 1; second <= SECONDS; second++) {
    await track(platform, PER_SECOND);
    lags.push(untilPassed(platform, performance.now()));
    await sleep(Math.max(0, began + second * 1_000 - performance.now()));
  }
  const sorted = (await Promise.all(lags)).sort((one, other) => one - other);
  await readers.stop();
  const job = `${PER_SECOND} events/s for ${SECONDS} s: from commit to membership`;
  return {
    [`${job}, median, ms`]: (sorted[SECONDS >> 1] ?? 0).toFixed(0),
    [`${job}, longest, ms`]: (sorted.at(-1) ?? 0).toFixed(0),
  };
}

async function untilPassed(platform: Platform, from: number): Promise<number> {
  const { pool } = platform;
  const { rows } = await pool.query('select xid, seq from events order by xid desc, seq desc limit 1');
  const { xid, seq } = rows[0] as { xid: number; seq: number };
  for (;;) {
    const passed = await pool.query(
      'select 1 from log_cursors where reader = $1 and (xid, seq) >= ($2, $3)',
      [membershipReader(platform).name, xid, seq],
    );
    if (passed.rows.length > 0) return performance.now() - from;
    await sleep(20);
  }
}

async function refresh(platform: Platform): Promise<void> {
  await catchUp(platform.db, projectionReader(platform));
  await catchUp(platform.db, membershipReader(platform));
  await catchUp(platform.db, projectionReader(platform));
}

async function track(platform: Platform, count: number): Promise<void> {
  const random = seededRandom(count);
  // Long ago, outside every window: the people are asked about all the same, and the next run finds the same answers.
  const at = new Date(platform.clock.now().getTime() - 400 * DAY);
  const { rows } = await platform.pool.query('select max(id) as last from customers');
  const last = Number((rows[0] as { last: string }).last);
  const events = Array.from({ length: count }, () => ({
    type: 'product_viewed',
    customerId: between(random, 1, last),
    at,
    actor: 'bench',
    data: { price: between(random, 100, 9_000) },
  }));
  await platform.db.transaction().execute(tx => appendEvents(tx, events));
}

async function keep(platform: Platform, { job, rule }: Question): Promise<number> {
  const name = job.slice(0, 60);
  const known = await platform.db
    .selectFrom('segments')
    .select('id')
    .where('name', '=', name)
    .executeTakeFirst();
  if (known) return known.id;
  return await platform.db
    .transaction()
    .execute(tx => createSegment(tx, platform.clock, SYSTEM, { name, description: null, rule }));
}

import type { Platform } from '#platform/platform.ts';
import { countRule } from '#segmentation';
import { generateLarge } from '../demo/large/generate.ts';
import { stages } from '../src/app.ts';
import { fillContacts } from './contacts.ts';
import { withHome } from './home.ts';
import type { BenchOptions } from './main.ts';
import { fillUp } from './more-events.ts';
import { countOf, type Known, type Question, questions } from './questions.ts';
import { alternate, type Measure, type Report, report, same, timed } from './report.ts';
import { makeRowStore } from './row-store.ts';

/**
 * Segment counts, each next to the same question asked of PostgreSQL the way marketing systems on a row store ask it. With `--home FOLDER` the made-up data stays there for the next run.
 */
export async function run({ runs, customers, events, home }: BenchOptions): Promise<Report> {
  return await withHome(home, async platform => {
    await fill(platform, { customers, events });
    const known = await readKnown(platform);
    const measures: Measure[] = [];
    for (const question of questions(known)) measures.push(await measure(platform, question, runs));
    const ratios = measures.map(({ ours, peer }) => Math.min(...peer) / Math.min(...ours));
    return report('segments', measures, {
      ...(await sizes(platform)),
      geometricMeanOfRatios: Math.exp(
        ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length,
      ).toFixed(1),
    });
  });
}

export async function fill(
  platform: Platform,
  { customers, events }: Pick<BenchOptions, 'customers' | 'events'>,
): Promise<void> {
  const { n } = await platform.db
    .selectFrom('customers')
    .select(eb => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  if (n === 0)
    await generateLarge(platform, { customers, seed: 1, years: 2, events: customers * events, stages });
  await fillUp(platform, customers * events);
  await fillContacts(platform);
  await makeRowStore(platform);
}

async function measure(platform: Platform, question: Question, runs: number): Promise<Measure> {
  const { job, rule } = question;
  let [ourCount, peerCount] = [0, 0];
  const ours = async () => {
    ourCount = (await countRule(platform, rule, { kind: 'all' })).people;
  };
  const peer = async () => {
    const { rows } = await platform.pool.query(countOf(question));
    peerCount = Number((rows[0] as { n: string }).n);
  };
  await ours();
  const times = await alternate(
    runs,
    () => timed(ours),
    () => timed(peer),
  );
  if (ourCount === 0) throw new Error(`${job}: nobody; a count of nobody measures nothing`);
  return { job, ...times, answer: same(job, ourCount, peerCount) };
}

export async function readKnown({ db, pool, clock }: Platform): Promise<Known> {
  const tags = await db.selectFrom('tags').select(['id', 'name']).execute();
  const { rows } = await pool.query(
    'select city from customers where city is not null group by 1 order by count(*) desc, 1 limit 1',
  );
  return { tags, city: (rows[0] as { city: string }).city, now: clock.now() };
}

export async function sizes({ clickhouse, pool }: Platform): Promise<Record<string, number>> {
  const [row] = await clickhouse.rows<{ customers: number; events: number }>(
    'select (select count() from customers final) as customers, (select count() from events) as events',
  );
  const { rows } = await pool.query('select pg_database_size(current_database())::float8 / 1048576 as mb');
  return {
    customers: Number(row?.customers),
    events: Number(row?.events),
    postgresMb: Math.round((rows[0] as { mb: number }).mb),
  };
}

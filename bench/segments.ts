import type { Platform } from '#platform/platform.ts';
import { countRule } from '#segmentation';
import { generateLarge } from '../demo/large/generate.ts';
import { stages } from '../src/app.ts';
import { withHome } from './home.ts';
import type { BenchOptions } from './main.ts';
import { type Known, type Question, questions } from './questions.ts';
import { alternate, type Measure, type Report, report, same, timed } from './report.ts';

const EVENTS_EACH = 10;

/**
 * Segment counts, each next to the same question asked of PostgreSQL the way marketing systems on a row store ask it:
 * one table of people, one of hits, a tag cross table, one SELECT with sub-selects. With `--home FOLDER` the made-up data stays there for the next run.
 */
export async function run({ runs, customers, home }: BenchOptions): Promise<Report> {
  return await withHome(home, async platform => {
    await fill(platform, customers);
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

async function fill(platform: Platform, customers: number): Promise<void> {
  const { n } = await platform.db
    .selectFrom('customers')
    .select(eb => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  if (n === 0)
    await generateLarge(platform, { customers, seed: 1, years: 2, events: customers * EVENTS_EACH, stages });
  const { rows } = await platform.pool.query("select to_regclass('bench_people') as made");
  if ((rows[0] as { made: string | null }).made === null) await makePeer(platform);
}

/** One row per person and the indexes such a system would have, so that the peer does not pay for One-ID. */
async function makePeer({ pool }: Platform): Promise<void> {
  const map = 'join customers c on c.id = x.customer_id';
  for (const statement of [
    `create table bench_people as select p.person_id as id, min(p.city) as city,
       max(f.str) filter (where f.key = 'tier') as tier,
       exists (select 1 from identities i join customers k on k.id = i.customer_id where k.person_id = p.person_id and i.kind = 'phone') as has_phone
     from customers p left join customer_facts f on f.customer_id = p.person_id where p.status = 'active' group by p.person_id`,
    `create table bench_tags as select distinct c.person_id, x.tag_id from customer_tags x ${map}`,
    `create table bench_orders as select c.person_id, x.ordered_at, x.paid, x.refunded from orders x ${map} where x.payment = 'paid'`,
    `create table bench_hits as select c.person_id, x.type, x.at, x.data from events x ${map}`,
    'alter table bench_people add primary key (id)',
    'create index on bench_people (city)',
    'create unique index on bench_tags (person_id, tag_id)',
    'create index on bench_tags (tag_id, person_id)',
    'create index on bench_orders (person_id, ordered_at)',
    'create index on bench_hits (person_id, type, at)',
    'create index on bench_hits (type, at, person_id)',
    'vacuum analyze',
  ])
    await pool.query(statement);
}

async function measure(
  platform: Platform,
  { job, rule, sql, values }: Question,
  runs: number,
): Promise<Measure> {
  const now = platform.clock.now();
  let [ourCount, peerCount] = [0, 0];
  const ours = async () => {
    ourCount = (await countRule(platform, rule, { kind: 'all' })).people;
  };
  const peer = async () => {
    const { rows } = await platform.pool.query(sql, [now, ...values]);
    peerCount = (rows[0] as { n: number }).n;
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

async function readKnown({ db, pool }: Platform): Promise<Known> {
  const tags = await db.selectFrom('tags').select(['id', 'name']).execute();
  const { rows } = await pool.query(
    'select city from customers where city is not null group by 1 order by count(*) desc, 1 limit 1',
  );
  return { tags, city: (rows[0] as { city: string }).city };
}

async function sizes({ clickhouse, pool }: Platform): Promise<Record<string, number>> {
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

import { once } from 'node:events';
import type { Platform } from '#platform/platform.ts';
import { withHome } from './home.ts';
import type { BenchOptions } from './main.ts';
import { type MariaDb, openMariaDb } from './mariadb.ts';
import { quiet } from './quiet.ts';
import { alternate, type Measure, type Report, report, same, timed } from './report.ts';
import { fill, readKnown, sizes } from './segments.ts';
import { startServer } from './server.ts';

/** One way to look at the customer list, and the same asked of one wide row per customer with a comma list of tags. */
type Look = { job: string; query: string; where: string };

const ASKED = 200;
const SORTS = ['created', 'lastOrder', 'paid', 'orders', 'value'];

/**
 * The customer list and the customer page over HTTP, each asked in every sort, beside a SCRM's list on MariaDB: one
 * wide row per customer, tags searched by FIND_IN_SET, ORDER BY the time added, a second query for the total.
 */
export async function run({ runs, customers, events, home: named }: BenchOptions): Promise<Report> {
  return await withHome(named, async (platform, home) => {
    await fill(platform, { customers, events });
    const maria = await openMariaDb(platform, home);
    await makeWideRows(maria);
    const server = await startServer(home);
    try {
      const ask = await signedIn(server.url, server.line);
      const first = await timed(() => ask('/customers'));
      const waited = await quiet();
      const measures: Measure[] = [];
      const slowest: Record<string, string> = {};
      for (const look of await looks(platform)) {
        const times: number[] = [];
        for (let i = 0; i < ASKED; i++)
          times.push(await timed(() => ask(`/customers?${look.query}&sort=${SORTS[i % SORTS.length]}`)));
        slowest[`p99 over HTTP, ms: ${look.job}`] = percentile(times, 0.99).toFixed(1);
        measures.push(await measure(ask, maria, look, runs));
      }
      const pages: number[] = [];
      for (const id of await someCustomers(platform)) pages.push(await timed(() => ask(`/customers/${id}`)));
      return report('list', measures, {
        ...(await sizes(platform)),
        'list over HTTP, the first after a start, ms': first.toFixed(1),
        'seconds until the server had done what was due': (waited / 1_000).toFixed(0),
        ...slowest,
        'customer page over HTTP, p99, ms': percentile(pages, 0.99).toFixed(1),
      });
    } finally {
      const gone = once(server.child, 'exit');
      server.child.kill();
      await gone;
      await maria.close();
    }
  });
}

type Ask = (path: string) => Promise<{ total?: number }>;

async function measure(
  ask: Ask,
  maria: MariaDb,
  { job, query, where }: Look,
  runs: number,
): Promise<Measure> {
  let [ourTotal, peerTotal] = [0, 0];
  const ours = async () => {
    ourTotal = (await ask(`/customers?${query}&sort=created`)).total ?? 0;
  };
  const peer = async () => {
    await maria.ask(`select * from wide w where ${where} order by added desc limit 50`);
    peerTotal = Number((await maria.ask(`select count(*) from wide w where ${where}`))[0]?.[0]);
  };
  const times = await alternate(
    runs,
    () => timed(ours),
    () => timed(peer),
  );
  return { job, ...times, answer: same(job, ourTotal, peerTotal) };
}

async function makeWideRows(maria: MariaDb): Promise<void> {
  const made = await maria.ask(
    "select 1 from information_schema.tables where table_schema = 'bench' and table_name = 'wide'",
  );
  if (made.length > 0) return;
  await maria.ask('set session group_concat_max_len = 100000');
  await maria.ask(`create table wide (id integer primary key, city varchar(60), tier varchar(20), has_phone boolean,
    tags text, orders integer, paid bigint, added integer)`);
  await maria.ask(`insert into wide select p.id, p.city, p.tier, p.has_phone, t.tags, coalesce(o.orders, 0), coalesce(o.paid, 0), p.id
    from bench_people p
    left join (select person_id, group_concat(tag_id) as tags from bench_tags group by person_id) t on t.person_id = p.id
    left join (select person_id, count(*) as orders, sum(paid) as paid from bench_orders group by person_id) o on o.person_id = p.id`);
  await maria.ask('create index wide_by_added on wide (added)');
  await maria.ask('create index wide_by_city on wide (city)');
}

async function looks(platform: Platform): Promise<Look[]> {
  const { tags, city } = await readKnown(platform);
  const tag = (name: string) => tags.find(one => one.name === name)?.id ?? 0;
  const [breakfast, bargain] = [tag('早餐'), tag('价格敏感')];
  const has = (id: number) => `find_in_set(${id}, w.tags) > 0`;
  const inCity = `city=${encodeURIComponent(city)}`;
  const important = `tier=${encodeURIComponent('重要')}`;
  return [
    { job: 'everybody', query: '', where: '1 = 1' },
    { job: 'a tag', query: `tag=tag_${breakfast}`, where: has(breakfast) },
    { job: 'a city', query: inCity, where: `w.city = '${city}'` },
    { job: 'a tier', query: important, where: "w.tier = '重要'" },
    { job: 'with a phone', query: 'phone=yes', where: 'w.has_phone' },
    { job: 'five orders or more', query: 'ordersMin=5', where: 'w.orders >= 5' },
    { job: 'paid 500 yuan or more', query: 'paidMin=50000', where: 'w.paid >= 50000' },
    {
      job: 'a tag in a city',
      query: `tag=tag_${breakfast}&${inCity}`,
      where: `${has(breakfast)} and w.city = '${city}'`,
    },
    {
      job: 'important, with a phone',
      query: `${important}&phone=yes`,
      where: "w.tier = '重要' and w.has_phone",
    },
    {
      job: 'five filters',
      query: `tag=tag_${bargain}&${inCity}&${important}&phone=yes&ordersMin=2`,
      where: `${has(bargain)} and w.city = '${city}' and w.tier = '重要' and w.has_phone and w.orders >= 2`,
    },
  ];
}

async function someCustomers({ pool }: Platform): Promise<string[]> {
  const { rows } = await pool.query<{ id: number }>(
    "select person_id as id from customers where status = 'active' and id % 9973 = 0 order by id limit 200",
  );
  return rows.map(row => `cus_${row.id}`);
}

async function signedIn(url: string, line: string): Promise<Ask> {
  const [, login, password] = /login: (\S+)\s+password: (\S+)/.exec(line) ?? [];
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ login, password }),
  });
  if (!answer.ok) throw new Error(`signing in: ${answer.status} ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map(one => one.split(';')[0])
    .join('; ');
  return async path => {
    const response = await fetch(`${url}/api/v1${path}`, { headers: { cookie } });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as { total?: number };
  };
}

function percentile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { SimulatorAdmin, startSimulator } from '#channels/simulator/index.ts';
import { compareStores, syncWecom } from '#customers';
import { SYSTEM } from '#platform/auth/actor.ts';
import { createMember } from '#platform/auth/members.ts';
import { openSession } from '#platform/auth/sessions.ts';
import type { Platform } from '#platform/platform.ts';
import { testClient } from '#platform/testing/test-app.ts';
import { TEST_NOW, type TestPlatform, testPlatform } from '#platform/testing/test-platform.ts';
import { computeTiers } from '#segmentation';
import { sampleFile } from '../demo/files/sample-file.ts';
import { generateLarge } from '../demo/large/generate.ts';
import { phoneOf } from '../demo/people/person.ts';
import { makeCalendar } from '../demo/shop/calendar.ts';
import { castOf, DAYS } from '../demo/small/cast.ts';
import { makeDemoShop } from '../demo/small/demo-shop.ts';
import { readLog } from '../demo/small/readers.ts';
import { stages } from '../src/app.ts';
import { DROP_WORDS } from '../src/demo.routes.ts';

const hashOf = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');
const rowsOf = async (platform: Platform, query: string) => (await platform.pool.query(query)).rows;

describe('the people of the demo', () => {
  const calendar = makeCalendar(new Date(TEST_NOW), DAYS);
  const cast = castOf(1, 2_000, calendar);

  test('are the same for the same seed and day, and others for another seed', () => {
    expect(hashOf(castOf(1, 2_000, calendar))).toBe(hashOf(cast));
    expect(hashOf(castOf(2, 2_000, calendar))).not.toBe(hashOf(cast));
  });

  test('buy like the customers of a bakery', () => {
    const orders = cast.flatMap(one => one.orders);
    const buyers = cast.filter(one => one.orders.length > 0);
    const share = (some: unknown[], all: unknown[]) => some.length / all.length;
    expect(orders.length / buyers.length).toSatisfy(within(5, 12));
    expect(
      share(
        buyers.filter(one => one.orders.length > 1),
        buyers,
      ),
    ).toSatisfy(within(0.5, 0.8));
    expect(
      share(
        cast.filter(one => one.relation),
        cast,
      ),
    ).toSatisfy(within(0.6, 0.8));
    expect(
      share(
        cast.filter(one => one.person.minor),
        cast,
      ),
    ).toSatisfy(within(0.003, 0.02));
    expect(
      share(
        orders.filter(order => order.refunded > 0),
        orders,
      ),
    ).toSatisfy(within(0.005, 0.04));
    const mooncakes = orders.filter(order => order.lines.some(line => line.product.season === 'mooncake'));
    const months = new Set(mooncakes.map(order => new Date(order.at).getUTCMonth() + 1));
    expect([...months].sort((a, b) => a - b)).toEqual([8, 9, 10]);
    const mornings = cast
      .filter(one => one.person.archetype.code === 'breakfast')
      .flatMap(one => one.orders)
      .filter(order => (new Date(order.at).getUTCHours() + 8) % 24 < 10);
    expect(mornings.length).toBeGreaterThan(1_000);
    expect(orders.every(order => order.at < Date.parse(TEST_NOW))).toBe(true);
    expect(new Set(orders.map(order => order.orderNo)).size).toBe(orders.length);
  });

  test('have a telephone each that is nobody’s', () => {
    const phones = Array.from({ length: 50_000 }, (_, index) => phoneOf(index));
    expect(new Set(phones).size).toBe(50_000);
    expect(phones.every(phone => /^1450\d{7}$/.test(phone))).toBe(true);
  });
});

describe('a big demo', async () => {
  const one = await testPlatform();
  const generate = (platform: Platform, seed: number) =>
    generateLarge(platform, { customers: 400, seed, years: 2, events: 4_000, stages });
  const contents = async (platform: Platform) =>
    hashOf(
      await Promise.all([
        rowsOf(platform, 'select id, person_id, name, birthday, created_at from customers order by id'),
        rowsOf(platform, 'select order_no, customer_id, paid, refunded, ordered_at from orders order by id'),
        rowsOf(platform, 'select customer_id, tag_id from customer_tags order by 1, 2'),
        rowsOf(platform, 'select type, customer_id, at, data from events order by xid, seq limit 6000'),
      ]),
    );

  test('is the same for the same seed, projected, scored, and goes on from there', async () => {
    const report = await generate(one, 3);
    expect(report.rows).toMatchObject({ customers: expect.toSatisfy(within(400, 450)) });
    const two = await testPlatform();
    await generate(two, 3);
    expect(await contents(two)).toBe(await contents(one));
    expect(await compareStores(one)).toEqual([]);
    const [tiers] = await rowsOf(one, `select count(*)::int as n from customer_facts where key = 'tier'`);
    expect(tiers.n).toBeGreaterThan(300);
    const told = `select count(*)::int as n from events where type in ('facts.changed', 'tier.changed')`;
    const before = await rowsOf(one, told);
    expect(await computeTiers(one, SYSTEM), 'the tiers are those of the nightly job').toMatchObject({
      moved: 0,
    });
    expect(await rowsOf(one, told)).toEqual(before);
    const [next] = await rowsOf(
      one,
      `insert into customers (source, created_at, updated_at) values ('test', now(), now()) returning id`,
    );
    expect(Number(next.id)).toBeGreaterThan(400);
    await one.pool.query('delete from customers where id = $1', [next.id]);
  });

  test('leaves the readers of the log nothing to do: they would have written the same', async () => {
    const entries = `select customer_id, kind, amount, order_id, cause, at from value_entries
      where kind <> 'acquisition' order by cause`;
    const totals = `select customer_id, num from customer_facts where key = 'value.total' order by 1`;
    const [given, givenTotals] = [await rowsOf(one, entries), await rowsOf(one, totals)];
    expect(given.length).toBeGreaterThan(1_000);
    await one.pool.query(`delete from value_entries where kind <> 'acquisition'`);
    await one.pool.query(`update customer_facts set num = -1 where key = 'value.total'`);
    await one.pool.query(`update log_cursors set xid = 0, seq = 0 where reader <> 'projection'`);
    await readLog({ platform: one, stages });
    expect(await rowsOf(one, entries)).toEqual(given);
    const untouched = `where customer_id in (select customer_id from orders where payment = 'paid')`;
    const read = await rowsOf(one, totals.replace('where', `${untouched} and`));
    const expected = new Map(givenTotals.map(row => [row.customer_id, row.num]));
    expect(read.filter(row => expected.get(row.customer_id) !== row.num)).toEqual([]);
    expect(read.length).toBeGreaterThan(250);
  });
});

describe('the demo shop', async () => {
  const platform = await testPlatform();
  const simulator = await startSimulator({ data: ':memory:', clock: platform.clock, seed: 1 });
  afterAll(() => simulator.stop());
  const owner = await signIn(platform);
  const client = testClient(
    platform,
    stages.flatMap(stage => stage.routes),
  ).as(owner);
  await makeDemoShop(platform, {
    ...{ ownerId: owner.id, stages, seed: 1, customers: 300 },
    simulatorUrl: async () => simulator.url,
  });
  const body = async (path: string) => (await client.get(path)).body as never as Record<string, never>;

  test('tells of itself: customers, tiers, segments, broadcasts with an end and one that was forgotten', async () => {
    const { total } = (await body('/customers?pageSize=1')) as never as { total: number };
    expect(total).toSatisfy(within(270, 340));
    const home = await body('/home');
    expect(home).toMatchObject({ company: '小满面包房', customers: { value: total } });
    const { data: segments } = (await body('/segments')) as never as {
      data: { name: string; people: number }[];
    };
    expect(segments.length).toBeGreaterThanOrEqual(6);
    expect(segments.filter(segment => segment.people > 0).length).toBeGreaterThanOrEqual(5);
    const { data: broadcasts } = (await body('/broadcasts')) as never as {
      data: { status: string; funnel: Record<string, number> }[];
    };
    expect(broadcasts.map(row => row.status)).toEqual(['sent', 'sent', 'sent']);
    for (const { funnel } of broadcasts.slice(1)) {
      expect(funnel.delivered).toBe(funnel.taskCreated);
      expect(funnel.ordered).toBeGreaterThan(0);
    }
    const [waiting] = await rowsOf(
      platform,
      'select count(*)::int as n from send_tasks where confirmed_at is null',
    );
    expect(waiting.n).toBeLessThanOrEqual(1);
    const migrations = (await body('/buyer-migrations')) as never as {
      data: { figures: { accepted: number } }[];
    };
    expect(migrations.data[0]?.figures.accepted).toBeGreaterThan(0);
    const { data: moments } = (await body('/moments')) as never as {
      data: { status: string; published: number; likes: number; tooManyProducts: boolean }[];
    };
    expect(moments.filter(one => one.status === 'open' && one.likes > 0).length).toBeGreaterThanOrEqual(5);
    expect(moments.some(one => one.status === 'scheduled' && one.tooManyProducts)).toBe(true);
    const { data: events } = (await body('/event-definitions')) as never as {
      data: { key: string; seen: number }[];
    };
    expect(events.find(one => one.key === 'product_added')?.seen).toBeGreaterThan(20);
    expect(segments.find(one => one.name === '加购后没下单')?.people).toBeGreaterThan(0);
    expect(await compareStores(platform)).toEqual([]);
    const merged = await rowsOf(platform, 'select distinct kind, reason from merges');
    expect(merged).toEqual([{ kind: 'auto', reason: 'same_phone' }]);
    const failed = await rowsOf(platform, `select failure from channel_inbox where failure is not null`);
    expect(failed).toEqual([]);
  });

  test('a broadcast can be previewed on it, and the platform’s clock shows the real time', async () => {
    const [segment] = (
      (await body('/segments')) as never as { data: { id: string; name: string }[] }
    ).data.filter(one => one.name.includes('回头客'));
    const preview = await client.post('/broadcasts/preview', {
      ...{ name: '试一试', channel: 'wecom', accountId: 'acc_1', segmentId: segment?.id },
      message: { text: '{{name|朋友}}，明天见' },
    });
    expect(preview).toMatchObject({ status: 200 });
    expect((preview.body as { send: number }).send).toBeGreaterThan(5);
    expect((await new SimulatorAdmin(simulator.url).state()).offsetSeconds).toBe(0);
  });

  test('who has deleted a member stays so when the corp is compared again', async () => {
    const ended = `select id, ended_by from follows where ended_at is not null order by id`;
    const before = await rowsOf(platform, ended);
    expect(before.length).toBeGreaterThan(0);
    await syncWecom(platform, 1);
    expect(await rowsOf(platform, ended)).toEqual(before);
  });

  test('the sample file has new orders and the mistakes that files have', () => {
    const { name, bytes } = sampleFile(1, new Date(TEST_NOW), 300);
    const lines = bytes.toString().trim().split('\r\n');
    expect([name, lines.length]).toEqual(['小满-有赞订单样例.csv', 201]);
    expect(bytes.toString()).toContain('6.91793E+18');
  });

  test('goes at a word, and nothing of it stays', async () => {
    expect(await client.post('/demo/drop', { confirm: '好的' })).toMatchObject({
      status: 422,
      body: { code: 'demo_word_wrong' },
    });
    expect(readdirSync(platform.home.files).length).toBeGreaterThan(0);
    expect(await client.post('/demo/drop', { confirm: DROP_WORDS.zh })).toMatchObject({
      status: 200,
      body: { dropped: true },
    });
    const kept = new Set(['members', 'sessions', 'settings', 'migrations', 'rule_facts', 'calendar_days']);
    const left = await tablesWithRows(platform);
    expect(left.filter(name => !kept.has(name))).toEqual(['audit_log']);
    expect(await rowsOf(platform, 'select action from audit_log')).toEqual([{ action: 'demo.dropped' }]);
    expect(await rowsOf(platform, 'select name, value from settings')).toEqual([
      { name: 'demo', value: false },
    ]);
    expect(await rowsOf(platform, 'select id::int from members')).toEqual([{ id: owner.id }]);
    expect(filesWith(platform.home.folder, '小满')).toEqual([]);
    const analytics = await platform.clickhouse.rows<{ rows: string }>(
      `select sum(total_rows) as rows from system.tables where database = currentDatabase() and name <> 'migrations'`,
    );
    expect(Number(analytics[0]?.rows)).toBe(0);
    await readLog({ platform, stages });
    expect(await body('/customers')).toMatchObject({ total: 0 });
    expect(await client.post('/demo/drop', { confirm: DROP_WORDS.en })).toMatchObject({ status: 409 });
  });
});

function within(least: number, most: number) {
  return (value: number) => value >= least && value <= most;
}

async function signIn(platform: TestPlatform) {
  const given = {
    name: '老板',
    login: 'owner',
    password: null,
    role: 'owner',
    dataScope: 'all',
    teamId: null,
  } as const;
  const id = await platform.db
    .transaction()
    .execute(tx => createMember(tx, platform.clock, { name: 'system' }, given));
  return { id, token: await openSession(platform.db, platform.clock, id) };
}

async function tablesWithRows({ db }: Platform): Promise<string[]> {
  const { rows } = await sql<{ name: string; n: number }>`
    select relname as name, (xpath('/row/n/text()', query_to_xml('select count(*) as n from ' || oid::regclass, false, true, '')))[1]::text::int as n
    from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`.execute(db);
  return rows.filter(row => row.n > 0).map(row => row.name);
}

function filesWith(folder: string, words: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => readFileSync(path).includes(words));
}

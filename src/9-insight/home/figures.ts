import { sql } from 'kysely';
import type { z } from 'zod';
import { reachableSql } from '#customers';
import type { ClickHouse } from '#platform/clickhouse/connect.ts';
import { DAY, fromShanghai, shanghaiDate } from '#platform/clock.ts';
import type { Db } from '#platform/postgres/connect.ts';
import type { Rule } from '#segmentation';
import { EVERYBODY } from '#segmentation/contract';
import type { homeView } from './contract.ts';

type Home = z.output<typeof homeView>;
type Figures = Pick<
  Home,
  'reachable' | 'customers' | 'followed' | 'added' | 'lost' | 'revenue' | 'orders' | 'repeatShare'
>;
type Row = Record<string, number>;

const WEEK = 7;
const MONTH = 30;

/** Rules behind the numbers: what the number counts is what the page that opens shows. */
const RULES = {
  reachable: { reachable: 'wecom' },
  followed: { attribute: 'followed', test: { is: 'yes' } },
  added: {
    events: 'follow.started',
    measure: { of: 'count' },
    test: { is: 'at_least', value: 1 },
    window: { kind: 'last', n: WEEK, unit: 'day' },
    where: [],
  },
  lost: {
    events: 'follow.ended',
    measure: { of: 'count' },
    test: { is: 'at_least', value: 1 },
    window: { kind: 'last', n: WEEK, unit: 'day' },
    where: [{ property: 'by', test: { is: 'one_of', values: ['customer'] } }],
  },
  bought: {
    orders: 'count',
    test: { is: 'at_least', value: 1 },
    window: { kind: 'last', n: MONTH, unit: 'day' },
    shops: [],
    products: [],
    refund: null,
  },
} as const satisfies Record<string, Rule>;

/** Who bought in the month and had bought before: their last order is never their first. */
const BOUGHT_AGAIN: Rule = {
  all: [RULES.bought, { attribute: 'orders', test: { is: 'at_least', value: 2 } }],
};

/** The home page's numbers with the period before each, as far back as the records go. */
export async function readFigures(db: Db, clickhouse: ClickHouse, now: Date): Promise<Figures> {
  const today = fromShanghai(shanghaiDate(now)).getTime();
  const from = (days: number) => String(today - (days - 1) * DAY);
  const spans = {
    week: from(WEEK),
    weekBefore: from(2 * WEEK),
    month: from(MONTH),
    monthBefore: from(2 * MONTH),
  };
  const [people, relations, sales, known] = await Promise.all([
    countPeople(db, clickhouse, now),
    countRelations(clickhouse, spans),
    sumSales(clickhouse, spans),
    readKnownSince(db),
  ]);
  const figure = (value = 0, before?: number, rule: Rule | null = null) => ({
    value,
    before: before ?? null,
    people: rule,
  });
  const ofWeek = (before = 0) =>
    known.relations && known.relations.getTime() <= Number(spans.weekBefore) ? before : undefined;
  const ofMonth = (before = 0) =>
    known.sales && known.sales.getTime() <= Number(spans.monthBefore) ? before : undefined;
  const share = (repeat = 0, all = 0) => (all === 0 ? 0 : repeat / all);
  return {
    reachable: figure(people.reachable, undefined, RULES.reachable),
    customers: figure(people.customers, undefined, EVERYBODY),
    followed: figure(people.followed, undefined, RULES.followed),
    added: figure(relations.added, ofWeek(relations.added_before), RULES.added),
    lost: figure(relations.lost, ofWeek(relations.lost_before), RULES.lost),
    revenue: figure(sales.revenue, ofMonth(sales.revenue_before), RULES.bought),
    orders: figure(sales.orders, ofMonth(sales.orders_before), RULES.bought),
    repeatShare: figure(
      share(sales.repeat_revenue, sales.revenue),
      ofMonth(share(sales.repeat_before, sales.revenue_before)),
      BOUGHT_AGAIN,
    ),
  };
}

/**
 * Since when we know of sales (the first order) and of who comes and goes (the first corp connected). A span that
 * begins before is no span to compare with.
 */
async function readKnownSince(db: Db): Promise<{ sales: Date | null; relations: Date | null }> {
  const { rows } = await sql<{ sales: Date | null; relations: Date | null }>`
    select (select min(ordered_at) from orders where payment = 'paid') as sales,
      (select min(created_at) from channel_accounts where kind = 'wecom') as relations`.execute(db);
  return rows[0] ?? { sales: null, relations: null };
}

async function countPeople(db: Db, clickhouse: ClickHouse, now: Date): Promise<Row> {
  const reachable = await reachableSql(db, 'wecom', now);
  return await oneRow(
    clickhouse,
    `select count() as customers, countIf(notEmpty(accounts)) as followed, countIf(${reachable.sql}) as reachable from customers final`,
    reachable.values,
  );
}

function countRelations(clickhouse: ClickHouse, spans: Record<string, string>): Promise<Row> {
  return oneRow(
    clickhouse,
    `with fromUnixTimestamp64Milli({week:Int64}) as this
     select
       uniqExactIf(customer_id, type = 'follow.started' and at >= this) as added,
       uniqExactIf(customer_id, type = 'follow.started' and at < this) as added_before,
       uniqExactIf(customer_id, type = 'follow.ended' and data.by.:String = 'customer' and at >= this) as lost,
       uniqExactIf(customer_id, type = 'follow.ended' and data.by.:String = 'customer' and at < this) as lost_before
     from events where type in ('follow.started', 'follow.ended') and at >= fromUnixTimestamp64Milli({weekBefore:Int64})`,
    spans,
  );
}

/** The paid orders of both months, each with the person it belongs to. */
const SOLD = `
  select t.ordered_at, t.paid - t.refunded as net, if(m.person_id = 0, t.customer_id, m.person_id) as person
  from (select * from orders final where payment = 'paid' and ordered_at >= fromUnixTimestamp64Milli({monthBefore:Int64})) t
  left join (select customer_id, person_id from person_map final where customer_id <> person_id) m on m.customer_id = t.customer_id`;

/** Paid less refunded, by when it was ordered; an order is a repeat when its person had bought before. */
function sumSales(clickhouse: ClickHouse, spans: Record<string, string>): Promise<Row> {
  return oneRow(
    clickhouse,
    `with fromUnixTimestamp64Milli({month:Int64}) as this
     select
       sumIf(net, at >= this) as revenue, sumIf(net, at < this) as revenue_before,
       countIf(at >= this) as orders, countIf(at < this) as orders_before,
       sumIf(net, at >= this and repeat) as repeat_revenue, sumIf(net, at < this and repeat) as repeat_before
     from (
       select o.ordered_at as at, o.net, ifNull(o.person > 0 and o.ordered_at > c.first_order_at, 0) as repeat
       from (${SOLD}) o
       left join (select person_id, first_order_at from customers final where person_id in (select person from (${SOLD}))) c
         on c.person_id = o.person
     )`,
    spans,
  );
}

async function oneRow(clickhouse: ClickHouse, sql: string, values: Record<string, unknown>): Promise<Row> {
  const [row] = await clickhouse.rows<Record<string, number | string>>(sql, values);
  return Object.fromEntries(Object.entries(row ?? {}).map(([name, value]) => [name, Number(value)]));
}

/** Sales of the last thirty days, day by day in Shanghai, days without sales included. */
export async function readRevenueByDay(clickhouse: ClickHouse, now: Date): Promise<Home['revenueByDay']> {
  const today = fromShanghai(shanghaiDate(now)).getTime();
  const rows = await clickhouse.rows<{ day: string; paid: number; orders: number }>(
    `select toString(toDate(ordered_at)) as day, sum(paid - refunded) as paid, count() as orders
     from orders final where payment = 'paid' and ordered_at >= fromUnixTimestamp64Milli({from:Int64}) group by day`,
    { from: String(today - (MONTH - 1) * DAY) },
  );
  const known = new Map(rows.map(row => [row.day, row]));
  return Array.from({ length: MONTH }, (_, i) => {
    const day = shanghaiDate(new Date(today - (MONTH - 1 - i) * DAY));
    return { day, paid: Number(known.get(day)?.paid ?? 0), orders: Number(known.get(day)?.orders ?? 0) };
  });
}

/** People and value per tier, the most valuable first. */
export async function readTiers(clickhouse: ClickHouse): Promise<Home['tiers']> {
  const rows = await clickhouse.rows<{ tier: string; people: number; value: number }>(
    `select tier, count() as people, sum(value) as value from customers final group by tier`,
  );
  const order = ['重要', '常规', '偶然', ''];
  return rows
    .map(({ tier, people, value }) => ({
      tier,
      people: Number(people),
      value: Number(value),
      rule: tierRule(tier),
    }))
    .sort((a, b) => order.indexOf(a.tier) - order.indexOf(b.tier));
}

function tierRule(tier: string): Rule {
  return { attribute: 'tier', test: tier === '' ? { is: 'empty' } : { is: 'one_of', values: [tier] } };
}

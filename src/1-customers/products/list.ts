import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type {
  productFilters,
  productList,
  productListQuery,
  productPage,
  productRow,
  productSort,
} from './contract.ts';
import { figuresOf, readFigures } from './figures.ts';
import { JUDGE } from './formula.contract.ts';
import { health } from './judge.ts';
import { ALL_TOPICS } from './topics.contract.ts';

type Filters = z.output<typeof productFilters>;

/** Products as they stand in the list, before they are sorted and cut into pages. */
const rows = (days: number): RawBuilder<unknown> => sql`
  select k.id, k.name, k.external_id as sku, k.role, k.price, k.unit_cost as cost, k.account_id,
    jsonb_build_object('id', a.id, 'name', a.name) as shop,
    case when v.suggestion is distinct from k.role and v.suggestion is not null
      then jsonb_build_object('role', v.suggestion, 'reasons', v.reasons) end as suggestion,
    coalesce(v.unmendable, false) as unmendable, k.pieces::float8, k.orders::float8, k.buyers::float8,
    (k.amount - k.refunded)::float8 as revenue, k.refunded::float8,
    case when k.orders >= ${JUDGE.fewest} then k.returned::float8 / k.orders end as return_rate,
    case when k.cohort >= ${JUDGE.fewestCohort} then k.repeated::float8 / k.cohort end as repeat_rate,
    case when k.costed > 0 then (k.costed - k.cost)::float8 / k.costed end as margin
  from (${figuresOf(days)}) k join channel_accounts a on a.id = k.account_id
  left join product_verdicts v on v.product_id = k.id`;

function where({ q, shop, role, suggested, unmendable }: Filters): RawBuilder<unknown> {
  const [needle, account, roles] = [q?.trim().toLowerCase() ?? null, shop ?? null, role ?? null];
  return sql`(${needle}::text is null or strpos(lower(name), ${needle}) > 0 or strpos(lower(sku), ${needle}) = 1)
    and (${account}::bigint is null or account_id = ${account})
    and (${roles}::text[] is null or coalesce(role, 'none') = any(${roles}))
    and (${suggested !== 'yes'} or suggestion is not null) and (${unmendable !== 'yes'} or unmendable)`;
}

const COLUMNS = {
  sold: 'pieces',
  buyers: 'buyers',
  revenue: 'revenue',
  returnRate: 'return_rate',
  repeatRate: 'repeat_rate',
  margin: 'margin',
  name: 'name',
} as const satisfies Record<z.output<typeof productSort>, string>;

type Row = z.output<typeof productRow>;

export async function listProducts(
  db: Db | Tx,
  { days, sort, order, page, pageSize, ...filters }: z.output<typeof productListQuery>,
): Promise<z.output<typeof productList>> {
  const { rows: found } = await sql<Row & { total: number }>`
    select *, count(*) over ()::int as total from (${rows(days)}) listed where ${where(filters)}
    order by ${sql.ref(COLUMNS[sort])} ${sql.raw(order)} nulls last, id
    limit ${pageSize} offset ${(page - 1) * pageSize}`.execute(db);
  const total = found[0]?.total ?? (page > 1 ? await countProducts(db, days, filters) : 0);
  return { data: found, total, at: await reckonedAt(db) };
}

async function countProducts(db: Db | Tx, days: number, filters: Filters): Promise<number> {
  const { rows: counted } = await sql<{ total: number }>`
    select count(*)::int as total from (${rows(days)}) listed where ${where(filters)}`.execute(db);
  return counted[0]?.total ?? 0;
}

/** The products a batch means. */
export function idsFound(filters: Filters, except: readonly number[]): RawBuilder<unknown> {
  return sql`select id from (${rows(0)}) listed where ${where(filters)} and not id = any(${[...except]}::bigint[])`;
}

async function reckonedAt(db: Db | Tx): Promise<Date | null> {
  const { rows: runs } = await sql<{
    at: Date;
  }>`select at from product_runs order by id desc limit 1`.execute(db);
  return runs[0]?.at ?? null;
}

type Counted = { topic: (typeof ALL_TOPICS)[number]; word: string; refunds: number };

/** One product over a period, with what its figures say beside those of the shop's other products. */
export async function readProduct(
  db: Db | Tx,
  id: number,
  days: number,
): Promise<z.output<typeof productPage>> {
  const { rows: found } = await sql<Row & { price: number | null; refunded: number }>`
    select * from (${rows(days)}) listed where id = ${id}`.execute(db);
  const [known] = await readFigures(db, days, [id]);
  const [row] = found;
  if (!row || !known) throw new Problem(NOT_FOUND);
  const { own, shop } = known;
  const { others } = shop;
  const { rows: counted } = await sql<Counted>`
    select topic, word, refunds from product_topics where product_id = ${id} and days = ${days}
    order by refunds desc, word`.execute(db);
  const { returns, complaints } = health(own, shop);
  return {
    ...row,
    ...{ at: await reckonedAt(db), days, fresh: own.fresh },
    ...{ cohort: own.cohort, repeated: own.repeated, returns, complaints, topics: byTopic(counted) },
    othersRepeat: others.cohort >= JUDGE.fewestCohort ? others.repeated / others.cohort : null,
    othersFresh: others.buyers >= JUDGE.fewest ? others.fresh / others.buyers : null,
  };
}

function byTopic(counted: readonly Counted[]): z.output<typeof productPage>['topics'] {
  return ALL_TOPICS.flatMap(topic => {
    const said = counted.filter(one => one.topic === topic);
    if (said.length === 0) return [];
    const refunds = said.reduce((sum, one) => sum + one.refunds, 0);
    const words = said.filter(({ word }) => word !== '').map(({ word, refunds }) => ({ word, refunds }));
    return [{ topic, refunds, words }];
  }).sort((one, other) => other.refunds - one.refunds);
}

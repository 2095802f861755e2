import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { Figures, Shop } from './judge.ts';

const SUMS = [
  ...['orders', 'pieces', 'buyers', 'fresh', 'amount', 'refunded', 'returned', 'cohort', 'repeated'],
  ...['complaints', 'costed', 'cost'],
] as const satisfies readonly (keyof Figures)[];

/** Every product with its figures of a period; those of a product that was not sold in it are zero. */
export const figuresOf = (days: number): RawBuilder<unknown> => sql`
  select p.id, p.account_id, p.external_id, p.name, p.role, p.price, p.cost as unit_cost,
    coalesce(f.orders, 0) as orders, coalesce(f.pieces, 0) as pieces, coalesce(f.buyers, 0) as buyers,
    coalesce(f.fresh, 0) as fresh, coalesce(f.amount, 0) as amount, coalesce(f.refunded, 0) as refunded,
    coalesce(f.returned, 0) as returned, coalesce(f.cohort, 0) as cohort, coalesce(f.repeated, 0) as repeated,
    coalesce(f.complaints, 0) as complaints,
    case when p.cost is null then 0 else coalesce(f.amount - f.refunded, 0) end as costed,
    coalesce(p.cost * f.pieces, 0) as cost
  from products p left join product_figures f on f.product_id = p.id and f.days = ${days}`;

/** The shops' own sums, the middle of their prices per piece, and what a product that sells brings on average. */
export const shopsOf = (days: number): RawBuilder<unknown> => sql`
  select account_id, ${sql.join(SUMS.map(name => sql`sum(${sql.ref(name)})::float8 as ${sql.ref(name)}`))},
    percentile_cont(0.5) within group (order by amount::float8 / nullif(pieces, 0)) filter (where amount > 0) as middle_price,
    coalesce(avg(amount) filter (where orders > 0), 0)::float8 as average_amount
  from (${figuresOf(days)}) of_shop group by account_id`;

type ShopSums = Figures & { accountId: number; middlePrice: number | null; averageAmount: number };
export type Known = { id: number; accountId: number } & Figures;

/** Products with their figures, each beside all the others of its shop. `ids`: only these. */
export async function readFigures(
  db: Db | Tx,
  days: number,
  ids?: readonly number[],
): Promise<{ own: Known; shop: Shop }[]> {
  const { rows: shops } = await sql<ShopSums>`${shopsOf(days)}`.execute(db);
  const { rows } = await sql<Known>`
    select * from (${figuresOf(days)}) known
    where ${ids === undefined} or id = any(${ids ?? []}::bigint[]) order by id`.execute(db);
  const byAccount = new Map(shops.map(shop => [shop.accountId, shop]));
  return rows.flatMap(own => {
    const sums = byAccount.get(own.accountId);
    return sums ? [{ own, shop: besides(own, sums) }] : [];
  });
}

function besides(own: Figures, sums: ShopSums): Shop {
  const others = Object.fromEntries(SUMS.map(name => [name, sums[name] - own[name]]));
  return {
    others: others as Figures,
    middlePrice: sums.middlePrice,
    averageAmount: sums.averageAmount,
  };
}

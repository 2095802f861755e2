import { sql } from 'kysely';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { postgresTable } from '../projection/from-postgres.ts';
import { figures } from './figures.sql.ts';
import { readFigures } from './figures.ts';
import { JUDGED_DAYS } from './formula.contract.ts';
import { health, suggest } from './judge.ts';
import { countComplaints, keepTopics, tellTopics } from './topics.sql.ts';

/** @returns of how many products there are figures now. */
export async function reckonProducts({
  clickhouse,
  db,
  clock,
  postgresForClickHouse,
}: Platform): Promise<{ products: number }> {
  const now = clock.now();
  return await db.transaction().execute(async tx => {
    await sql`select pg_advisory_xact_lock(7480021)`.execute(tx);
    await sql`truncate product_scores`.execute(db);
    const target = postgresTable(postgresForClickHouse, 'product_scores');
    const refunds = postgresTable(postgresForClickHouse, 'product_refunds');
    await clickhouse.command(
      `insert into function ${target} ${figures(refunds)} settings max_execution_time = 0`,
      { now: String(now.getTime()) },
    );
    await sql`delete from product_figures`.execute(tx);
    await sql`delete from product_topics`.execute(tx);
    await sql`
      insert into product_figures select s.*, 0 from product_scores s join products p on p.id = s.product_id`.execute(
      tx,
    );
    await tellTopics(now).execute(tx);
    await keepTopics(now).execute(tx);
    await countComplaints(now).execute(tx);
    await sql`insert into product_runs (at) values (${now})`.execute(tx);
    return { products: await judgeAll(tx) };
  });
}

/** Writes down what a year's figures say of each product: the list is filtered by it. */
async function judgeAll(tx: Tx): Promise<number> {
  const known = await readFigures(tx, JUDGED_DAYS);
  const verdicts = known.map(({ own, shop }) => {
    const suggestion = suggest(own, shop);
    return {
      product_id: own.id,
      suggestion: suggestion?.role ?? null,
      reasons: suggestion?.reasons ?? [],
      unmendable: health(own, shop).unmendable,
    };
  });
  await sql`delete from product_verdicts`.execute(tx);
  await sql`
    insert into product_verdicts (product_id, suggestion, reasons, unmendable)
    select * from jsonb_to_recordset(${JSON.stringify(verdicts)}::jsonb)
      as v (product_id bigint, suggestion text, reasons jsonb, unmendable boolean)`.execute(tx);
  return known.filter(({ own }) => own.orders > 0).length;
}

import { sql } from 'kysely';
import type { z } from 'zod';
import { DAY } from '#platform/clock.ts';
import { NOT_FOUND, Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { orderSource, orderSourceChoice } from './contract.ts';

/** Brings first orders and touchpoints together anew; asked for when a touchpoint names its shops. */
export const SETTLE_ORDERS = { name: 'entries.orders' };

const SOURCE_TAKEN: ProblemKind = {
  code: 'order_source_taken',
  status: 409,
  title: { zh: '订单来源已归别的触点', en: 'The source belongs to another touchpoint' },
  detail: {
    zh: '「{source}」的首单已经算在触点「{touchpoint}」上，同一来源只能归一个触点。',
    en: 'First orders of “{source}” count for the touchpoint “{touchpoint}” already; a source belongs to one touchpoint only.',
  },
};

type Named = z.output<typeof orderSource>;

/**
 * Says which orders belong to a touchpoint. What a touchpoint that is put away has named may be taken over.
 * @throws Problem order_source_taken, not_found one of the shops
 */
export async function nameSources(tx: Tx, id: number, named: readonly Named[]): Promise<void> {
  await sql`delete from touchpoint_order_sources where touchpoint_id = ${id}`.execute(tx);
  if (named.length === 0) return;
  const rows = JSON.stringify(named.map(({ accountId, source }) => ({ account_id: accountId, source })));
  const wanted = sql`jsonb_to_recordset(${rows}::jsonb) as w (account_id bigint, source text)`;
  const { rows: missing } = await sql`
    select 1 from ${wanted} left join channel_accounts a on a.id = w.account_id and a.kind in ('shop', 'mini_program', 'douyin')
    where a.id is null`.execute(tx);
  if (missing.length > 0) throw new Problem(NOT_FOUND);
  await sql`
    delete from touchpoint_order_sources n using ${wanted}, touchpoints t
    where n.account_id = w.account_id and n.source = w.source and t.id = n.touchpoint_id and t.archived_at is not null`.execute(
    tx,
  );
  const { rows: taken } = await sql<{ source: string; touchpoint: string }>`
    select a.name || case when n.source = '' then '' else ' · ' || n.source end as source, t.name as touchpoint
    from touchpoint_order_sources n join ${wanted} on n.account_id = w.account_id and n.source = w.source
    join touchpoints t on t.id = n.touchpoint_id join channel_accounts a on a.id = n.account_id limit 1`.execute(
    tx,
  );
  if (taken[0]) throw new Problem(SOURCE_TAKEN, taken[0]);
  await sql`
    insert into touchpoint_order_sources (touchpoint_id, account_id, source)
    select distinct ${id}::bigint, w.account_id, w.source from ${wanted}`.execute(tx);
}

/** Looked at is the last year: a source that said nothing since is none to choose. */
const LOOKED_AT = 365 * DAY;

export async function listOrderSources(
  db: Db | Tx,
  now: Date,
): Promise<z.output<typeof orderSourceChoice>[]> {
  const since = new Date(now.getTime() - LOOKED_AT);
  const { rows } = await sql<z.output<typeof orderSourceChoice>>`
    with told as (
      select account_id, coalesce(source, '') as source, count(*)::integer as orders from orders
      where ordered_at >= ${since} and payment = 'paid' group by 1, 2
    ), every as (
      select account_id, source, orders from told where source <> ''
      union all select id, '', coalesce((select sum(orders)::integer from told where account_id = id), 0)
      from channel_accounts where kind in ('shop', 'mini_program', 'douyin') and status <> 'removed'
    )
    select jsonb_build_object('id', a.id, 'name', a.name) as account, e.source, e.orders,
      case when t.id is not null then jsonb_build_object('id', t.id, 'name', t.name) end as touchpoint
    from every e join channel_accounts a on a.id = e.account_id and a.kind in ('shop', 'mini_program', 'douyin')
    left join touchpoint_order_sources n on n.account_id = e.account_id and n.source = e.source
    left join touchpoints t on t.id = n.touchpoint_id and t.archived_at is null
    order by a.name, e.source = '' desc, e.orders desc, e.source limit 500`.execute(db);
  return rows;
}

import { sql } from 'kysely';
import type { z } from 'zod';
import { inScope, suggestOrder } from '#customers';
import type { Scope } from '#platform/auth/actor.ts';
import { type Clock, MINUTE } from '#platform/clock.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { boundOf, factsOn } from '#platform/settings/facts-on.ts';
import type { receiptQuery, receiptView } from './contract.ts';

/** An order number as a printer of receipts writes it; anything else in its place is no order. */
const ORDER_NO = /^[A-Za-z0-9][A-Za-z0-9_-]{3,39}$/;

type Opening = { codeId: number; memberId: number | null; visitor: Buffer; orderNo: string; at: Date };

/** Somebody opened the code of a receipt and was led to a member. Told again it is the same, as of now. */
export async function noteReceipt(db: Db | Tx, opening: Opening): Promise<void> {
  const { codeId, memberId, visitor, orderNo, at } = opening;
  if (memberId === null || !ORDER_NO.test(orderNo)) return;
  await sql`
    insert into receipt_scans (code_id, member_id, visitor, order_no, at)
    select l.id, ${memberId}, ${visitor}, ${orderNo}, ${at} from live_codes l join code_sets s on s.id = l.set_id and s.place = 'receipt'
    where l.id = ${codeId}
    on conflict (code_id, visitor, order_no) do update set at = excluded.at, member_id = excluded.member_id
      where receipt_scans.state = 'open'`.execute(db);
}

/** How long after the receipt somebody may add and still be meant. */
export const JOIN_MINUTES = 'receipt.join.minutes';

type Match = { entryId: number; customerId: number; scanIds: number[]; visitors: number; orderNos: string[] };

/**
 * Brings receipts and those together who have added the member the receipt led to, within minutes. The number proves
 * nothing and neither does the time, so nothing is bound: it is suggested, and a member decides. Where two browsers could
 * be meant, nothing is suggested for either.
 */
export async function joinReceipts(tx: Tx, clock: Clock, entryIds: readonly number[]): Promise<void> {
  if (entryIds.length === 0) return;
  const now = clock.now();
  const within = boundOf(await factsOn(tx, now, [JOIN_MINUTES]), JOIN_MINUTES, now) * MINUTE;
  const { rows: entries } = await sql<{ id: number }>`
    select e.id from entries e join live_codes l on l.id = e.code_id join code_sets s on s.id = l.set_id and s.place = 'receipt'
    where e.id = any(${entryIds}::bigint[]) and e.kind = 'add' order by e.at, e.id`.execute(tx);
  for (const { id } of entries) await joinOne(tx, clock, id, within);
}

async function joinOne(tx: Tx, clock: Clock, entryId: number, within: number): Promise<void> {
  const { rows } = await sql<Match>`
    select e.id as entry_id, e.customer_id, array_agg(r.id) as scan_ids, count(distinct r.visitor)::integer as visitors,
      array_agg(r.order_no order by r.at desc) as order_nos
    from entries e join receipt_scans r on r.code_id = e.code_id and r.member_id = e.member_id and r.state = 'open'
      and r.at <= e.at and r.at >= e.at - ${within / MINUTE} * interval '1 minute'
    where e.id = ${entryId} group by e.id`.execute(tx);
  const [match] = rows;
  if (!match) return;
  const { customerId, scanIds, visitors, orderNos } = match;
  if (visitors > 1) return await keep(tx, clock, scanIds, 'unclear', null);
  const actor = { name: 'receipt' };
  let isNew = false;
  for (const orderNo of new Set(orderNos))
    isNew = (await suggestOrder(tx, { clock, actor }, customerId, orderNo)) === 'suggested' || isNew;
  await keep(tx, clock, scanIds, isNew ? 'suggested' : 'known', customerId);
}

async function keep(
  tx: Tx,
  clock: Clock,
  scanIds: readonly number[],
  state: 'suggested' | 'known' | 'unclear',
  customerId: number | null,
): Promise<void> {
  await sql`
    update receipt_scans set state = ${state}, customer_id = ${customerId}, settled_at = ${clock.now()}
    where id = any(${scanIds}::bigint[])`.execute(tx);
}

type Row = z.output<typeof receiptView>;

/** Receipts of a set that were scanned, the last first. Whose they may be is shown to those who may see them. */
export async function listReceipts(
  db: Db | Tx,
  scope: Scope,
  setId: number,
  { cursor, limit }: z.output<typeof receiptQuery>,
): Promise<{ data: Row[]; hasMore: boolean; nextCursor: string | null }> {
  const before = cursor ? Number(cursor) : null;
  const { rows } = await sql<Row>`
    select r.id, r.at, r.order_no, r.state, jsonb_build_object('id', l.id, 'name', l.name) as code,
      jsonb_build_object('id', m.id, 'name', m.name) as member,
      case when c.id is not null and ${inScope(scope, sql`c.person_id`)} then jsonb_build_object('id', c.person_id, 'name',
        coalesce((select p.name from customers p where p.person_id = c.person_id and p.name is not null order by p.id = c.person_id desc, p.id limit 1), '')) end as customer,
      (select b.state from order_bindings b join customers o on o.id = b.customer_id
        where b.order_no = r.order_no and o.person_id = c.person_id order by b.id desc limit 1) as binding
    from receipt_scans r join live_codes l on l.id = r.code_id and l.set_id = ${setId} join members m on m.id = r.member_id
    left join customers c on c.id = r.customer_id and c.status = 'active'
    where (${before}::bigint is null or r.id < ${before}) order by r.id desc limit ${limit + 1}`.execute(db);
  const data = rows.slice(0, limit);
  const hasMore = rows.length > limit;
  return { data, hasMore, nextCursor: hasMore ? String(data.at(-1)?.id) : null };
}

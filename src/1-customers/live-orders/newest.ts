import { sql } from 'kysely';
import type { Db } from '#platform/postgres/connect.ts';
import type { OrderLine, RefundLine } from '../imports/formats/records/records.ts';

/** A line of an order or a refund, and when the shop says that it was so. Lines told together carry the very same `at`. */
export type Told = { at: Date; record: OrderLine | RefundLine };

/** Of each order and refund what is newest, and only where nothing newer is known: messages overtake each other. */
export async function dropOlder(db: Db, accountId: number, told: readonly Told[]): Promise<Told[]> {
  const latest = new Map<string, number>();
  for (const { at, record } of told) {
    const key = keyOf(record);
    latest.set(key, Math.max(latest.get(key) ?? 0, at.getTime()));
  }
  const known = await knownTimes(db, accountId, told);
  const newest = told.filter(({ at, record }) => {
    const key = keyOf(record);
    return at.getTime() === latest.get(key) && at.getTime() >= (known.get(key) ?? 0);
  });
  return lastTelling(newest);
}

/** The same order told twice with one time: the later telling counts, with all its lines. */
function lastTelling(told: readonly Told[]): Told[] {
  const last = new Map<string, Date>();
  for (const { at, record } of told) last.set(keyOf(record), at);
  return told.filter(({ at, record }) => last.get(keyOf(record)) === at);
}

function keyOf(record: OrderLine | RefundLine): string {
  return record.kind === 'order' ? `order ${record.orderNo}` : `refund ${record.refundNo}`;
}

/** The orders and refunds that are told of, each once. */
export function numbersOf(told: readonly Told[]): { orders: string[]; refunds: string[] } {
  const [orders, refunds] = [new Set<string>(), new Set<string>()];
  for (const { record } of told)
    if (record.kind === 'order') orders.add(record.orderNo);
    else refunds.add(record.refundNo);
  return { orders: [...orders], refunds: [...refunds] };
}

async function knownTimes(db: Db, accountId: number, told: readonly Told[]): Promise<Map<string, number>> {
  const numbers = numbersOf(told);
  const { rows } = await sql<{ key: string; at: Date }>`
    select 'order ' || order_no as key, told_at as at from orders
    where account_id = ${accountId} and order_no = any(${numbers.orders}::text[]) and told_at is not null
    union all
    select 'refund ' || refund_no, max(told_at) from refunds
    where account_id = ${accountId} and refund_no = any(${numbers.refunds}::text[]) and told_at is not null
    group by refund_no`.execute(db);
  return new Map(rows.map(row => [row.key, row.at.getTime()]));
}

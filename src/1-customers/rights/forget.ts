import { sql } from 'kysely';
import { redactAudit } from '#platform/audit/audit.ts';
import type { Clock } from '#platform/clock.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { Vault } from '#platform/vault/vault.ts';
import { erasureHash, pseudonymOf } from '../identities/erased.ts';
import { forgetting } from './forget.sql.ts';
import { forgetToldOrders } from './forget-told.ts';
import { handPhonesOn } from './hand-on.ts';
import type { Known } from './known.ts';

/**
 * Makes the rows of a person forget who it was, and keeps hashes of its keys so that nobody brings it back. Repeating it
 * changes nothing: it is run again after the erasing transaction, for what transactions that were under way have added.
 */
export async function forgetRows(
  tx: Tx,
  { clock, vault }: { clock: Clock; vault: Vault },
  profiles: readonly number[],
  known: Known,
): Promise<Record<string, number>> {
  await refuseKeys(tx, clock, vault, known);
  await handPhonesOn(tx, clock, profiles);
  await forgetToldOrders(tx, profiles);
  const counts: Record<string, number> = {};
  for (const { table, statement } of forgetting(profiles)) {
    const { numAffectedRows } = await statement.execute(tx);
    counts[table] = (counts[table] ?? 0) + Number(numAffectedRows ?? 0);
  }
  counts.orders = await renameOrders(tx, vault, profiles);
  await renameRefunds(tx, vault, profiles);
  counts.audit = await blackOut(tx, profiles);
  return counts;
}

async function refuseKeys(tx: Tx, clock: Clock, vault: Vault, { keys }: Known): Promise<void> {
  await sql`
    insert into erasures (kind, account_id, key_hash, at)
    select kind, account_id, key_hash, ${clock.now()} from unnest(${keys.map(key => key.kind)}::text[],
      ${keys.map(key => key.accountId)}::bigint[], ${keys.map(key => erasureHash(vault, key))}::bytea[]) as k (kind, account_id, key_hash)
    on conflict do nothing`.execute(tx);
}

type Numbered = { id: number; accountId: number; orderNo: string | null; refundNo: string };

async function renameOrders(tx: Tx, vault: Vault, profiles: readonly number[]): Promise<number> {
  const { rows } = await sql<Omit<Numbered, 'refundNo'>>`
    select id, account_id, order_no from orders
    where customer_id = any(${profiles}::bigint[]) and order_no not like 'erased:%'`.execute(tx);
  const names = rows.map(row =>
    pseudonymOf(vault, { kind: 'order', accountId: row.accountId, key: row.orderNo ?? '' }),
  );
  await sql`
    update orders o set order_no = n.name from unnest(${rows.map(row => row.id)}::bigint[], ${names}::text[]) as n (id, name)
    where o.id = n.id`.execute(tx);
  return rows.length;
}

async function renameRefunds(tx: Tx, vault: Vault, profiles: readonly number[]): Promise<void> {
  const { rows } = await sql<Numbered>`
    select r.id, r.account_id, r.order_no, r.refund_no from refunds r left join orders o on o.id = r.order_id
    where (r.customer_id = any(${profiles}::bigint[]) or o.customer_id = any(${profiles}::bigint[]))
      and r.refund_no not like 'erased:%'`.execute(tx);
  const refunds = rows.map(row =>
    pseudonymOf(vault, { kind: 'refund', accountId: row.accountId, key: row.refundNo }),
  );
  const orders = rows.map(row =>
    row.orderNo === null || row.orderNo.startsWith('erased:')
      ? row.orderNo
      : pseudonymOf(vault, { kind: 'order', accountId: row.accountId, key: row.orderNo }),
  );
  await sql`
    update refunds r set refund_no = n.refund_no, order_no = n.order_no, reason = null
    from unnest(${rows.map(row => row.id)}::bigint[], ${refunds}::text[], ${orders}::text[]) as n (id, refund_no, order_no)
    where r.id = n.id`.execute(tx);
}

async function blackOut(tx: Tx, profiles: readonly number[]): Promise<number> {
  const { rows: merges } = await sql<{ id: number }>`
    select id from merges where customer_a = any(${profiles}::bigint[]) or customer_b = any(${profiles}::bigint[])`.execute(
    tx,
  );
  return await redactAudit(tx, { customerIds: profiles, mergeIds: merges.map(merge => merge.id) });
}

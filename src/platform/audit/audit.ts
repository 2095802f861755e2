import { sql } from 'kysely';
import type { Actor } from '../auth/actor.ts';
import type { Clock } from '../clock.ts';
import type { Tx } from '../postgres/connect.ts';

export type AuditEntry = {
  /** `noun.verb`, e.g. `customer.unmasked`. */
  action: string;
  object: { kind: string; id: number | string };
  customerId?: number | undefined;
  reason?: string | undefined;
  /** What changed, personal values masked: the audit log is not a second place to read them from. */
  before?: Record<string, unknown> | undefined;
  after?: Record<string, unknown> | undefined;
  requestId?: string | undefined;
};

/** Writes who did what, in the transaction that does it. */
export async function audit(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  entry: AuditEntry,
): Promise<void> {
  await tx
    .insertInto('auditLog')
    .values({
      at: clock.now(),
      actor: actor.name,
      action: entry.action,
      objectKind: entry.object.kind,
      objectId: String(entry.object.id),
      customerId: entry.customerId ?? null,
      reason: entry.reason ?? null,
      before: entry.before ? JSON.stringify(entry.before) : null,
      after: entry.after ? JSON.stringify(entry.after) : null,
      requestId: entry.requestId ?? null,
    })
    .execute();
}

/**
 * Blacks out what audit rows say of people who were erased: reason, before and after. Who did what and when stays, and
 * the chain of seals holds (migration 0011). `naming`: rows about no customer that contain one of these strings.
 * @returns number of rows blacked out.
 */
export async function redactAudit(
  tx: Tx,
  rows: { customerIds?: readonly number[]; mergeIds?: readonly number[]; naming?: readonly string[] },
): Promise<number> {
  const { customerIds = [], mergeIds = [], naming = [] } = rows;
  const { numAffectedRows } = await sql`
    update audit_log set redacted = audit_closed(audit_log), reason = null, before = null, after = null, salt = null
    where redacted is null and (reason is not null or before is not null or after is not null)
      and (customer_id = any(${customerIds}::bigint[])
        or object_kind = 'merge' and object_id = any(${mergeIds.map(String)}::text[])
        or customer_id is null and exists (select 1 from unnest(${naming}::text[]) as s (text)
          where strpos(concat_ws(' ', reason, before, after), s.text) > 0))`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

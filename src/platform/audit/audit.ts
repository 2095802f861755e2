import { type RawBuilder, sql } from 'kysely';
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
 * the chain of seals holds (migration 0011). `naming`: rows about no customer whose reason, before or after meets a condition.
 * @returns number of rows blacked out.
 */
export async function redactAudit(
  tx: Tx,
  rows: {
    customerIds?: readonly number[];
    mergeIds?: readonly number[];
    bindingIds?: readonly number[];
    naming?: (text: RawBuilder<unknown>) => RawBuilder<boolean>;
  },
): Promise<number> {
  const { customerIds = [], mergeIds = [], bindingIds = [] } = rows;
  const texts = ["coalesce(reason, '')", "coalesce(before::text, '')", "coalesce(after::text, '')"];
  const named = rows.naming
    ? sql.join(
        texts.map(text => rows.naming?.(sql.raw(text)) ?? sql`false`),
        sql` or `,
      )
    : sql`false`;
  const { numAffectedRows } = await sql`
    update audit_log set redacted = audit_closed(audit_log), reason = null, before = null, after = null, salt = null
    where redacted is null and (reason is not null or before is not null or after is not null)
      and (customer_id = any(${customerIds}::bigint[])
        or object_kind = 'merge' and object_id = any(${mergeIds.map(String)}::text[])
        or object_kind = 'order_binding' and object_id = any(${bindingIds.map(String)}::text[])
        or customer_id is null and (${named}))`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

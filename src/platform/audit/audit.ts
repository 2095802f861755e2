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

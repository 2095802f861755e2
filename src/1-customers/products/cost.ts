import type { z } from 'zod';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { productCostBody } from './contract.ts';

/**
 * Says what one piece of a product costs the shop, in fen; null: nobody knows. It holds for what was sold before, too:
 * the value ledger hears of it and enters the difference. The same cost again changes nothing.
 */
export async function setCost(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  id: number,
  { cost }: z.output<typeof productCostBody>,
): Promise<void> {
  const now = clock.now();
  const before = await tx
    .selectFrom('products')
    .select(['name', 'cost'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!before) throw new Problem(NOT_FOUND);
  if (before.cost === cost) return;
  await tx.updateTable('products').set({ cost, updatedAt: now }).where('id', '=', id).execute();
  await audit(tx, clock, actor, {
    action: 'product.cost_changed',
    object: { kind: 'product', id },
    before,
    after: { name: before.name, cost },
  });
  await appendEvents(tx, [
    { type: 'product.cost_changed', at: now, actor: actor.name, data: { productId: id } },
  ]);
}

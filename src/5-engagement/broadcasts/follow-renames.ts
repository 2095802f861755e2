import type { RenamedOption } from '#customers';
import type { Tx } from '#platform/postgres/connect.ts';
import { type Rule, renameInRule } from '#segmentation';

/** A broadcast whose people are not chosen yet asks for an option by its new word. */
export async function renameInBroadcasts(tx: Tx, renamed: RenamedOption): Promise<void> {
  const waiting = await tx
    .selectFrom('broadcasts')
    .select(['id', 'rule'])
    .where('status', 'in', ['draft', 'scheduled', 'planning'])
    .orderBy('id')
    .forUpdate()
    .execute();
  for (const { id, rule: stored } of waiting) {
    const rule = renameInRule(stored as unknown as Rule, renamed);
    if (rule !== (stored as unknown as Rule))
      await tx
        .updateTable('broadcasts')
        .set({ rule: JSON.stringify(rule) })
        .where('id', '=', id)
        .execute();
  }
}

import type { RenamedOption } from '#customers';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { Rule } from '../rules/contract.ts';
import { renameInRule } from '../rules/rename.ts';
import { writeVersion } from './segments.ts';

/** What a rule calls by its old word is called by the new one in a next version, of archived segments too. */
export async function renameInSegments(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  renamed: RenamedOption,
): Promise<void> {
  const segments = await tx.selectFrom('segments').selectAll().orderBy('id').forUpdate().execute();
  for (const { rule: stored, ...segment } of segments) {
    const before = stored as unknown as Rule;
    const rule = renameInRule(before, renamed);
    if (rule === before) continue;
    const { name, description } = segment;
    await writeVersion(tx, clock, actor, { ...segment, rule: before }, { name, description, rule });
  }
}

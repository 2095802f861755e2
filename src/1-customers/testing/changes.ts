import { type Actor, SYSTEM } from '#platform/auth/actor.ts';
import type { Random } from '#platform/random.ts';
import type { TestPlatform } from '#platform/testing/test-platform.ts';
import { mergeCustomers, undoMerge } from '../identities/merges.ts';
import { addTags, ensureTag } from '../tags/tags.ts';

export async function mergeForTest(
  { db, clock }: TestPlatform,
  actor: Actor,
  pairs: [number, number][],
): Promise<void> {
  const merges = pairs.map(
    ([customerA, customerB]) => ({ customerA, customerB, kind: 'manual', reason: 'staff_decided' }) as const,
  );
  await db.transaction().execute(tx => mergeCustomers(tx, clock, actor, merges));
}

/** Three tags, each on about a third of the customers. */
export async function tagForTest(
  { db, clock }: TestPlatform,
  customerIds: readonly number[],
  random: Random,
): Promise<number[]> {
  return await db.transaction().execute(async tx => {
    const tagIds: number[] = [];
    for (const name of ['甜', '咸', '素']) {
      const tagId = await ensureTag(tx, '口味', name);
      const some = customerIds.filter(() => random.next() < 0.35);
      await addTags(tx, clock, SYSTEM, { customerIds: some, tagIds: [tagId] }, { source: 'manual' });
      tagIds.push(tagId);
    }
    return tagIds;
  });
}

/** Takes apart the last merge that still stands. */
export async function undoLastMergeForTest({ db, clock }: TestPlatform, actor: Actor): Promise<void> {
  await db.transaction().execute(async tx => {
    const last = await tx
      .selectFrom('merges')
      .select('id')
      .where('undoneAt', 'is', null)
      .orderBy('id', 'desc')
      .executeTakeFirst();
    if (last) await undoMerge(tx, clock, actor, last.id, 'test');
  });
}

import type { TestPlatform } from '#platform/testing/test-platform.ts';

/** For whom something is made: customers are followed by `follower`, what is one's own belongs to `caller`. */
export type For = { platform: TestPlatform; accountId: number; follower: number; caller: number };

let made = 0;
/** Different in every call, so that unique names never meet. */
export const next = () => ++made;

export async function insert(
  { platform }: For,
  table: string,
  row: Record<string, unknown>,
): Promise<number> {
  const { id } = await platform.db
    .insertInto(table as never)
    .values(row as never)
    .returning('id' as never)
    .executeTakeFirstOrThrow();
  return id;
}

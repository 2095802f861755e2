import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { Vault } from '#platform/vault/vault.ts';

/** A key as it was erased: an identity's, or the number of an order or a refund in its shop. */
export type ErasedKey = { kind: string; accountId: number; key: string };

/** What is kept of an erased key: enough to recognise it, useless without the installation's secret. */
export function erasureHash(vault: Vault, key: ErasedKey): Buffer {
  return createHmac('sha256', vault.blindIndex('erasure', 'erasure-key'))
    .update(`${key.kind} ${key.accountId} ${key.key}`)
    .digest();
}

/** What stands instead of the number of an erased person's order: the same file again finds the same order by it. */
export function pseudonymOf(vault: Vault, key: ErasedKey): string {
  return `erased:${erasureHash(vault, key).toString('hex').slice(0, 32)}`;
}

/** Which of the keys were erased, asked at once. */
export async function erasedAmong(
  db: Db | Tx,
  vault: Vault,
  keys: readonly ErasedKey[],
): Promise<(key: ErasedKey) => boolean> {
  const some = await db.selectFrom('erasures').select('kind').limit(1).executeTakeFirst();
  if (!some || keys.length === 0) return () => false;
  const { rows } = await sql<{ keyHash: Buffer }>`
    select key_hash from erasures where key_hash = any(${keys.map(key => erasureHash(vault, key))}::bytea[])`.execute(
    db,
  );
  const erased = new Set(rows.map(row => row.keyHash.toString('hex')));
  return key => erased.has(erasureHash(vault, key).toString('hex'));
}

import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Tx } from '../postgres/connect.ts';
import type { Vault } from '../vault/vault.ts';
import { KEY_REUSED, Problem, SAME_KEY_RUNNING } from './problem.ts';

export type Answer = { status: number; body: unknown };

/**
 * Runs the work once per key: the answer is stored in the transaction of the work itself, so both exist or neither.
 * A repeat gets the stored answer; the same key with other content is refused (422), at the same moment too (409).
 * Rules as Stripe publishes them (docs/api/idempotent_requests); nothing is stored for a request that failed. Stored
 * answers are sealed: one may hold a phone in full, which stands nowhere else in the database.
 */
export async function once(
  tx: Tx,
  { clock, vault }: { clock: Clock; vault: Vault },
  request: { key: string; actor: string; method: string; path: string; body: unknown },
  work: () => Promise<Answer>,
): Promise<Answer & { replayed: boolean }> {
  const { rows } = await sql<{ free: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`${request.actor} ${request.key}`}, 7)) as free`.execute(
    tx,
  );
  if (!rows[0]?.free) throw new Problem(SAME_KEY_RUNNING);

  const place = `idempotency:${request.actor}:${request.key}`;
  const hash = createHash('sha256')
    .update(JSON.stringify([request.method, request.path, request.body ?? null]))
    .digest();
  const stored = await tx
    .selectFrom('idempotencyKeys')
    .select(['requestHash', 'status', 'body'])
    .where('actor', '=', request.actor)
    .where('key', '=', request.key)
    .executeTakeFirst();
  if (stored) {
    if (!stored.requestHash.equals(hash)) throw new Problem(KEY_REUSED);
    const sealed = Buffer.from(String(stored.body), 'base64');
    return { status: stored.status, body: JSON.parse(vault.open(sealed, place)), replayed: true };
  }
  const answer = await work();
  await tx
    .insertInto('idempotencyKeys')
    .values({
      actor: request.actor,
      key: request.key,
      requestHash: hash,
      status: answer.status,
      body: JSON.stringify(vault.seal(JSON.stringify(answer.body ?? null), place).toString('base64')),
      createdAt: clock.now(),
    })
    .execute();
  return { ...answer, replayed: false };
}

import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { whileScoring } from './profiling/profiling.sql.ts';

/** Customers with ids from `from` on, below `to`. */
export type Part = { from: number; to: number };

/** So many customers' scores are applied in one transaction: half a second where everybody's are new. */
const PART = 5_000;

/**
 * While scores of everybody are computed: one computation of a kind (`lock`) at a time. The transaction that holds the locks
 * writes nothing, because one that has written holds back whoever reads the log (docs/decisions/0005). What broke off is
 * begun anew, and finds what was applied before unchanged.
 */
export async function whileComputing<Answer>(
  db: Db,
  lock: number,
  compute: () => Promise<Answer>,
): Promise<Answer> {
  return await db.transaction().execute(async tx => {
    await sql`select pg_advisory_xact_lock(${lock})`.execute(tx);
    await whileScoring(tx);
    return await compute();
  });
}

/** Applies scores to all customers, part after part, each in a transaction of its own. @returns the sum of what the parts return. */
export async function applyInParts(db: Db, apply: (tx: Tx, part: Part) => Promise<number>): Promise<number> {
  const { rows } = await sql<{ last: number }>`select coalesce(max(id), 0) as last from customers`.execute(
    db,
  );
  const last = rows[0]?.last ?? 0;
  let sum = 0;
  for (let from = 0; from <= last; from += PART)
    sum += await db.transaction().execute(tx => apply(tx, { from, to: from + PART }));
  return sum;
}

/** Of a customer's id: that it lies in a part. */
export function isIn({ from, to }: Part, id: string): RawBuilder<boolean> {
  return sql<boolean>`(${sql.ref(id)} >= ${from}::bigint and ${sql.ref(id)} < ${to}::bigint)`;
}

/** Takes those who refuse to be profiled (PIPL art. 24) out of scores that were computed and are not yet applied. */
export async function leaveOutRefusing(
  db: Db,
  scores: 'tier_scores' | 'prediction_scores' | 'cadence_scores' | 'price_scores',
): Promise<void> {
  await sql`delete from ${sql.table(scores)} s using profiling_refused refusal where refusal.person_id = s.person_id`.execute(
    db,
  );
}

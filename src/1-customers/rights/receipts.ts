import { sql } from 'kysely';
import type { z } from 'zod';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { ERASURE_STEPS, type erasureReceipt } from './contract.ts';

type Receipt = z.output<typeof erasureReceipt>;

export async function readReceipt(db: Db | Tx, id: number): Promise<Receipt> {
  const [receipt] = await list(db, 1, id, 'one');
  if (!receipt) throw new Problem(NOT_FOUND);
  return receipt;
}

/** Receipts, the newest first. */
export async function listReceipts(db: Db, limit: number, before?: number): Promise<Receipt[]> {
  return await list(db, limit, before, 'before');
}

async function list(db: Db | Tx, limit: number, id: number | undefined, what: 'one' | 'before') {
  const rows = await db
    .selectFrom('erasureReceipts as r')
    .leftJoin('members as m', join => join.on('r.actor', '=', sql<string>`'member:' || m.id`))
    .select(['r.id', 'r.reason', 'r.actor', 'm.name', 'r.askedAt', 'r.steps', 'r.finishedAt', 'r.scrubbedAt'])
    .select(['r.counts', 'r.remainder'])
    .$if(id !== undefined, query => query.where('r.id', what === 'one' ? '=' : '<', id ?? 0))
    .orderBy('r.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ name, steps, ...row }) => ({
    ...row,
    reason: row.reason as Receipt['reason'],
    actor: name ?? row.actor,
    steps: ERASURE_STEPS.map(step => ({ step, doneAt: doneAt(steps, step) })),
    counts: row.counts as Receipt['counts'],
    remainder: row.remainder as Receipt['remainder'],
  }));
}

function doneAt(steps: unknown, step: string): Date | null {
  const at = (steps as Record<string, string>)[step];
  return at ? new Date(at) : null;
}

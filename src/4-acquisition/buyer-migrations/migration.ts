import type { z } from 'zod';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { migrationStatus } from './contract.ts';

export type Migration = Awaited<ReturnType<typeof lockMigration>>;

/** One migration, locked: whatever moves it along waits for whoever does so already. */
export async function lockMigration(tx: Tx, id: number) {
  const row = await tx
    .selectFrom('buyerMigrations')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new Problem(NOT_FOUND);
  return { ...row, status: row.status as z.output<typeof migrationStatus> };
}

import type { Platform } from '#platform/platform.ts';
import { advanceMigration } from './waves.ts';

/** Moves on every migration that is under way; each in a transaction of its own. */
export async function advanceMigrations({ db, clock }: Platform): Promise<void> {
  const running = await db
    .selectFrom('buyerMigrations')
    .select('id')
    .where('status', '=', 'running')
    .orderBy('id')
    .execute();
  for (const { id } of running) await db.transaction().execute(tx => advanceMigration(tx, clock, id));
}

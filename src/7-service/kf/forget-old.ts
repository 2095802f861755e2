import { sql } from 'kysely';
import type { Platform } from '#platform/platform.ts';
import { kfRules } from './rules.ts';

/** What was said is deleted when its days are over; that somebody asked and was answered stays in the log. */
export async function forgetOldMessages({ db, clock }: Platform): Promise<number> {
  const { kept } = await kfRules(db, clock.now());
  const before = new Date(clock.now().getTime() - kept);
  const { numAffectedRows } =
    await sql`delete from kf_messages where at < ${before} and state <> 'sending'`.execute(db);
  await sql`update kf_sessions set last_text = '' where last_at < ${before} and last_text <> ''`.execute(db);
  return Number(numAffectedRows ?? 0);
}

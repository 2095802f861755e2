import { sql } from 'kysely';
import type { Platform } from '#platform/platform.ts';
import { everybodyOfRule } from '#segmentation';
import type { Broadcast } from './broadcasts.ts';

const CHUNK = 20_000;

/**
 * Writes down, once, everybody the rule names at this moment. Cut short, it is taken anew from the beginning, so the
 * audience is always of one moment.
 */
export async function snapshotAudience(platform: Platform, broadcast: Broadcast): Promise<void> {
  if (broadcast.audienceAt) return;
  const { db, clock } = platform;
  await db.deleteFrom('broadcastPeople').where('broadcastId', '=', broadcast.id).execute();
  const people = await everybodyOfRule(platform, broadcast.rule);
  for (let at = 0; at < people.length; at += CHUNK)
    await sql`
      insert into broadcast_people (broadcast_id, customer_id)
      select ${broadcast.id}, id from customers where id = any(${people.slice(at, at + CHUNK)}::bigint[]) and person_id = id
      on conflict do nothing`.execute(db);
  await db
    .updateTable('broadcasts')
    .set({ audienceAt: clock.now() })
    .where('id', '=', broadcast.id)
    .execute();
}

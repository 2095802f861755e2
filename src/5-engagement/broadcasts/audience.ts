import { sql } from 'kysely';
import type { Platform } from '#platform/platform.ts';
import { peopleOfRule } from '#segmentation';
import type { Broadcast } from './broadcasts.ts';

const PAGE = 20_000;

/**
 * Writes down, once, everybody the rule names at this moment. Cut short, it is taken anew from the beginning, so the
 * audience is always of one moment.
 */
export async function snapshotAudience(platform: Platform, broadcast: Broadcast): Promise<void> {
  if (broadcast.audienceAt) return;
  const { db, clock } = platform;
  await db.deleteFrom('broadcastPeople').where('broadcastId', '=', broadcast.id).execute();
  for (let offset = 0; ; offset += PAGE) {
    const { personIds } = await peopleOfRule(
      platform,
      broadcast.rule,
      { kind: 'all' },
      { limit: PAGE, offset },
    );
    await sql`
      insert into broadcast_people (broadcast_id, customer_id)
      select ${broadcast.id}, id from customers where id = any(${personIds}::bigint[]) and person_id = id
      on conflict do nothing`.execute(db);
    if (personIds.length < PAGE) break;
  }
  await db
    .updateTable('broadcasts')
    .set({ audienceAt: clock.now() })
    .where('id', '=', broadcast.id)
    .execute();
}

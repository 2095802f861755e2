import { sql } from 'kysely';
import { officialAccount, wecom } from '#channels';
import type { Platform } from '#platform/platform.ts';
import { noteSync, syncFailure } from '../wecom/sync-state.ts';
import { endFollowers, takeInFollowers } from './followers.ts';

/** `first`: nobody was known before, so all of them are new and nothing was missed. */
export type FollowersRead = { followers: number; begun: number; ended: number; first: boolean };

/**
 * Makes Siyu's list of followers equal to the platform's: everybody who follows is read, and who is listed no more has
 * left. Events may be lost; this is what repairs that, every night and on demand.
 */
export async function syncFollowers(platform: Platform, accountId: number): Promise<FollowersRead> {
  await noteSync(platform, accountId, { state: 'running' });
  try {
    const read = await compare(platform, accountId);
    await noteSync(platform, accountId, { state: 'followers', ...read });
    return read;
  } catch (error) {
    await noteSync(platform, accountId, { state: 'failed', failure: syncFailure(error) });
    throw error;
  }
}

async function compare(platform: Platform, accountId: number): Promise<FollowersRead> {
  const { db, clock } = platform;
  const started = clock.now();
  const client = await officialAccount.openOfficialAccount(platform, accountId);
  const listed = new Set<string>();
  const before = await db
    .selectFrom('followers')
    .select('id')
    .where('accountId', '=', accountId)
    .limit(1)
    .executeTakeFirst();
  let begun = 0;
  for await (const page of officialAccount.walkFollowers(client)) {
    const openIds = wecom.orThrow(page);
    for (let at = 0; at < openIds.length; at += officialAccount.FOLLOWERS_AT_ONCE) {
      const some = openIds.slice(at, at + officialAccount.FOLLOWERS_AT_ONCE);
      const followers = wecom.orThrow(await officialAccount.readFollowers(client, some));
      begun += await db.transaction().execute(tx => takeInFollowers(tx, platform, accountId, followers));
    }
    for (const openId of openIds) listed.add(openId);
  }
  const { rows } = await sql<{ openid: string }>`
    select openid from followers where account_id = ${accountId} and ended_at is null and subscribed_at < ${started}`.execute(
    db,
  );
  const gone = rows.map(row => row.openid).filter(openId => !listed.has(openId));
  const ended = await db.transaction().execute(tx => endFollowers(tx, accountId, gone, started));
  return { followers: listed.size, begun, ended, first: before === undefined };
}

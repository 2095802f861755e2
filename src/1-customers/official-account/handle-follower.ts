import { officialAccount, wecom } from '#channels';
import type { Platform } from '#platform/platform.ts';
import { endFollowers, noteAct, takeInFollowers } from './followers.ts';
import { takeWords } from './take-words.ts';

/**
 * Works off what a follower did. Who came or acts is read from the platform first, so that late and lost events do no harm:
 * somebody whose "subscribe" never came is known from their first scan on.
 */
export async function handleFollower(
  platform: Platform,
  accountId: number,
  stored: officialAccount.FollowerEvent,
): Promise<void> {
  const event = { ...stored, at: new Date(stored.at) };
  const { openId, at, change } = event;
  if (change === 'unfollowed')
    return void (await platform.db.transaction().execute(tx => endFollowers(tx, accountId, [openId], at)));
  if (change === 'noticed')
    return void (await platform.db
      .transaction()
      .execute(tx => takeWords(tx, platform.clock, accountId, event)));
  const client = await officialAccount.openOfficialAccount(platform, accountId);
  const read = await officialAccount.readFollowers(client, [openId]);
  // Who has gone since is told of by an event of its own.
  const followers = !read.ok && read.kind === 'gone' ? [] : wecom.orThrow(read);
  await platform.db.transaction().execute(async tx => {
    await takeInFollowers(tx, platform, accountId, followers);
    if (change === 'scanned' || change === 'clicked' || change === 'wrote')
      await noteAct(tx, accountId, { ...event, change });
  });
}

import type { wecom } from '#channels';
import type { Platform } from '#platform/platform.ts';
import { type Followed, type TakenIn, takeInFollowed } from './people.ts';
import { syncTags } from './tags.ts';
import { tagDifferences } from './told-tags.ts';

/**
 * Takes in what was read of customers. Where a tag is missing that was there before, the corp's tags are read first: it
 * may have been deleted in the corp, and then nobody took it off these people.
 */
export async function takeIn(
  platform: Platform,
  client: wecom.WecomClient,
  accountId: number,
  followed: readonly Followed[],
  readAt: Date,
): Promise<TakenIn> {
  const told = followed.map(({ customer, follow }) => ({
    key: customer.externalUserId,
    user_id: follow.userId,
    tag_ids: follow.tagIds,
  }));
  const differences = await tagDifferences(platform.db, accountId, told, readAt);
  if (differences.some(one => !one.carried)) await syncTags(platform, client, accountId);
  return await platform.db
    .transaction()
    .execute(tx => takeInFollowed(tx, platform, accountId, followed, readAt));
}

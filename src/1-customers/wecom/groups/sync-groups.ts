import { wecom } from '#channels';
import type { Platform } from '#platform/platform.ts';
import { dismissGroup, readGroup } from './read-group.ts';

const OWNERS_AT_ONCE = 100;
/** Without owners named, the app sees too many members. */
const TOO_MANY = 81017;

type Found = { groups: number; groupsNew: number; groupsEnded: number; joined: number; left: number };

/** Every customer group of the corp with its people; one that is listed no more is asked for by itself. */
export async function syncGroups(
  platform: Platform,
  client: wecom.WecomClient,
  accountId: number,
  followers: readonly string[],
): Promise<Found> {
  const listed = await listAll(client, followers);
  const found: Found = { groups: listed.length, groupsNew: 0, groupsEnded: 0, joined: 0, left: 0 };
  const known = await platform.db
    .selectFrom('customerGroups')
    .select('chatId')
    .where('accountId', '=', accountId)
    .where('state', '<>', 'dismissed')
    .execute();
  const states = new Map(listed.map(({ chatId, state }) => [chatId, state]));
  for (const chatId of new Set([...states.keys(), ...known.map(group => group.chatId)])) {
    const state = states.get(chatId);
    const taken = await readGroup(platform, client, accountId, { chatId, ...(state && { state }) });
    if (taken === 'gone') {
      found.groupsEnded += await dismissGroup(platform, accountId, chatId, platform.clock.now());
      continue;
    }
    found.groupsNew += Number(taken.isNew);
    found.joined += taken.joined;
    found.left += taken.left;
  }
  return found;
}

async function listAll(client: wecom.WecomClient, owners: readonly string[]): Promise<wecom.GroupListed[]> {
  const all = await wecom.listGroups(client);
  if (all.ok || all.code !== TOO_MANY) return wecom.orThrow(all);
  const listed: wecom.GroupListed[] = [];
  for (let at = 0; at < owners.length; at += OWNERS_AT_ONCE)
    listed.push(...wecom.orThrow(await wecom.listGroups(client, owners.slice(at, at + OWNERS_AT_ONCE))));
  return listed;
}

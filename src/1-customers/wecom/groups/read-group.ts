import { sql } from 'kysely';
import { openWecom, wecom } from '#channels';
import { MINUTE, SECOND } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import { endInside, type GroupTakenIn, takeInGroup } from './take-in-group.ts';

/** Reads one group anew, some seconds after WeCom told of a change. */
export const GROUP = { name: 'wecom.group' };
export type GroupRef = { accountId: number; chatId: string };

/** What WeCom says of a group is up to two seconds old (page 92122). */
const SETTLES = 3 * SECOND;

/** Not a customer group, or not any more. */
const NO_GROUP = new Set<number | string>([90501, 90509]);

export async function readGroup(
  platform: Platform,
  client: wecom.WecomClient,
  accountId: number,
  { chatId, state }: { chatId: string; state?: wecom.GroupListed['state'] },
): Promise<(GroupTakenIn & { version: string | undefined }) | 'gone'> {
  const readAt = platform.clock.now();
  const read = await wecom.getGroup(client, chatId);
  if (!read.ok && (read.kind === 'gone' || NO_GROUP.has(read.code))) return 'gone';
  const group = { ...wecom.orThrow(read), ...(state && { state }) };
  const taken = await platform.db
    .transaction()
    .execute(tx => takeInGroup(tx, platform, accountId, group, readAt));
  return { ...taken, version: group.version };
}

/** Reads a group after an event; again, when what was read is older than what the last event told. */
export async function readGroupAgain(platform: Platform, { accountId, chatId }: GroupRef): Promise<void> {
  const client = await openWecom(platform, accountId);
  const read = await readGroup(platform, client, accountId, { chatId });
  if (read === 'gone') return void (await dismissGroup(platform, accountId, chatId, platform.clock.now()));
  const told = await newestTold(platform, accountId, chatId);
  const isRecent = told && platform.clock.now().getTime() - told.at.getTime() < MINUTE;
  if (isRecent && told.version !== read.version) await askToRead(platform, { accountId, chatId });
}

/** Has a group read once WeCom's picture of it has settled. */
export async function askToRead({ db, clock, jobs }: Platform, ref: GroupRef): Promise<void> {
  const startAfter = new Date(clock.now().getTime() + SETTLES);
  await jobs.enqueue(db, GROUP, ref, { onlyOne: `${ref.accountId} ${ref.chatId}`, startAfter });
}

async function newestTold({ db }: Platform, accountId: number, chatId: string) {
  const { rows } = await sql<{ version: string; at: Date }>`
    select body ->> 'memberVersion' as version, (body ->> 'at')::timestamptz as at from channel_inbox
    where account_id = ${accountId} and body ->> 'event' = 'change_external_chat' and body ->> 'chatId' = ${chatId}
      and body ? 'memberVersion' order by at desc, id desc limit 1`.execute(db);
  return rows[0];
}

/** The group is no more: everybody has left. @returns how many groups that ended. */
export async function dismissGroup(
  { db }: Platform,
  accountId: number,
  chatId: string,
  at: Date,
): Promise<number> {
  return await db.transaction().execute(async tx => {
    const [group] = await tx
      .updateTable('customerGroups')
      .set({ state: 'dismissed', dismissedAt: at, version: null })
      .where('accountId', '=', accountId)
      .where('chatId', '=', chatId)
      .where('state', '<>', 'dismissed')
      .returning('id')
      .execute();
    if (!group) return 0;
    const everybody = sql<boolean>`true`;
    await endInside(tx, { accountId, groupId: group.id }, { which: everybody, at, by: 'dismissed' });
    return 1;
  });
}

type ChatEvent = Extract<wecom.WecomEvent, { event: 'change_external_chat' }>;

/** Who has left is told by name and by whom; for everything else the group is read. */
export async function handleChat(platform: Platform, accountId: number, event: ChatEvent): Promise<void> {
  const { chatId } = event;
  const at = new Date(event.at);
  if (event.change === 'dismiss') return void (await dismissGroup(platform, accountId, chatId, at));
  if (event.change === 'update' && event.detail === 'del_member' && event.changedMembers)
    await endNamed(platform, accountId, event, at);
  await askToRead(platform, { accountId, chatId });
}

async function endNamed(
  { db }: Platform,
  accountId: number,
  event: Extract<ChatEvent, { change: 'update' }>,
  at: Date,
): Promise<void> {
  const by = event.quitScene === 1 ? 'removed' : event.quitScene === 0 ? 'self' : null;
  await db.transaction().execute(async tx => {
    const group = await tx
      .selectFrom('customerGroups')
      .select('id')
      .where('accountId', '=', accountId)
      .where('chatId', '=', event.chatId)
      .executeTakeFirst();
    if (!group) return;
    const which = sql<boolean>`key = any(${event.changedMembers ?? []}::text[]) and joined_at <= ${at}`;
    await endInside(tx, { accountId, groupId: group.id }, { which, at, by });
  });
}

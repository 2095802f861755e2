import { sql } from 'kysely';
import { type officialAccount, openWecom, type wecom } from '#channels';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { erasedAmong } from '../identities/erased.ts';
import { handleFollower } from '../official-account/handle-follower.ts';
import { handleChat } from './groups/read-group.ts';
import { tellKfNews } from './kf-news.ts';
import { tellOfLink } from './link-events.ts';
import { syncMembers } from './members.ts';
import { settlePushes } from './pushes/settle.sql.ts';
import { readAgain } from './read-again.ts';
import { syncTags } from './tags.ts';
import { handleTransferFail } from './transfers/poll.ts';
import { syncUnassigned } from './transfers/unassigned.ts';
import { letGreetingsPass } from './welcome-codes.ts';

/** What platforms tell: a corp of WeCom's, an official account. */
type Stored = wecom.WecomEvent | officialAccount.FollowerEvent;

type InboxRow = { id: number; accountId: number; body: unknown; attempts: number };

const MAX_ATTEMPTS = 8;

/**
 * Works off stored callbacks, oldest first. An event only says "go and read": what is true is asked of the platform, so
 * doubled and late events do no harm. One that keeps failing is set aside with its error and does not hold up the rest.
 */
export async function workOffInbox(platform: Platform): Promise<number> {
  let done = 0;
  for (;;) {
    await letGreetingsPass(platform);
    const row = await nextRow(platform);
    if (!row) return done;
    try {
      done += await workOff(platform, row, row.body as Stored);
    } catch (error) {
      platform.log.warn({ inbox: row.id, err: error }, 'callback not worked off');
      await setAside(platform, row, error);
    }
  }
}

/** A customer who was erased is told of by the platform for as long as they are there: not even that is kept. */
async function workOff(platform: Platform, { id, accountId }: InboxRow, event: Stored) {
  const { db, clock } = platform;
  const forget = await isOfErased(platform, accountId, event);
  const isTheirs = forget && (event.event === 'change_external_contact' || event.event === 'follower');
  if (!isTheirs) await handle(platform, accountId, event);
  if (forget) await db.deleteFrom('channelInbox').where('id', '=', id).execute();
  else
    await db
      .updateTable('channelInbox')
      .set({ doneAt: clock.now(), failure: null })
      .where('id', '=', id)
      .execute();
  return isTheirs ? 0 : 1;
}

async function nextRow({ db }: Platform): Promise<InboxRow | undefined> {
  const { rows } = await sql<InboxRow>`
    update channel_inbox set attempts = attempts + 1
    where id = (select id from channel_inbox where done_at is null and attempts < ${MAX_ATTEMPTS}
      order by attempts, id limit 1 for update skip locked)
    returning id, account_id, body, attempts`.execute(db);
  return rows[0];
}

async function isOfErased({ db, vault }: Platform, accountId: number, event: Stored): Promise<boolean> {
  const kind = event.event === 'follower' ? 'openid' : 'external_userid';
  const keys = namedIn(event).map(key => ({ kind, accountId, key }));
  if (keys.length === 0) return false;
  return keys.some(await erasedAmong(db, vault, keys));
}

/** The people an event names. */
function namedIn(event: Stored): readonly string[] {
  if (event.event === 'follower') return [event.openId];
  if (event.event === 'change_external_contact') return [event.externalUserId];
  if (event.event === 'customer_acquisition') return event.externalUserId ? [event.externalUserId] : [];
  if (event.event === 'change_external_chat' && event.change === 'update') return event.changedMembers;
  return [];
}

async function setAside({ db, clock }: Platform, row: InboxRow, error: unknown): Promise<void> {
  const failure = error instanceof Error ? error.message : String(error);
  const doneAt = row.attempts >= MAX_ATTEMPTS ? clock.now() : null;
  await db
    .updateTable('channelInbox')
    .set({ failure: failure.slice(0, 500), doneAt })
    .where('id', '=', row.id)
    .execute();
}

async function handle(platform: Platform, accountId: number, event: Stored): Promise<void> {
  if (event.event === 'follower') return await handleFollower(platform, accountId, event);
  if (event.event === 'change_external_contact') return await handleContact(platform, accountId, event);
  if (event.event === 'change_external_chat') return await handleChat(platform, accountId, event);
  if (event.event === 'change_external_tag')
    return void (await syncTags(platform, await openWecom(platform, accountId), accountId));
  if (event.event === 'customer_acquisition') return await tellOfLink(platform, accountId, event);
  if (event.event === 'kf_msg_or_event' || event.event === 'kf_account_auth_change')
    return await tellKfNews(platform, accountId, event);
  if (event.event === 'change_contact') return await handleDirectory(platform, accountId, event.change);
}

/** Whoever leaves may leave customers behind. */
async function handleDirectory(platform: Platform, accountId: number, change: string): Promise<void> {
  const client = await openWecom(platform, accountId);
  await syncMembers(platform, client, accountId);
  if (change === 'delete_user') await syncUnassigned(platform, client, accountId);
}

type ContactEvent = Extract<wecom.WecomEvent, { event: 'change_external_contact' }>;

async function handleContact(platform: Platform, accountId: number, event: ContactEvent): Promise<void> {
  switch (event.change) {
    case 'add_external_contact':
      await readAgain(platform, accountId, event.externalUserId);
      return await tellAccepted(platform, accountId, event.externalUserId);
    case 'add_half_external_contact':
    case 'edit_external_contact':
      return await readAgain(platform, accountId, event.externalUserId);
    case 'del_follow_user':
      return await endFollow(platform, accountId, event, 'customer');
    case 'del_external_contact':
      return await endFollow(platform, accountId, event, event.byTransfer ? 'transfer' : 'member');
    case 'transfer_fail':
      return await handleTransferFail(platform, accountId, event);
    default:
      return;
  }
}

/** Of whom the member had not accepted yet, WeCom would hear nothing (84061): now it does. */
async function tellAccepted(platform: Platform, accountId: number, externalUserId: string): Promise<void> {
  await platform.db.transaction().execute(async tx => {
    const found = await tx
      .selectFrom('identities')
      .select('customerId')
      .where('kind', '=', 'external_userid')
      .where('accountId', '=', accountId)
      .where('key', '=', externalUserId)
      .execute();
    await settlePushes(
      tx,
      platform,
      found.map(row => row.customerId),
    );
  });
}

async function endFollow(
  platform: Platform,
  accountId: number,
  { userId, externalUserId, at }: { userId: string; externalUserId: string; at: Date | string },
  by: 'customer' | 'member' | 'transfer',
): Promise<void> {
  const ended = new Date(at);
  const end = (tx: Tx) =>
    sql`
    with ended as (
      update follows f set ended_at = ${ended}, ended_by = ${by}
      from identities i, member_accounts ma
      where f.account_id = ${accountId} and f.ended_at is null and f.followed_at <= ${ended}
        and i.id = f.identity_id and i.key = ${externalUserId}
        and ma.account_id = f.account_id and ma.member_id = f.member_id and lower(ma.external_id) = lower(${userId})
      returning f.customer_id, f.member_id
    )
    insert into events (type, customer_id, account_id, at, actor, data)
    select 'follow.ended', customer_id, ${accountId}, ${ended}, 'member:' || member_id, jsonb_build_object('by', ${by}::text) from ended`.execute(
      tx,
    );
  await platform.db.transaction().execute(end);
}

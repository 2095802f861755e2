import { sql } from 'kysely';
import type { officialAccount } from '#channels';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { type IdentityKey, type Learned, learnPeople } from '../identities/learn.ts';

/**
 * Takes in followers as the platform tells of them: who they are (One-ID: the openid of this account, and the unionid by
 * which a customer of WeCom or a mini program is the same person), and since when they follow. Set-wise, and nothing
 * changes when it is told again. @returns how many follow anew.
 */
export async function takeInFollowers(
  tx: Tx,
  { clock, vault }: Pick<Platform, 'clock' | 'vault'>,
  accountId: number,
  followers: readonly officialAccount.Follower[],
): Promise<number> {
  if (followers.length === 0) return 0;
  const actor = { name: `account:${accountId}` };
  const context = { clock, vault, actor, source: 'official_account' };
  const { customerIds } = await learnPeople(
    tx,
    context,
    followers.map(one => personOf(accountId, one)),
  );
  const rows = followers.flatMap(({ openId, subscribedAt, cameBy, scene }, i) => {
    const customer_id = customerIds[i];
    // Whoever was erased stays unknown.
    if (customer_id === undefined) return [];
    return [{ customer_id, openid: openId, at: subscribedAt.toISOString(), came_by: cameBy, scene }];
  });
  const { rows: told } = await sql<{ n: number }>`
    with told as (
      select w.*, i.customer_id as owner from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as w (customer_id bigint, openid text, at timestamptz, came_by text, scene text)
      join identities i on i.kind = 'openid' and i.account_id = ${accountId} and i.key = w.openid
    ), before as (
      select f.openid, f.ended_at from followers f join told on told.openid = f.openid where f.account_id = ${accountId}
    ), put as (
      insert into followers (account_id, openid, customer_id, subscribed_at, came_by, scene, acted_at, synced_at)
      select ${accountId}, openid, owner, at, came_by, scene, at, ${clock.now()} from told
      on conflict (account_id, openid) do update set customer_id = excluded.customer_id, synced_at = excluded.synced_at,
        subscribed_at = excluded.subscribed_at, came_by = excluded.came_by, scene = excluded.scene, ended_at = null,
        acted_at = greatest(followers.acted_at, excluded.acted_at)
        -- Read before they left and written after: an older subscription is no return.
        where followers.ended_at is null or excluded.subscribed_at >= followers.ended_at
      returning openid, customer_id, subscribed_at, came_by, scene
    ), logged as (
      insert into events (type, customer_id, account_id, at, actor, data)
      select 'official_account.followed', put.customer_id, ${accountId}, put.subscribed_at, ${actor.name},
        jsonb_build_object('cameBy', put.came_by, 'scene', put.scene)
      from put left join before b using (openid) where b.openid is null or b.ended_at is not null
      returning 1
    )
    select count(*)::integer as n from logged`.execute(tx);
  return told[0]?.n ?? 0;
}

function personOf(accountId: number, { openId, unionId, subscribedAt }: officialAccount.Follower): Learned {
  const keys: IdentityKey[] = [{ kind: 'openid', accountId, key: openId, shown: openId }];
  if (unionId) keys.push({ kind: 'unionid', accountId: 0, key: unionId, shown: unionId });
  return { keys, at: subscribedAt };
}

/** Somebody follows no more. What they did before stays; who comes back is the same person. */
export async function endFollowers(
  tx: Tx,
  accountId: number,
  openIds: readonly string[],
  at: Date,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with ended as (
      update followers set ended_at = ${at} where account_id = ${accountId} and openid = any(${openIds}::text[])
        and ended_at is null and subscribed_at <= ${at} returning customer_id
    ), logged as (
      insert into events (type, customer_id, account_id, at, actor, data)
      select 'official_account.unfollowed', customer_id, ${accountId}, ${at}, ${`account:${accountId}`}, '{}' from ended
      returning 1
    )
    select count(*)::integer as n from logged`.execute(tx);
  return rows[0]?.n ?? 0;
}

const EVENTS = {
  scanned: 'official_account.scanned',
  clicked: undefined,
  wrote: 'official_account.wrote',
} as const;

/** What a follower did, which opens the platform's windows for answers. Of what they wrote nothing is kept. */
export async function noteAct(
  tx: Tx,
  accountId: number,
  { change, openId, at, scene }: officialAccount.FollowerEvent & { change: keyof typeof EVENTS },
): Promise<void> {
  const column = change === 'wrote' ? sql`wrote_at` : sql`acted_at`;
  const { rows } = await sql<{ customerId: number }>`
    update followers set ${column} = greatest(${column}, ${at}::timestamptz)
    where account_id = ${accountId} and openid = ${openId} returning customer_id`.execute(tx);
  const type = EVENTS[change];
  const [follower] = rows;
  if (!follower || !type) return;
  await sql`
    insert into events (type, customer_id, account_id, at, actor, data)
    values (${type}, ${follower.customerId}, ${accountId}, ${at}, ${`account:${accountId}`},
      ${JSON.stringify(change === 'scanned' ? { scene } : {})}::jsonb)`.execute(tx);
}

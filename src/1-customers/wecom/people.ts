import { sql } from 'kysely';
import type { wecom } from '#channels';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { type IdentityKey, type Learned, learnPeople } from '../identities/learn.ts';
import { storePhone, toE164 } from '../identities/phones.ts';
import { takeInToldTags } from './told-tags.ts';

export type Followed = { customer: wecom.Customer; follow: wecom.Follow };

export type TakenIn = { begun: number; changed: number; tagsAdded: number; tagsRemoved: number };

export const NOTHING: TakenIn = { begun: 0, changed: 0, tagsAdded: 0, tagsRemoved: 0 };

/**
 * Takes in customers as a corp knows them: who they are (One-ID), who follows them, which corp tags they carry for that
 * member. Set-wise, and nothing changes when it is told again. `readAt`: when the reading began. @returns what was new.
 */
export async function takeInFollowed(
  tx: Tx,
  platform: Platform,
  accountId: number,
  followed: readonly Followed[],
  readAt: Date,
): Promise<TakenIn> {
  if (followed.length === 0) return NOTHING;
  const actor = { name: `account:${accountId}` };
  const context = { clock: platform.clock, vault: platform.vault, actor, source: 'wecom' };
  const { customerIds } = await learnPeople(
    tx,
    context,
    followed.map(one => personOf(platform, accountId, one)),
  );
  const rows = followed.flatMap(({ customer, follow }, i) => {
    const customer_id = customerIds[i];
    if (customer_id === undefined) return [];
    const { userId, remark, description, addWay, state, followedAt, tagIds } = follow;
    const key = customer.externalUserId;
    return [
      {
        customer_id,
        key,
        user_id: userId,
        remark,
        description,
        add_way: addWay,
        state,
        followed_at: followedAt.toISOString(),
        tag_ids: tagIds,
      },
    ];
  });
  const relations = await writeFollows(tx, platform, accountId, rows);
  const tags = await takeInToldTags(tx, platform.clock, accountId, rows, readAt);
  return { ...relations, tagsAdded: tags.added, tagsRemoved: tags.removed };
}

/** Keys in order of weight. A remark's mobiles are what a member typed: they name the person unless shared. */
function personOf({ vault }: Platform, accountId: number, { customer, follow }: Followed): Learned {
  const keys: IdentityKey[] = [
    { kind: 'external_userid', accountId, key: customer.externalUserId, shown: customer.externalUserId },
  ];
  if (customer.unionId)
    keys.push({ kind: 'unionid', accountId: 0, key: customer.unionId, shown: customer.unionId });
  for (const mobile of follow.mobiles) {
    const e164 = toE164(mobile);
    if (e164) keys.push({ kind: 'phone', accountId: 0, ...storePhone(vault, e164) });
  }
  const gender = customer.gender === 'male' ? 1 : customer.gender === 'female' ? 2 : undefined;
  return {
    keys,
    name: customer.name || undefined,
    gender,
    avatarUrl: customer.avatar,
    at: follow.followedAt,
  };
}

type FollowRow = {
  customer_id: number;
  key: string;
  user_id: string;
  remark: string;
  description: string;
  add_way: number;
  state: string | undefined;
  followed_at: string;
  tag_ids: readonly string[];
};

/** Deleted, then added again: how it had begun the first time is kept. */
const isAnew = sql`(follows.first_at is null and excluded.followed_at > follows.followed_at)`;

async function writeFollows(
  tx: Tx,
  { clock }: Platform,
  accountId: number,
  rows: readonly FollowRow[],
): Promise<{ begun: number; changed: number }> {
  const now = clock.now();
  const { rows: written } = await sql<{ begun: number; changed: number }>`
    with told as (
      select distinct on (t.key, ma.member_id) t.*, ma.member_id, i.id as identity_id, i.customer_id as owner
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t
        (customer_id bigint, key text, user_id text, remark text, description text, add_way integer, state text, followed_at timestamptz)
      join member_accounts ma on ma.account_id = ${accountId} and lower(ma.external_id) = lower(t.user_id)
      join identities i on i.kind = 'external_userid' and i.account_id = ${accountId} and i.key = t.key
    ), changed as (
      insert into follows (account_id, member_id, identity_id, customer_id, remark, description, add_way, state, followed_at, synced_at)
      select ${accountId}, member_id, identity_id, owner, remark, description, add_way, state, followed_at, ${now} from told
      on conflict (account_id, member_id, identity_id) do update set
        first_at = case when ${isAnew} then follows.followed_at else follows.first_at end,
        first_way = case when ${isAnew} then follows.add_way else follows.first_way end,
        first_state = case when ${isAnew} then follows.state else follows.first_state end,
        remark = excluded.remark, description = excluded.description, add_way = excluded.add_way, state = excluded.state,
        followed_at = excluded.followed_at, ended_at = null, ended_by = null, synced_at = excluded.synced_at
        where (follows.remark, follows.description, follows.add_way, follows.state, follows.followed_at, follows.ended_at)
          is distinct from (excluded.remark, excluded.description, excluded.add_way, excluded.state, excluded.followed_at, null::timestamptz)
          -- the platform goes on listing customers who have deleted the member: they are back when they add them anew
          and not (follows.ended_by is not distinct from 'customer' and excluded.followed_at <= follows.ended_at)
      returning customer_id, member_id, followed_at, (xmax = 0) as fresh, state
    ), logged as (
      insert into events (type, customer_id, account_id, at, actor, data)
      select case when fresh then 'follow.started' else 'follow.changed' end, customer_id, ${accountId},
        case when fresh then followed_at else ${now}::timestamptz end, 'member:' || member_id, jsonb_strip_nulls(jsonb_build_object('state', state))
      from changed
    )
    select count(*) filter (where fresh) as begun, count(*) filter (where not fresh) as changed from changed`.execute(
    tx,
  );
  return { begun: Number(written[0]?.begun ?? 0), changed: Number(written[0]?.changed ?? 0) };
}

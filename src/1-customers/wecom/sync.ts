import { sql } from 'kysely';
import { openWecom, wecom } from '#channels';
import type { Platform } from '#platform/platform.ts';
import { syncGroups } from './groups/sync-groups.ts';
import { syncMembers } from './members.ts';
import { beginRun, endRun, type SyncFound, type SyncRead } from './runs.ts';
import { noteSync, syncFailure } from './sync-state.ts';
import { syncTags } from './tags.ts';
import { takeIn } from './take-in.ts';
import { syncUnassigned } from './transfers/unassigned.ts';

const MEMBERS_AT_ONCE = 100;

export type SyncReport = SyncRead & { found: SyncFound };

/**
 * Makes Siyu's picture of a corp equal to the corp's: members, tags, every relation between a member and a customer,
 * groups with their people. Events may be lost or come out of order; this is what repairs that, every night and on
 * demand. How it went, and what it found that no event had told, is kept of each run.
 */
export async function syncWecom(platform: Platform, accountId: number): Promise<SyncReport> {
  await noteSync(platform, accountId, { state: 'running' });
  const run = await beginRun(platform, accountId);
  try {
    const report = await compare(platform, accountId);
    await endRun(platform, run, report);
    await noteSync(platform, accountId, { state: 'done', ...report, first: run.first });
    return report;
  } catch (error) {
    await endRun(platform, run, { failure: syncFailure(error) });
    await noteSync(platform, accountId, { state: 'failed', failure: syncFailure(error) });
    throw error;
  }
}

async function compare(platform: Platform, accountId: number): Promise<SyncReport> {
  const client = await openWecom(platform, accountId);
  const { members, ...aboutMembers } = await syncMembers(platform, client, accountId);
  const { tags, ...aboutTags } = await syncTags(platform, client, accountId);
  await syncUnassigned(platform, client, accountId);
  const followers = wecom.orThrow(await wecom.listFollowUsers(client));
  const { relations, ...aboutRelations } = await syncRelations(platform, client, accountId, followers);
  const { groups, ...aboutGroups } = await syncGroups(platform, client, accountId, followers);
  const found = { ...aboutMembers, ...aboutTags, ...aboutRelations, ...aboutGroups };
  return { members, tags, relations, groups, found };
}

type Counted = Pick<SyncFound, 'begun' | 'changed' | 'ended' | 'tagsAdded' | 'tagsRemoved'>;

async function syncRelations(
  platform: Platform,
  client: wecom.WecomClient,
  accountId: number,
  followers: readonly string[],
): Promise<Counted & { relations: number }> {
  const { clock } = platform;
  const started = clock.now();
  const seen: string[][] = [];
  const sum = { begun: 0, changed: 0, tagsAdded: 0, tagsRemoved: 0 };
  for (let at = 0; at < followers.length; at += MEMBERS_AT_ONCE) {
    let readAt = clock.now();
    for await (const page of wecom.walkCustomers(client, followers.slice(at, at + MEMBERS_AT_ONCE))) {
      const { items } = wecom.orThrow(page);
      const taken = await takeIn(platform, client, accountId, items, readAt);
      for (const key of ['begun', 'changed', 'tagsAdded', 'tagsRemoved'] as const) sum[key] += taken[key];
      seen.push(
        ...items.map(({ customer, follow }) => [follow.userId.toLowerCase(), customer.externalUserId]),
      );
      readAt = clock.now();
    }
  }
  const ended = await endMissing(platform, accountId, seen, started);
  return { relations: seen.length, ended, ...sum };
}

/**
 * Relations that were there before the walk began and were not met on it have ended without an event reaching us. It
 * was the member who ended them: whom the customer has deleted, the platform goes on listing. Nobody has ended those of
 * a member who left, as long as they wait for somebody to take them over.
 */
async function endMissing(
  { db, clock }: Platform,
  accountId: number,
  seen: readonly string[][],
  started: Date,
): Promise<number> {
  const { rows } = await sql<{ customerId: number }>`
    with met as (
      select * from unnest(${seen.map(([user]) => user)}::text[], ${seen.map(([, key]) => key)}::text[]) as m (user_id, key)
    ), ended as (
      update follows f set ended_at = ${clock.now()}, ended_by = 'member'
      from identities i, member_accounts ma
      where f.account_id = ${accountId} and f.ended_at is null and f.followed_at < ${started} and i.id = f.identity_id
        and ma.account_id = f.account_id and ma.member_id = f.member_id
        and not exists (select 1 from met where met.key = i.key and met.user_id = lower(ma.external_id))
        and not exists (select 1 from unassigned_customers u where u.account_id = f.account_id and u.member_id = f.member_id and u.external_id = i.key)
        and not exists (select 1 from transfer_people p join transfers x on x.id = p.transfer_id
          where p.account_id = f.account_id and p.external_id = i.key and x.from_id = f.member_id and p.state in ('planned', 'asking', 'waiting'))
      returning f.customer_id, f.member_id
    ), told as (
      insert into events (type, customer_id, account_id, at, actor, data)
      select 'follow.ended', customer_id, ${accountId}, ${clock.now()}, 'member:' || member_id, '{"by": "member", "found": "sync"}'::jsonb from ended
    )
    select customer_id from ended`.execute(db);
  return rows.length;
}

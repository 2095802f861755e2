import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { tagPatch } from '../contract.ts';
import { NAMED_BY_CORP, PUT_AWAY, TAG_EXISTS } from './refusals.ts';

/** A tag that is in use, locked. */
export async function liveTag(tx: Tx, id: number) {
  const { rows } = await sql<{ id: number; name: string; group: string; groupId: number } & Said>`
    select t.id, t.name, t.group_id, g.name as "group", t.meaning, t.owner_member_id, t.valid_days
    from tags t join tag_groups g on g.id = t.group_id where t.id = ${id} and t.archived_at is null for update of t`.execute(
    tx,
  );
  const [tag] = rows;
  if (!tag) throw new Problem(NOT_FOUND);
  return tag;
}
type Said = { meaning: string | null; ownerMemberId: number | null; validDays: number | null };

/** @returns how many of those who carry the tag already have a new end. */
export async function changeTag(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  id: number,
  { forAll = false, ...patch }: z.output<typeof tagPatch>,
): Promise<number> {
  const { group, groupId, id: _, ...before } = await liveTag(tx, id);
  const after = {
    name: patch.name ?? before.name,
    meaning: patch.meaning === undefined ? before.meaning : patch.meaning,
    ownerMemberId: patch.ownerMemberId === undefined ? before.ownerMemberId : patch.ownerMemberId,
    validDays: patch.validDays === undefined ? before.validDays : patch.validDays,
  };
  if (after.name !== before.name) await refuseRename(tx, id, { groupId, group, name: after.name });
  await tx.updateTable('tags').set(after).where('id', '=', id).execute();
  if (after.name !== before.name) await renameInCorps(tx, clock, actor, id);
  const dated = forAll ? await dateAll(tx, id, after.validDays) : 0;
  const what = (said: Said & { name: string }) => ({
    ...said,
    ownerMemberId: undefined,
    owner: said.ownerMemberId,
  });
  await audit(tx, clock, actor, {
    action: 'tag.changed',
    object: { kind: 'tag', id },
    before: what(before),
    after: { ...what(after), ...(forAll && { people: dated }) },
  });
  return dated;
}

type Rename = { groupId: number; group: string; name: string };

async function refuseRename(tx: Tx, id: number, { groupId, group, name }: Rename): Promise<void> {
  const ofCorp = await tx
    .selectFrom('tagAccounts')
    .select('tagId')
    .where('tagId', '=', id)
    .where('own', '=', false)
    .executeTakeFirst();
  if (ofCorp) throw new Problem(NAMED_BY_CORP);
  const taken = await tx
    .selectFrom('tags')
    .select('archivedAt')
    .where('groupId', '=', groupId)
    .where('name', '=', name)
    .executeTakeFirst();
  if (taken) throw new Problem(taken.archivedAt ? PUT_AWAY : TAG_EXISTS, { group, name });
}

/** A corp tag that Siyu has made takes the new name along: a row for the job that makes them (wecom/pushes). */
async function renameInCorps(tx: Tx, clock: Clock, actor: Pick<Actor, 'name'>, id: number): Promise<void> {
  const now = clock.now();
  await sql`
    insert into corp_tag_orders (account_id, tag_id, asked_at, actor, try_at)
    select distinct account_id, tag_id, ${now}::timestamptz, ${actor.name}, ${now}::timestamptz from tag_accounts where tag_id = ${id} and own
    on conflict (account_id, tag_id) do update set asked_at = excluded.asked_at, actor = excluded.actor, attempts = 0,
      try_at = excluded.try_at, failure = null, given_up_at = null`.execute(tx);
}

/** Whoever carries it has it until so many days after they were given it last; what WeCom says of somebody has no end. */
async function dateAll(tx: Tx, id: number, validDays: number | null): Promise<number> {
  const { numAffectedRows } = await sql`
    update customer_tags set expires_at = coalesce(confirmed_at, added_at) + ${validDays}::integer * interval '1 day'
    where tag_id = ${id} and source <> 'wecom'
      and expires_at is distinct from coalesce(confirmed_at, added_at) + ${validDays}::integer * interval '1 day'`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0);
}

export async function changeGroup(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  id: number,
  exclusive: boolean,
): Promise<void> {
  const before = await tx
    .selectFrom('tagGroups')
    .select(['name', 'exclusive'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!before) throw new Problem(NOT_FOUND);
  if (before.exclusive === exclusive) return;
  await tx.updateTable('tagGroups').set({ exclusive }).where('id', '=', id).execute();
  await audit(tx, clock, actor, {
    action: 'tag_group.changed',
    object: { kind: 'tag_group', id },
    before: { name: before.name, exclusive: before.exclusive },
    after: { name: before.name, exclusive },
  });
}

/** Nobody can be given it any more and it is shown nowhere; who carries it keeps it, for the day it comes back. */
export async function archiveTag(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  id: number,
): Promise<void> {
  const { group, name } = await liveTag(tx, id);
  await tx.updateTable('tags').set({ archivedAt: clock.now() }).where('id', '=', id).execute();
  await audit(tx, clock, actor, {
    action: 'tag.archived',
    object: { kind: 'tag', id },
    before: { group, name },
  });
}

export async function restoreTag(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  id: number,
): Promise<void> {
  const [tag] = await tx
    .updateTable('tags')
    .set({ archivedAt: null })
    .where('id', '=', id)
    .returning('name')
    .execute();
  if (!tag) throw new Problem(NOT_FOUND);
  await audit(tx, clock, actor, {
    action: 'tag.restored',
    object: { kind: 'tag', id },
    after: { name: tag.name },
  });
}

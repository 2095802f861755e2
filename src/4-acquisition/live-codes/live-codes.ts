import { sql } from 'kysely';
import type { z } from 'zod';
import { refuseAttachments, refuseTooLong, refuseUnknownPlaces } from '#brand';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { Random } from '#platform/random.ts';
import { boundOf, factsOn } from '#platform/settings/facts-on.ts';
import { refuseOfficialWelcome } from '../welcome/official/refuse-welcome.ts';
import { type LiveCode, membersOf, officialsOf, readCode } from './code.ts';
import type { liveCodeBody, liveCodeChange } from './contract.ts';
import { oneWithDepartments } from './expand.ts';
import type { Plan } from './plan.contract.ts';
import {
  CHANGED_MEANWHILE,
  EMPTY_DEPARTMENTS,
  GROUP_DISMISSED,
  GROUPS_FULL,
  NO_OFFICIAL,
  NO_PICTURE,
  NO_WECOM,
  NOBODY,
  NOT_IN_CORP,
  TOO_MANY_STAFF,
  UNKNOWN_GROUP,
} from './refusals.ts';
import { wantWays } from './ways.ts';

export type LiveCodeInput = z.output<typeof liveCodeBody>;

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Eight letters that cannot be mistaken for each other: 8 × 10¹¹ of them, printed and read aloud. */
export function slugOf(random: Random): string {
  return Array.from({ length: 8 }, () => LETTERS[Math.floor(random.next() * LETTERS.length)]).join('');
}

export async function createCode(
  tx: Tx,
  clock: Clock,
  random: Random,
  actor: Actor,
  input: LiveCodeInput,
): Promise<number> {
  await refuse(tx, clock, input);
  const now = clock.now();
  const { id } = await tx
    .insertInto('liveCodes')
    .values({
      ...columnsOf(input),
      ...{ touchpointId: input.touchpointId, accountId: input.accountId, name: input.name },
      ...{ slug: slugOf(random), createdBy: actor.name, createdAt: now, updatedAt: now },
    } as never)
    .returning('id')
    .executeTakeFirstOrThrow();
  await wantWays(tx, clock, [await lockCode(tx, id)]);
  await audit(tx, clock, actor, {
    action: 'live_code.created',
    object: { kind: 'live_code', id },
    after: { name: input.name, plan: input.plan },
  });
  return id;
}

/** @throws Problem code_changed_meanwhile when somebody else saved since `version` was read. */
export async function changeCode(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  id: number,
  { version, ...change }: z.output<typeof liveCodeChange>,
): Promise<number> {
  const before = await lockCode(tx, id);
  if (before.version !== version) throw new Problem(CHANGED_MEANWHILE, { name: before.name });
  const after: LiveCode = { ...before, ...change };
  await refuse(tx, clock, after);
  await tx
    .updateTable('liveCodes')
    .set({
      ...columnsOf(after),
      ...{ name: after.name, touchpointId: after.touchpointId, paused: after.paused },
      ...{ version: version + 1, updatedAt: clock.now() },
    } as never)
    .where('id', '=', id)
    .execute();
  await wantWays(tx, clock, [after]);
  await audit(tx, clock, actor, {
    action: 'live_code.changed',
    object: { kind: 'live_code', id },
    before: said(before),
    after: said(after),
  });
  return version + 1;
}

const said = ({ name, plan, welcome, tagIds, remark, paused }: LiveCode) => ({
  ...{ name, plan, welcome, tagIds, remark, paused },
});

/** Put away: its page says so in words, and what came by it keeps its name. */
export async function archiveCode(tx: Tx, clock: Clock, actor: Actor, id: number): Promise<void> {
  const { name } = await lockCode(tx, id);
  await tx.updateTable('liveCodes').set({ archivedAt: clock.now() }).where('id', '=', id).execute();
  await audit(tx, clock, actor, {
    action: 'live_code.archived',
    object: { kind: 'live_code', id },
    before: { name },
  });
}

async function lockCode(tx: Tx, id: number): Promise<LiveCode> {
  await sql`select 1 from live_codes where id = ${id} for update`.execute(tx);
  const code = await readCode(tx, { id });
  if (!code || code.archivedAt) throw new Problem(NOT_FOUND);
  return code;
}

function columnsOf({
  plan,
  welcome,
  tagIds,
  remark,
}: Pick<LiveCodeInput, 'plan' | 'welcome' | 'tagIds' | 'remark'>) {
  return { plan: JSON.stringify(plan), welcome: welcome && JSON.stringify(welcome), tagIds, remark };
}

type Checked = Pick<LiveCodeInput, 'touchpointId' | 'accountId' | 'plan' | 'welcome' | 'tagIds'>;

/** What could not work is said when it is saved, not when a customer stands before it. */
async function refuse(tx: Tx, clock: Clock, { plan, welcome, ...place }: Checked): Promise<void> {
  await refusePlace(tx, place);
  await refuseMembers(tx, place.accountId, membersOf(plan));
  await refuseStaff(tx, place.accountId, plan);
  await refuseGroups(tx, clock.now(), place.accountId, plan);
  await refusePictures(tx, plan);
  await refuseOfficials(tx, officialsOf(plan));
  for (const { message } of welcome?.variants ?? []) {
    refuseTooLong(message);
    refuseUnknownPlaces(message);
    await refuseAttachments(tx, message);
  }
  for (const { target } of plan.routes)
    if (target.kind === 'official_account' && target.welcome)
      await refuseOfficialWelcome(tx, clock.now(), target.welcome);
}

/** A route that leads to nobody, or to more than one code may have at the platform. */
async function refuseStaff(tx: Tx, accountId: number, plan: Plan): Promise<void> {
  const whole = await oneWithDepartments(tx, { accountId, plan });
  for (const { target } of whole.plan.routes) {
    if (target.kind !== 'staff') continue;
    const names = (target.departments ?? []).map(one => one.name).join('、');
    if (target.members.length === 0)
      throw names === '' ? new Problem(NOBODY) : new Problem(EMPTY_DEPARTMENTS, { names });
    if (target.members.length > MOST_STAFF)
      throw new Problem(TOO_MANY_STAFF, { most: MOST_STAFF, count: target.members.length });
  }
}

/** Members of one way after departments are expanded (41041): CHANNELS.md A.6. */
const MOST_STAFF = 100;

/** @throws Problem code_needs_wecom, not_found the touchpoint or one of the tags is not in use. */
export async function refusePlace(
  tx: Tx,
  { touchpointId, accountId, tagIds }: Pick<Checked, 'touchpointId' | 'accountId' | 'tagIds'>,
): Promise<void> {
  const { rows } = await sql<{ wecom: boolean; touchpoint: boolean; tags: number }>`
    select exists (select 1 from channel_accounts where id = ${accountId} and kind = 'wecom') as wecom,
      exists (select 1 from touchpoints where id = ${touchpointId} and archived_at is null) as touchpoint,
      (select count(*)::integer from tags where id = any(${tagIds}::bigint[]) and archived_at is null) as tags`.execute(
    tx,
  );
  if (!rows[0]?.wecom) throw new Problem(NO_WECOM);
  if (!rows[0].touchpoint || rows[0].tags < new Set(tagIds).size) throw new Problem(NOT_FOUND);
}

/** @throws Problem code_member_not_in_corp */
export async function refuseMembers(tx: Tx, accountId: number, members: readonly number[]): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select coalesce(m.name, '#' || w.id) as name from unnest(${members}::bigint[]) as w (id) left join members m on m.id = w.id
    where not exists (select 1 from member_accounts a where a.member_id = w.id and a.account_id = ${accountId})`.execute(
    tx,
  );
  if (rows.length > 0) throw new Problem(NOT_IN_CORP, { names: rows.map(row => row.name).join('、') });
}

/** A group that nobody knows, of another corp, or that is dismissed would lead customers nowhere. */
async function refuseGroups(tx: Tx, now: Date, accountId: number, plan: Plan): Promise<void> {
  const chatIds = plan.routes.flatMap(({ target }) => (target.kind === 'group' ? target.chatIds : []));
  if (chatIds.length === 0) return;
  const { rows } = await sql<{ chatId: string; name: string; dismissed: boolean }>`
    select distinct w.id as chat_id, coalesce(nullif(g.name, ''), w.id) as name, g.id is not null as dismissed
    from unnest(${chatIds}::text[]) as w (id)
    left join customer_groups g on g.chat_id = w.id and g.account_id = ${accountId}
    where g.id is null or g.state = 'dismissed' order by 1`.execute(tx);
  const unknown = rows.filter(row => !row.dismissed);
  const names = (of: typeof rows) => of.map(row => row.name).join('、');
  if (unknown.length > 0) throw new Problem(UNKNOWN_GROUP, { names: names(unknown) });
  if (rows.length > 0) throw new Problem(GROUP_DISMISSED, { names: names(rows) });
  await refuseFull(tx, now, accountId, plan);
}

/** How many people a customer group holds. */
const GROUP_PEOPLE = 'wecom.group.people';

/** Groups that are all full take nobody, unless a further one is made by the name the route gives. */
async function refuseFull(tx: Tx, now: Date, accountId: number, plan: Plan): Promise<void> {
  const most = boundOf(await factsOn(tx, now, [GROUP_PEOPLE]), GROUP_PEOPLE, now);
  for (const { target } of plan.routes) {
    if (target.kind !== 'group' || target.baseName.trim() !== '') continue;
    const { rows } = await sql<{ names: string; people: number; hasRoom: boolean }>`
      select string_agg(coalesce(nullif(g.name, ''), g.chat_id), '、' order by g.id) as names, max(inside.people) as people,
        bool_or(inside.people < ${most}) as has_room
      from customer_groups g cross join lateral (
        select count(*)::integer as people from group_members m where m.group_id = g.id and m.left_at is null
      ) inside where g.account_id = ${accountId} and g.chat_id = any(${target.chatIds}::text[])`.execute(tx);
    const [found] = rows;
    if (found && !found.hasRoom) throw new Problem(GROUPS_FULL, { names: found.names, most });
  }
}

async function refusePictures(tx: Tx, plan: Plan): Promise<void> {
  const files = plan.routes.flatMap(({ target }) => (target.kind === 'picture' ? [target.file] : []));
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from files where id = any(${files}::bigint[])`.execute(tx);
  if ((rows[0]?.n ?? 0) < new Set(files).size) throw new Problem(NO_PICTURE);
}

async function refuseOfficials(tx: Tx, accounts: readonly number[]): Promise<void> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from channel_accounts
    where id = any(${accounts}::bigint[]) and kind = 'official_account' and status = 'active' and secrets is not null`.execute(
    tx,
  );
  if ((rows[0]?.n ?? 0) < accounts.length) throw new Problem(NO_OFFICIAL);
}

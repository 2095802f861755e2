import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '../audit/audit.ts';
import type { Clock } from '../clock.ts';
import { NOT_FOUND, Problem, type ProblemKind } from '../http/problem.ts';
import { appendEvents } from '../log/events.ts';
import type { Db, Tx } from '../postgres/connect.ts';
import type { Actor } from './actor.ts';
import type { memberBody, memberPatch, teamPatch } from './contract.ts';
import { hashPassword } from './passwords.ts';

const LAST_OWNER: ProblemKind = {
  code: 'last_owner',
  status: 409,
  title: { zh: '至少保留一位老板', en: 'One owner must remain' },
  detail: {
    zh: '这是最后一位在用的老板账号，不能停用或降级。',
    en: 'This is the last active owner and cannot be disabled or demoted.',
  },
};

const LOGIN_TAKEN: ProblemKind = {
  code: 'login_taken',
  status: 409,
  title: { zh: '登录名已被使用', en: 'Login is taken' },
  detail: {
    zh: '登录名 {login} 已属于另一位成员，请换一个。',
    en: 'The login {login} belongs to another member.',
  },
};

const IS_JOINED: ProblemKind = {
  code: 'member_is_joined',
  status: 409,
  title: { zh: '已经并到别的成员', en: 'Joined to another member' },
  detail: {
    zh: '「{name}」已经并到别的成员身上，登录和角色以那位成员为准。要单独设置，请先分开。',
    en: '“{name}” is joined to another member, whose login and role hold. Separate them first to set their own.',
  },
};

const TEAM_NAME_TAKEN: ProblemKind = {
  code: 'team_name_taken',
  status: 409,
  title: { zh: '已经有这个团队', en: 'There is such a team' },
  detail: { zh: '已经有名为「{name}」的团队，请换一个名称。', en: 'A team is called “{name}” already.' },
};

const TEAM_IN_ITSELF: ProblemKind = {
  code: 'team_in_itself',
  status: 422,
  title: { zh: '不能这样安排上级', en: 'Not under that team' },
  detail: {
    zh: '上级团队在这个团队下面，会绕成一圈。',
    en: 'That team stands below this one; they would go in a circle.',
  },
};

type MemberInput = z.output<typeof memberBody>;
type MemberChange = z.output<typeof memberPatch>;

export function listMembers(db: Db | Tx) {
  return db
    .selectFrom('members')
    .leftJoin('teams', 'teams.id', 'members.teamId')
    .leftJoin('members as same', 'same.id', 'members.sameAs')
    .select([
      'members.id',
      'members.name',
      'members.login',
      'members.role',
      'members.dataScope',
      'members.teamId',
      'teams.name as teamName',
      'members.status',
      'members.createdAt',
      'members.sameAs',
      'same.name as sameName',
    ])
    .orderBy('members.id')
    .execute();
}

export async function createMember(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  input: MemberInput,
): Promise<number> {
  await refuseTakenLogin(tx, input.login);
  const { id } = await tx
    .insertInto('members')
    .values({
      name: input.name,
      login: input.login,
      passwordHash: input.password === null ? null : await hashPassword(input.password),
      role: input.role,
      dataScope: input.dataScope,
      teamId: input.teamId,
      createdAt: clock.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { password: _, ...shown } = input;
  await audit(tx, clock, actor, { action: 'member.created', object: { kind: 'member', id }, after: shown });
  return id;
}

/** Changes a member. A new password or a disabled status ends all of their sessions at once. */
export async function changeMember(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  id: number,
  change: MemberChange,
): Promise<void> {
  // One after the other: two owners who disable each other at the same moment must not both succeed.
  await sql`select pg_advisory_xact_lock(7480007)`.execute(tx);
  const before = await tx.selectFrom('members').selectAll().where('id', '=', id).executeTakeFirst();
  if (!before) throw new Problem(NOT_FOUND);
  if (
    before.sameAs !== null &&
    (change.login || change.password || (change.role ?? before.role) !== before.role)
  )
    throw new Problem(IS_JOINED, { name: before.name });
  if (change.login && change.login !== before.login) await refuseTakenLogin(tx, change.login);
  const { password, ...plain } = change;
  const losesOwner =
    before.role === 'owner' && ((plain.role ?? 'owner') !== 'owner' || plain.status === 'disabled');
  if (losesOwner) await refuseLastOwner(tx, id);
  await tx
    .updateTable('members')
    .set({
      ...plain,
      ...(password && { passwordHash: await hashPassword(password) }),
      updatedAt: clock.now(),
    })
    .where('id', '=', id)
    .execute();
  if (password || plain.status === 'disabled')
    await tx.deleteFrom('sessions').where('memberId', '=', id).execute();
  const { passwordHash: _, ...shown } = before;
  const after = { ...plain, ...(password && { password: 'changed' }) };
  await audit(tx, clock, actor, {
    action: 'member.changed',
    object: { kind: 'member', id },
    before: shown,
    after,
  });
  if (plain.teamId !== undefined && plain.teamId !== before.teamId) await tellTeams(tx, clock, actor);
}

/** Whoever asks whose customers of which team people are must ask again. */
async function tellTeams(tx: Tx, clock: Clock, actor: Pick<Actor, 'name'>): Promise<void> {
  await appendEvents(tx, [{ type: 'teams.changed', at: clock.now(), actor: actor.name }]);
}

async function refuseTakenLogin(tx: Tx, login: string | null): Promise<void> {
  if (login === null) return;
  const taken = await tx.selectFrom('members').select('id').where('login', '=', login).executeTakeFirst();
  if (taken) throw new Problem(LOGIN_TAKEN, { login });
}

async function refuseLastOwner(tx: Tx, id: number): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select id from members where role = 'owner' and status = 'active' and id <> ${id} limit 1`.execute(tx);
  if (rows.length === 0) throw new Problem(LAST_OWNER);
}

export function listTeams(db: Db | Tx) {
  return db
    .selectFrom('teams')
    .select(eb => [
      'id',
      'name',
      'parentId',
      eb
        .selectFrom('members')
        .select(eb.fn.countAll<number>().as('n'))
        .whereRef('members.teamId', '=', 'teams.id')
        .as('memberCount'),
    ])
    .orderBy('id')
    .execute();
}

export async function createTeam(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  input: { name: string; parentId: number | null },
) {
  await refuseTakenTeamName(tx, input.name);
  const { id } = await tx.insertInto('teams').values(input).returning('id').executeTakeFirstOrThrow();
  await audit(tx, clock, actor, { action: 'team.created', object: { kind: 'team', id }, after: input });
  return id;
}

/** Renames a team or puts it under another; who leads a team sees the teams below it. */
export async function changeTeam(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  id: number,
  change: z.output<typeof teamPatch>,
): Promise<void> {
  const before = await tx.selectFrom('teams').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!before) throw new Problem(NOT_FOUND);
  if (change.name !== undefined && change.name !== before.name) await refuseTakenTeamName(tx, change.name);
  if (change.parentId) await refuseCircle(tx, id, change.parentId);
  if (Object.keys(change).length === 0) return;
  const { name, parentId } = { ...before, ...change };
  await tx.updateTable('teams').set({ name, parentId }).where('id', '=', id).execute();
  await audit(tx, clock, actor, {
    action: 'team.changed',
    object: { kind: 'team', id },
    before: { name: before.name, parentId: before.parentId },
    after: { name, parentId },
  });
  if (parentId !== before.parentId) await tellTeams(tx, clock, actor);
}

async function refuseTakenTeamName(tx: Tx, name: string): Promise<void> {
  const same = await tx.selectFrom('teams').select('id').where('name', '=', name).executeTakeFirst();
  if (same) throw new Problem(TEAM_NAME_TAKEN, { name });
}

async function refuseCircle(tx: Tx, id: number, parentId: number): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    with recursive below as (
      select id from teams where id = ${id}
      union select teams.id from teams join below on teams.parent_id = below.id
    )
    select id from below where id = ${parentId}`.execute(tx);
  if (rows.length > 0) throw new Problem(TEAM_IN_ITSELF);
}

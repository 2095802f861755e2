import { sql } from 'kysely';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { TOO_MANY_TRIES, WRONG_PASSWORD } from '#platform/auth/refusals.ts';
import { endSessions, isOwnPassword } from '#platform/auth/sessions.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem, type ProblemKind } from '#platform/http/problem.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';

const NOT_FROM_WECOM: ProblemKind = {
  code: 'member_not_from_wecom',
  status: 422,
  title: { zh: '只能合并企业微信带来的成员', en: 'Not a member from WeCom' },
  detail: {
    zh: '「{name}」不是从企业微信通讯录来的，或者已经有自己的登录名、别的角色，不能并到别人身上。',
    en: '“{name}” does not come from WeCom’s directory, or has a login or another role already, and cannot be somebody else.',
  },
};

const JOINED_ALREADY: ProblemKind = {
  code: 'member_joined_already',
  status: 409,
  title: { zh: '已经合并过', en: 'Joined already' },
  detail: {
    zh: '「{name}」已经并到别的成员，或有别的成员并在它身上。请先分开。',
    en: '“{name}” is joined to another member already, or another one to them. Separate them first.',
  },
};

const NOT_A_LOGIN: ProblemKind = {
  code: 'member_has_no_login',
  status: 422,
  title: { zh: '对方没有登录名', en: 'No login' },
  detail: {
    zh: '只能并到在用的、有登录名和密码的成员身上，「{name}」不是。',
    en: 'A member can only be joined to one in use who has a login and a password; “{name}” is none.',
  },
};

const OWNER_THEMSELVES: ProblemKind = {
  code: 'owner_joins_themselves',
  status: 403,
  title: { zh: '老板只能自己合并', en: 'Owners join themselves only' },
  detail: {
    zh: '「{name}」是老板。谁用企业微信登录成为老板，只能由这位老板本人登录后来定。',
    en: '“{name}” is an owner. Who becomes them through WeCom only they themselves can say, signed in.',
  },
};

type Row = {
  id: number;
  name: string;
  role: string;
  status: string;
  hasLogin: boolean;
  sameAs: number | null;
  fromWecom: boolean;
  hasOthers: boolean;
};

/**
 * Says that a member the directory of WeCom made is somebody with a login: signing in through WeCom opens the other's
 * session from then on, whose customers are the other's too, and nobody has two sets of rights. Asks for the password of
 * who does it, so that an open session is not enough; an owner can be joined by themselves only.
 * @throws Problem wrong_password, too_many_tries and the refusals above
 */
export async function joinMembers(
  db: Db,
  clock: Clock,
  actor: Actor,
  { id, into, password }: { id: number; into: number; password: string },
): Promise<void> {
  const right = await isOwnPassword(db, clock, actor.memberId ?? 0, password);
  if (right !== 'right') throw new Problem(right === 'too_many' ? TOO_MANY_TRIES : WRONG_PASSWORD);
  await db.transaction().execute(async tx => {
    await sql`select pg_advisory_xact_lock(7480007)`.execute(tx);
    const [from, to] = [await read(tx, id), await read(tx, into)];
    refuse(actor, from, to);
    await tx
      .updateTable('members')
      .set({ sameAs: to.id, updatedAt: clock.now() })
      .where('id', '=', from.id)
      .execute();
    await endSessions(tx, from.id);
    await audit(tx, clock, actor, {
      action: 'member.joined',
      object: { kind: 'member', id: from.id },
      before: { name: from.name },
      after: { sameAs: to.id, name: to.name },
    });
    await tellTeams(tx, clock, actor);
  });
}

function refuse(actor: Actor, from: Row, to: Row): void {
  if (from.sameAs !== null || from.hasOthers) throw new Problem(JOINED_ALREADY, { name: from.name });
  if (to.sameAs !== null || from.id === to.id) throw new Problem(JOINED_ALREADY, { name: to.name });
  if (!from.fromWecom || from.hasLogin || from.role !== 'staff')
    throw new Problem(NOT_FROM_WECOM, { name: from.name });
  if (!to.hasLogin || to.status !== 'active') throw new Problem(NOT_A_LOGIN, { name: to.name });
  if (to.role === 'owner' && actor.memberId !== to.id) throw new Problem(OWNER_THEMSELVES, { name: to.name });
}

/** They are two again; whoever is signed in as the other, but for who does it, must sign in anew. */
export async function separateMembers(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  id: number,
  ownToken: string | undefined,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(7480007)`.execute(tx);
  const from = await read(tx, id);
  if (from.sameAs === null) throw new Problem(NOT_FOUND);
  await tx
    .updateTable('members')
    .set({ sameAs: null, updatedAt: clock.now() })
    .where('id', '=', id)
    .execute();
  await endSessions(tx, from.sameAs, ownToken);
  await audit(tx, clock, actor, {
    action: 'member.separated',
    object: { kind: 'member', id },
    before: { name: from.name, sameAs: from.sameAs },
  });
  await tellTeams(tx, clock, actor);
}

/** Whose customers somebody sees has changed. */
async function tellTeams(tx: Tx, clock: Clock, actor: Actor): Promise<void> {
  await appendEvents(tx, [{ type: 'teams.changed', at: clock.now(), actor: actor.name }]);
}

async function read(tx: Tx, id: number): Promise<Row> {
  const { rows } = await sql<Row>`
    select m.id, m.name, m.role, m.status, m.login is not null and m.password_hash is not null as has_login, m.same_as,
      exists (select 1 from member_accounts a join channel_accounts c on c.id = a.account_id and c.kind = 'wecom' where a.member_id = m.id) as from_wecom,
      exists (select 1 from members o where o.same_as = m.id) as has_others
    from members m where m.id = ${id} for update of m`.execute(tx);
  if (!rows[0]) throw new Problem(NOT_FOUND);
  return rows[0];
}

import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Clock, DAY, HOUR } from '../clock.ts';
import type { Db, Tx } from '../postgres/connect.ts';
import { type Actor, ROLE_PERMISSIONS, type Role, type Scope } from './actor.ts';
import { forgetTries, takeTry } from './limiter.ts';
import { checkPassword, hashPassword } from './passwords.ts';

/** A session ends after a week without use, and after thirty days in any case. */
const IDLE = 7 * DAY;
const LIFETIME = 30 * DAY;

export type SignIn =
  | { outcome: 'signed_in'; token: string; memberId: number }
  | { outcome: 'refused' }
  | { outcome: 'too_many' };

/**
 * Checks login and password and opens a session with a fresh 256-bit token; only its SHA-256 is stored.
 * Unknown login, disabled member and wrong password are one answer and cost the same time.
 */
export async function signIn(
  db: Db,
  clock: Clock,
  given: { login: string; password: string; address: string; userAgent?: string | undefined },
): Promise<SignIn> {
  const tries = { account: `login:${given.login.toLowerCase()}`, address: `address:${given.address}` };
  if (!(await takeTry(db, clock, tries))) return { outcome: 'too_many' };
  const member = await db
    .selectFrom('members')
    .select(['id', 'passwordHash', 'status'])
    .where('login', '=', given.login.toLowerCase())
    .executeTakeFirst();
  const right = await checkPassword(given.password, member?.passwordHash);
  if (!right || !member || member.status !== 'active') return { outcome: 'refused' };
  const token = await db.transaction().execute(async tx => {
    const { id, passwordHash } = member;
    return (await isStill(tx, id, passwordHash))
      ? await openSession(tx, clock, id, given.userAgent)
      : undefined;
  });
  if (token === undefined) return { outcome: 'refused' };
  await forgetTries(db, tries);
  return { outcome: 'signed_in', token, memberId: member.id };
}

/** Checking takes a while: who was disabled meanwhile, or given another password, which ends all sessions, has none. */
async function isStill(tx: Tx, id: number, passwordHash: string | null): Promise<boolean> {
  const { rows } = await sql`
    select 1 from members where id = ${id} and status = 'active' and password_hash = ${passwordHash} for share`.execute(
    tx,
  );
  return rows.length > 0;
}

/**
 * A member's new password of their own choice: the present one is asked for, and guessing it is limited like signing
 * in. Their other sessions end.
 */
export async function changeOwnPassword(
  db: Db,
  clock: Clock,
  memberId: number,
  given: { current: string; next: string; token: string },
): Promise<{ outcome: 'changed'; login: string | null } | { outcome: 'refused' | 'too_many' }> {
  const tries = { account: `password:${memberId}` };
  if (!(await takeTry(db, clock, tries))) return { outcome: 'too_many' };
  const member = await db
    .selectFrom('members')
    .select(['login', 'passwordHash'])
    .where('id', '=', memberId)
    .executeTakeFirst();
  if (!(await checkPassword(given.current, member?.passwordHash))) return { outcome: 'refused' };
  const passwordHash = await hashPassword(given.next);
  return await db.transaction().execute(async tx => {
    // An owner who set another one while this one was checked has the last word.
    const { rows } = await sql`
      update members set password_hash = ${passwordHash}, updated_at = ${clock.now()}
      where id = ${memberId} and password_hash = ${member?.passwordHash ?? null} returning id`.execute(tx);
    if (rows.length === 0) return { outcome: 'refused' as const };
    await forgetTries(db, tries);
    await tx
      .deleteFrom('sessions')
      .where('memberId', '=', memberId)
      .where('tokenHash', '<>', hashToken(given.token))
      .execute();
    const object = { kind: 'member', id: memberId };
    await audit(tx, clock, { name: `member:${memberId}` }, { action: 'member.password_changed', object });
    return { outcome: 'changed' as const, login: member?.login ?? null };
  });
}

export async function openSession(
  db: Db | Tx,
  clock: Clock,
  memberId: number,
  userAgent?: string,
  lifetime: number = LIFETIME,
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const now = clock.now();
  await db
    .insertInto('sessions')
    .values({
      tokenHash: hashToken(token),
      memberId,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + lifetime),
      userAgent: userAgent?.slice(0, 200) ?? null,
    })
    .execute();
  return token;
}

export async function closeSession(db: Db | Tx, token: string): Promise<void> {
  await db.deleteFrom('sessions').where('tokenHash', '=', hashToken(token)).execute();
}

/** Who holds this token now. A disabled member or an expired session is nobody, from the very next request on. */
export async function actorOf(db: Db, clock: Clock, token: string): Promise<Actor | undefined> {
  const now = clock.now();
  const found = await db
    .selectFrom('sessions')
    .innerJoin('members', 'members.id', 'sessions.memberId')
    .select(['members.id', 'role', 'dataScope', 'teamId', 'language', 'lastSeenAt'])
    .select(
      sql<number[]>`array(select same.id from members same where same.same_as = members.id order by 1)`.as(
        'joined',
      ),
    )
    .where('tokenHash', '=', hashToken(token))
    .where('expiresAt', '>', now)
    .where('lastSeenAt', '>', new Date(now.getTime() - IDLE))
    .where('members.status', '=', 'active')
    .executeTakeFirst();
  if (!found) return undefined;
  if (now.getTime() - found.lastSeenAt.getTime() > HOUR)
    await db
      .updateTable('sessions')
      .set({ lastSeenAt: now })
      .where('tokenHash', '=', hashToken(token))
      .execute();
  const role = found.role as Role;
  const { joined } = found;
  return {
    name: `member:${found.id}`,
    memberId: found.id,
    ...(joined.length > 0 && { joined }),
    role,
    language: found.language as 'zh' | 'en',
    permissions: ROLE_PERMISSIONS[role],
    scope: await scopeOf(db, found, found.dataScope, found.teamId),
  };
}

async function scopeOf(
  db: Db,
  { id, joined }: { id: number; joined: readonly number[] },
  kind: string,
  teamId: number | null,
): Promise<Scope> {
  if (kind === 'all') return { kind: 'all' };
  if (kind === 'own' || teamId === null) return { kind: 'members', memberIds: [id, ...joined] };
  const { rows } = await sql<{ id: number }>`
    with recursive below as (
      select id from teams where id = ${teamId}
      union select teams.id from teams join below on teams.parent_id = below.id
    )
    select members.id from members where team_id in (select id from below)`.execute(db);
  const memberIds = rows.map(row => row.id);
  return { kind: 'members', memberIds: [...memberIds, ...(await joinedTo(db, memberIds))] };
}

/** Members that a directory made and that are one of these. */
async function joinedTo(db: Db, memberIds: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from members where same_as = any(${memberIds}::bigint[]) order by id`.execute(db);
  return rows.map(row => row.id);
}

/** Whether somebody knows their own password; guessing is limited like signing in. */
export async function isOwnPassword(
  db: Db,
  clock: Clock,
  memberId: number,
  password: string,
): Promise<'right' | 'wrong' | 'too_many'> {
  const tries = { account: `password:${memberId}` };
  if (!(await takeTry(db, clock, tries))) return 'too_many';
  const member = await db
    .selectFrom('members')
    .select('passwordHash')
    .where('id', '=', memberId)
    .executeTakeFirst();
  if (!(await checkPassword(password, member?.passwordHash))) return 'wrong';
  await forgetTries(db, tries);
  return 'right';
}

/** Ends the sessions of a member, but for the one with this token. */
export async function endSessions(tx: Tx, memberId: number, but?: string): Promise<void> {
  const own = but === undefined ? null : hashToken(but);
  await sql`
    delete from sessions where member_id = ${memberId} and (${own}::bytea is null or token_hash <> ${own})`.execute(
    tx,
  );
}

function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

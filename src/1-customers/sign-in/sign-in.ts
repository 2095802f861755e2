import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { openWecom, readWecomAccount, wecom } from '#channels';
import { closeSession, openSession } from '#platform/auth/sessions.ts';
import { HOUR, MINUTE } from '#platform/clock.ts';
import type { Surface } from '#platform/http/cookie.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { SignInRefusal } from './contract.ts';

/** How long somebody may take on WeCom's page. */
const PATIENCE = 10 * MINUTE;
/** A working day: signing in again is silent inside the client. */
const SIDEBAR_SESSION = 12 * HOUR;

/** Active corps whose app is known: without its agentid nobody can sign in through it. */
export async function corpsToSignInThrough(db: Db): Promise<{ id: number; name: string }[]> {
  const { rows } = await sql<{ id: number; name: string }>`
    select id, name from channel_accounts
    where kind = 'wecom' and status = 'active' and secrets is not null and config ? 'agentId' order by id`.execute(
    db,
  );
  return rows;
}

export type Begin = {
  accountId: number | undefined;
  surface: Surface;
  returnTo: string;
  /** The browser's own secret, which comes back with it. */
  browser: string;
  /** Where WeCom sends it back to. */
  redirectUri: string;
  /** Inside the WeCom client nobody scans anything. */
  inClient: boolean;
};

/** Begins a sign-in that only this browser can end, once. @returns WeCom's address; undefined without a corp. */
export async function beginSignIn(platform: Platform, given: Begin): Promise<string | undefined> {
  const { db, clock } = platform;
  const corps = await corpsToSignInThrough(db);
  const corp = given.accountId === undefined ? corps[0] : corps.find(one => one.id === given.accountId);
  if (!corp) return undefined;
  const { corpId, agentId = 0, baseUrl } = await readWecomAccount(platform, corp.id);
  // What WeCom allows is a-z, A-Z, 0-9. The first letter only says which page tells of a refusal.
  const state = `${given.surface[0]}${randomBytes(24).toString('hex')}`;
  const now = clock.now();
  await sql`delete from sign_in_states where expires_at < ${now}`.execute(db);
  await db
    .insertInto('signInStates')
    .values({
      ...{ stateHash: hashOf(state), browserHash: hashOf(given.browser), accountId: corp.id },
      ...{ surface: given.surface, returnTo: given.returnTo },
      expiresAt: new Date(now.getTime() + PATIENCE),
    })
    .execute();
  const authorize = { corpId, agentId, redirectUri: given.redirectUri, state, baseUrl };
  return given.inClient ? wecom.clientAuthorizeUrl(authorize) : wecom.browserAuthorizeUrl(authorize);
}

export type Finish = {
  state: string;
  code: string;
  browser: string;
  /** The session this browser holds for a surface; the new one takes its place. */
  held(surface: Surface): string | undefined;
  userAgent?: string | undefined;
};
export type Finished =
  | { outcome: 'signed_in'; token: string; surface: Surface; returnTo: string; accountId: number }
  | { outcome: SignInRefusal; surface: Surface; accountId?: number; errcode?: number | string };

/** Which page a sign-in was begun on, by its state alone: for saying why it was refused, for nothing else. */
const surfaceOf = (state: string): Surface => (state.startsWith('s') ? 'sidebar' : 'console');

/**
 * Ends a sign-in: the state is used up whatever comes of it, WeCom says whom the code stands for, and the member behind
 * that userid gets a session. Who is no member of the corp, or none that Siyu knows, gets none.
 */
export async function finishSignIn(platform: Platform, given: Finish): Promise<Finished> {
  const { db, clock } = platform;
  const begun = await spendState(platform, given);
  if (!begun) return { outcome: 'state', surface: surfaceOf(given.state) };
  const { surface, accountId, returnTo } = begun;
  const refused = (outcome: SignInRefusal, errcode?: number | string) => ({
    ...{ outcome, surface, accountId },
    ...(errcode !== undefined && { errcode }),
  });
  const client = await openWecom(platform, accountId).catch(() => undefined);
  if (!client) return refused('no_account');
  const holder = await wecom.whoHolds(client, given.code);
  if (!holder.ok) return refused(holder.kind === 'fix_data' ? 'code' : 'wecom', holder.code);
  if (holder.data.kind === 'outsider') return refused('outsider');
  const { userId } = holder.data;
  // Whoever takes the member apart from another, or disables them, comes before this, or ends the session that is made.
  const opened = await db.transaction().execute(async tx => {
    const member = await memberBehind(tx, accountId, userId);
    if (!member) return 'unknown';
    if (!member.active) return 'disabled';
    await endOld(tx, clock.now(), member.id, given.held(surface));
    const lifetime = surface === 'sidebar' ? SIDEBAR_SESSION : undefined;
    return { token: await openSession(tx, clock, member.id, given.userAgent, lifetime) };
  });
  if (typeof opened === 'string') return refused(opened);
  return { outcome: 'signed_in', ...opened, surface, returnTo, accountId };
}

/** The sidebar signs in whenever it is opened: neither what it replaces nor what is over stays. */
async function endOld(tx: Tx, now: Date, memberId: number, held: string | undefined): Promise<void> {
  if (held !== undefined) await closeSession(tx, held);
  await tx.deleteFrom('sessions').where('memberId', '=', memberId).where('expiresAt', '<', now).execute();
}

type Begun = { surface: Surface; accountId: number; returnTo: string };

/** One statement, so that of two that come with the same state one finds nothing. */
async function spendState({ db, clock }: Platform, { state, browser }: Finish): Promise<Begun | undefined> {
  const { rows } = await sql<Begun>`
    delete from sign_in_states
    where state_hash = ${hashOf(state)} and browser_hash = ${hashOf(browser)} and expires_at >= ${clock.now()}
    returning surface, account_id, return_to`.execute(db);
  return rows[0];
}

/**
 * Userids ignore case, as WeCom does. Whoever was said to be another is the other (join-members.ts): both stay as they are
 * until the end of the transaction. The one is locked first and then read, so that what is read is what is locked.
 */
async function memberBehind(
  tx: Tx,
  accountId: number,
  userId: string,
): Promise<{ id: number; active: boolean } | undefined> {
  const found = sql`a.account_id = ${accountId} and lower(a.external_id) = lower(${userId})`;
  await sql`
    select 1 from members m where id in (select a.member_id from member_accounts a where ${found}) for share`.execute(
    tx,
  );
  await sql`
    select 1 from members s where id in (
      select m.same_as from members m join member_accounts a on a.member_id = m.id where ${found}) for share`.execute(
    tx,
  );
  const { rows } = await sql<{ id: number; active: boolean }>`
    select coalesce(s.id, m.id) as id, m.status = 'active' and coalesce(s.status, 'active') = 'active' and a.active as active
    from member_accounts a join members m on m.id = a.member_id left join members s on s.id = m.same_as
    where ${found}`.execute(tx);
  return rows[0];
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

import { sql } from 'kysely';
import { officialAccount, wecom } from '#channels';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { erasedAmong } from '../identities/erased.ts';
import { greetBeside } from '../wecom/welcome-codes.ts';
import { takeInFollowers } from './followers.ts';

/** Somebody has followed, or scanned a code as a follower: the account may answer for a minute. */
export type FollowerCame = {
  accountId: number;
  openId: string;
  /** They did not follow before. */
  followed: boolean;
  /** Of the code they came by; empty when they came by none. */
  scene: string;
  at: Date;
};

type Greeter = (came: FollowerCame) => Promise<void>;

const greeters = new WeakMap<Db, Greeter>();

/** The stage that greets says so here when a process opens; it is told in the same process that heard the callback. */
export function onFollowerCame({ db }: Platform, greet: Greeter): void {
  greeters.set(db, greet);
}

/** Hands the news on without waiting: the callback is answered at once. */
export function tellFollower(
  platform: Platform,
  accountId: number,
  event: officialAccount.FollowerEvent,
): void {
  const came = cameOf(accountId, event);
  const greet = greeters.get(platform.db);
  if (came && greet) greetBeside(platform, accountId, () => greet(came));
}

function cameOf(accountId: number, event: officialAccount.FollowerEvent): FollowerCame | undefined {
  const { event: kind, change, openId, scene, at } = event;
  if (kind !== 'follower' || (change !== 'followed' && change !== 'scanned')) return undefined;
  return { accountId, openId, followed: change === 'followed', scene, at: new Date(at) };
}

/** Who came and may not have been greeted: a process died between the callback and the welcome. */
export async function recentFollowers({ db }: Platform, since: Date): Promise<FollowerCame[]> {
  const { rows } = await sql<{ accountId: number; body: officialAccount.FollowerEvent }>`
    select account_id, body from channel_inbox where received_at >= ${since} order by id`.execute(db);
  return rows.flatMap(({ accountId, body }) => cameOf(accountId, body) ?? []);
}

/** `isKnown`: something was known of them before they came. */
export type MetFollower = { personId: number; isKnown: boolean; hasBought: boolean };

/**
 * Reads who came from the platform and takes them in, with what they did, so that they can be answered at once. Undefined
 * for who was erased or has gone already.
 */
export async function meetFollower(
  platform: Platform,
  { accountId, openId, at }: FollowerCame,
): Promise<MetFollower | undefined> {
  const { db, vault } = platform;
  const key = { kind: 'openid', accountId, key: openId };
  if ((await erasedAmong(db, vault, [key]))(key)) return undefined;
  const client = await officialAccount.openOfficialAccount(platform, accountId);
  const [follower] = wecom.orThrow(await officialAccount.readFollowers(client, [openId]));
  if (!follower) return undefined;
  return await db.transaction().execute(async tx => {
    const isKnown = await wasKnown(tx, accountId, follower);
    await takeInFollowers(tx, platform, accountId, [follower]);
    const { rows } = await sql<Omit<MetFollower, 'isKnown'>>`
      with acted as (
        update followers set acted_at = greatest(acted_at, ${at}::timestamptz)
        where account_id = ${accountId} and openid = ${openId} returning customer_id
      )
      select c.person_id, exists (select 1 from orders o join customers p on p.id = o.customer_id
        where p.person_id = c.person_id and o.payment = 'paid') as has_bought
      from acted join customers c on c.id = acted.customer_id`.execute(tx);
    return rows[0] && { ...rows[0], isKnown };
  });
}

async function wasKnown(
  tx: Tx,
  accountId: number,
  { openId, unionId }: officialAccount.Follower,
): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    select exists (select 1 from identities i join customers c on c.id = i.customer_id and c.status = 'active'
      where (i.kind = 'openid' and i.account_id = ${accountId} and i.key = ${openId})
        or (i.kind = 'unionid' and i.key = ${unionId ?? null})) as known`.execute(tx);
  return rows[0]?.known ?? false;
}

/** The platform itself said that its window is over: only what they do from now on opens one. */
export async function noteSpent(tx: Tx, accountId: number, openId: string, at: Date): Promise<void> {
  await sql`
    update followers set spent_at = ${at} where account_id = ${accountId} and openid = ${openId}`.execute(tx);
}

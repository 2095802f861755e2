import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { wecom } from '#channels';
import { SECOND } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db } from '#platform/postgres/connect.ts';
import { erasedAmong } from '../identities/erased.ts';

/** The platform allows one welcome to who has just been added, within twenty seconds of `at`. */
export type WelcomeCode = {
  accountId: number;
  code: string;
  userId: string;
  externalUserId: string;
  /** The state of the way they came by; empty when they came by none. */
  state: string;
  at: Date;
};

export type Greeter = (code: WelcomeCode) => Promise<void>;

const greeters = new WeakMap<Db, Greeter>();

/** The stage that greets says so here when a process opens; it is told in the same process that heard the callback. */
export function onWelcomeCode({ db }: Platform, greet: Greeter): void {
  greeters.set(db, greet);
}

const underWay = new WeakMap<Db, number>();
const count = (db: Db, by: number) => underWay.set(db, (underWay.get(db) ?? 0) + by);

/** Hands a code on without waiting: the callback is answered at once, and what fails here has its own record. */
export function tellWelcomeCode({ db, log }: Platform, accountId: number, event: wecom.WecomEvent): void {
  const told = welcomeCodeOf(accountId, event);
  const greet = greeters.get(db);
  if (told && greet) greetBeside({ db, log }, accountId, () => greet(told));
}

/** Greets somebody without anybody waiting for it; stored callbacks wait until it is done. */
export function greetBeside(
  { db, log }: Pick<Platform, 'db' | 'log'>,
  accountId: number,
  greet: () => Promise<void>,
): void {
  count(db, 1);
  void greet()
    .catch(error => log.error({ accountId, err: error }, 'welcome failed'))
    .finally(() => count(db, -1));
}

const STEP = 50;
const PATIENCE = 20 * SECOND;

/** What has no twenty seconds lets go first what has, as long as this process is greeting somebody. */
export async function letGreetingsPass({ db }: Platform): Promise<void> {
  for (let waited = 0; (underWay.get(db) ?? 0) > 0 && waited < PATIENCE; waited += STEP) await sleep(STEP);
}

function welcomeCodeOf(accountId: number, event: wecom.WecomEvent): WelcomeCode | undefined {
  if (event.event !== 'change_external_contact') return undefined;
  if (event.change !== 'add_external_contact' && event.change !== 'add_half_external_contact')
    return undefined;
  const { userId, externalUserId, state, welcomeCode, at } = event;
  if (!welcomeCode) return undefined;
  return { accountId, code: welcomeCode, userId, externalUserId, state: state ?? '', at: new Date(at) };
}

/** Codes that were heard and may not have been used: a process died between the callback and the welcome. */
export async function recentWelcomeCodes({ db }: Platform, since: Date): Promise<WelcomeCode[]> {
  const { rows } = await sql<{ accountId: number; body: wecom.WecomEvent }>`
    select account_id, body from channel_inbox where received_at >= ${since} order by id`.execute(db);
  return rows.flatMap(({ accountId, body }) => welcomeCodeOf(accountId, body) ?? []);
}

/** Who somebody just added is, as far as is known at that moment. */
export type Newcomer = { erased: boolean; personId: number | null; hasBought: boolean };

/** By the platform's key, or the union id where the corp tells one. */
export async function whoIsNewcomer(
  { db, vault }: Platform,
  {
    accountId,
    externalUserId,
    unionId,
  }: { accountId: number; externalUserId: string; unionId?: string | undefined },
): Promise<Newcomer> {
  const key = { kind: 'external_userid', accountId, key: externalUserId };
  const erased = (await erasedAmong(db, vault, [key]))(key);
  if (erased) return { erased, personId: null, hasBought: false };
  const { rows } = await sql<{ personId: number; hasBought: boolean }>`
    select c.person_id, exists (select 1 from orders o join customers p on p.id = o.customer_id
      where p.person_id = c.person_id and o.payment = 'paid') as has_bought
    from identities i join customers c on c.id = i.customer_id and c.status = 'active'
    where (i.kind = 'external_userid' and i.account_id = ${accountId} and i.key = ${externalUserId})
      or (i.kind = 'unionid' and i.key = ${unionId ?? null})
    order by i.kind limit 1`.execute(db);
  return { erased, personId: rows[0]?.personId ?? null, hasBought: rows[0]?.hasBought ?? false };
}

import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import type { Db } from '#platform/postgres/connect.ts';
import { tryOut } from '#platform/postgres/try-out.ts';
import { personInScope } from '../customers/customers.ts';
import { readFollowing } from '../official-account/window.ts';
import { claimContacts, type Purpose, type Verdict } from './claim.ts';
import type { reachabilityView } from './contract.ts';
import { type Limits, nextAllowed, readLimits, windowsOf } from './limits.ts';
import { sayReason } from './reasons.ts';

type View = z.output<typeof reachabilityView>;

/**
 * Whether somebody can be contacted now, in the gate's own words: it is asked, in transactions that are rolled back, so
 * that the page cannot say otherwise than the sending will.
 */
export async function readReachability(
  db: Db,
  clock: Clock,
  actor: Actor,
  customerId: number,
): Promise<View> {
  const personId = await personInScope(db, actor, customerId);
  const now = clock.now();
  const limits = await readLimits(db, 'wecom', now);
  const quietUntil = nextAllowed(now, limits.hours) ?? null;
  const slot = quietUntil ?? now;
  const byHand = { personId, channel: 'hand', purpose: 'marketing', slot } as const;
  const accounts: View['accounts'] = [];
  const [smsAccount] = await accountsOf(db, 'sms');
  const sms = smsAccount ? ({ channel: 'sms', accountId: smsAccount.id } as const) : null;
  for (const account of await accountsOf(db, 'wecom')) {
    const ask = async (purpose: Purpose) => {
      const channel = { channel: 'wecom', accountId: account.id } as const;
      const verdict = await tryClaim(db, clock, { personId, ...channel, purpose, slot });
      return await present(db, verdict, actor);
    };
    accounts.push({ ...account, marketing: await ask('marketing'), service: await ask('service') });
  }
  return {
    quietUntil,
    ...(await usedSoFar(db, personId, slot, limits)),
    accounts,
    following: await readFollowing(db, personId, now),
    texts: sms && (await present(db, await tryClaim(db, clock, { ...byHand, ...sms }), actor)),
    hand: await present(db, await tryClaim(db, clock, byHand), actor),
    lastContact: await readLastContact(db, personId, now),
  };
}

function accountsOf(db: Db, kind: 'wecom' | 'sms') {
  return db
    .selectFrom('channelAccounts')
    .select(['id', 'name'])
    .where('kind', '=', kind)
    .where('status', '=', 'active')
    .orderBy('id')
    .execute();
}

type Question = {
  personId: number;
  channel: 'wecom' | 'hand' | 'sms';
  accountId?: number;
  purpose: Purpose;
  slot: Date;
};

async function tryClaim(db: Db, clock: Clock, question: Question): Promise<Verdict | undefined> {
  const { personId, ...request } = question;
  const asked = { ...request, source: 'trial', sourceId: 0, step: '' } as const;
  const [verdict] = await tryOut(db, tx =>
    claimContacts(tx, clock, { ...asked, candidates: [{ personId }] }),
  );
  return verdict;
}

async function present(db: Db, verdict: Verdict | undefined, { language }: Actor) {
  if (verdict?.outcome === 'claimed')
    return { reachable: true, words: null, member: await nameOf(db, verdict.memberId) };
  const { reason = 'unknown', facts = {} } = verdict ?? {};
  return { reachable: false, words: sayReason(reason, facts, language), member: null };
}

async function nameOf(db: Db, memberId: number | null): Promise<string | null> {
  if (memberId === null) return null;
  const row = await db.selectFrom('members').select('name').where('id', '=', memberId).executeTakeFirst();
  return row?.name ?? null;
}

async function usedSoFar(
  db: Db,
  personId: number,
  at: Date,
  { personWeek, platformPersonMonth }: Limits,
): Promise<Pick<View, 'week' | 'month'>> {
  const { week, weekEnd, month, monthEnd } = windowsOf(at);
  const { rows } = await sql<{ week: number; month: number }>`
    select count(*) filter (where k.purpose = 'marketing' and k.slot >= ${week} and k.slot < ${weekEnd}) as week,
      count(*) filter (where k.channel = 'wecom' and k.slot >= ${month} and k.slot < ${monthEnd}) as month
    from contacts k join customers c on c.id = k.customer_id
    where c.person_id = ${personId} and k.state in ('claimed', 'sent')`.execute(db);
  const { week: ofWeek = 0, month: ofMonth = 0 } = rows[0] ?? {};
  return {
    week: { used: ofWeek, max: personWeek },
    month: { used: ofMonth, max: platformPersonMonth },
  };
}

async function readLastContact(db: Db, personId: number, now: Date): Promise<View['lastContact']> {
  const { rows } = await sql<NonNullable<View['lastContact']>>`
    select k.slot as at, k.channel, k.purpose, a.name as account, m.name as member
    from contacts k join customers c on c.id = k.customer_id
    left join channel_accounts a on a.id = k.account_id left join members m on m.id = k.member_id
    where c.person_id = ${personId} and k.state = 'sent' and k.slot <= ${now} order by k.slot desc, k.id desc limit 1`.execute(
    db,
  );
  return rows[0] ?? null;
}

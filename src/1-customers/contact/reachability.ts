import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import type { Db } from '#platform/postgres/connect.ts';
import { personInScope } from '../customers/customers.ts';
import { claimContacts, type Purpose, type Verdict } from './claim.ts';
import type { reachabilityView } from './contract.ts';
import { nextAllowed, readLimits, windowsOf } from './limits.ts';
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
  const accounts: View['accounts'] = [];
  for (const account of await wecomAccounts(db)) {
    const ask = async (purpose: Purpose) => {
      const verdict = await tryClaim(db, clock, { personId, accountId: account.id, purpose, slot });
      return await present(db, verdict, actor);
    };
    accounts.push({ ...account, marketing: await ask('marketing'), service: await ask('service') });
  }
  return {
    quietUntil,
    week: { used: await usedThisWeek(db, personId, slot), max: limits.personWeek },
    accounts,
  };
}

function wecomAccounts(db: Db) {
  return db
    .selectFrom('channelAccounts')
    .select(['id', 'name'])
    .where('kind', '=', 'wecom')
    .where('status', '=', 'active')
    .orderBy('id')
    .execute();
}

type Question = { personId: number; accountId: number; purpose: Purpose; slot: Date };

async function tryClaim(db: Db, clock: Clock, question: Question): Promise<Verdict | undefined> {
  const { personId, ...request } = question;
  const trial = await db.startTransaction().execute();
  try {
    const asked = { ...request, channel: 'wecom', source: 'trial', sourceId: 0, step: '' } as const;
    const [verdict] = await claimContacts(trial, clock, { ...asked, candidates: [{ personId }] });
    return verdict;
  } finally {
    await trial.rollback().execute();
  }
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

async function usedThisWeek(db: Db, personId: number, at: Date): Promise<number> {
  const { week, weekEnd } = windowsOf(at);
  const { rows } = await sql<{ used: number }>`
    select count(*) as used from contacts k join customers c on c.id = k.customer_id
    where c.person_id = ${personId} and k.purpose = 'marketing' and k.state in ('claimed', 'sent')
      and k.slot >= ${week} and k.slot < ${weekEnd}`.execute(db);
  return rows[0]?.used ?? 0;
}

import { sql } from 'kysely';
import { callCounts } from '#channels';
import { audit } from '#platform/audit/audit.ts';
import { SYSTEM } from '#platform/auth/actor.ts';
import { DAY, HOUR } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { type Counted, countCalls, countPeople } from './figures.sql.ts';
import { type Color, judge, type Pace, type Verdict } from './judge.ts';
import { readThresholds } from './thresholds.ts';

/** Hours of counted requests that one can look back on. */
const KEPT = 30 * DAY;

type Known = { color: Color; pace: Pace; since: Date; pausedUntil: Date | null };

/**
 * Gives every active account, and every member of it, its colour and its pace anew. A colour that changes is written into
 * the audit log with the figures that made it change.
 * @returns how many colours changed.
 */
export async function evaluateHealth(platform: Platform): Promise<number> {
  const { db, clock } = platform;
  await callCounts(platform).flush();
  const now = clock.now();
  const [thresholds, people, calls] = await Promise.all([
    readThresholds(db, now),
    countPeople(db, now),
    countCalls(db, now),
  ]);
  const pause = thresholds['health.pause.hours'] * HOUR;
  return await db.transaction().execute(async tx => {
    await sql`select pg_advisory_xact_lock(hashtext('account health'))`.execute(tx);
    const known = await readKnown(tx);
    let changed = 0;
    for (const counted of people) {
      const { accountId, memberId, figures } = counted;
      const verdict = judge(figures, memberId === null ? calls.get(accountId) : undefined, thresholds);
      changed += await keep(tx, platform, counted, verdict, known.get(keyOf(counted)), pause);
    }
    await sql`delete from channel_calls where hour < ${new Date(now.getTime() - KEPT)}`.execute(tx);
    return changed;
  });
}

const keyOf = ({ accountId, memberId }: Pick<Counted, 'accountId' | 'memberId'>) =>
  `${accountId} ${memberId ?? ''}`;

async function readKnown(tx: Tx): Promise<Map<string, Known>> {
  const { rows } = await sql<Known & { accountId: number; memberId: number | null }>`
    select account_id, member_id, color, pace, since, paused_until from account_health`.execute(tx);
  return new Map(rows.map(row => [keyOf(row), row]));
}

async function keep(
  tx: Tx,
  { clock }: Platform,
  { accountId, memberId, figures }: Counted,
  { color, pace, reasons }: Verdict,
  before: Known | undefined,
  pause: number,
): Promise<number> {
  const now = clock.now();
  const isNew = before?.color !== color;
  // A pause has its end when it begins; what is still red afterwards goes on slowly.
  const began = before?.pace === 'paused' ? before.pausedUntil : new Date(now.getTime() + pause);
  const pausedUntil = pace === 'paused' ? began : null;
  await sql`
    insert into account_health (account_id, member_id, color, pace, reasons, figures, since, paused_until, at)
    values (${accountId}, ${memberId}, ${color}, ${pace}, ${JSON.stringify(reasons)}, ${JSON.stringify(figures)}, ${now}, ${pausedUntil}, ${now})
    on conflict (account_id, member_id) do update set color = excluded.color, pace = excluded.pace, reasons = excluded.reasons,
      figures = excluded.figures, since = case when account_health.color = excluded.color then account_health.since else excluded.since end,
      paused_until = excluded.paused_until, at = excluded.at`.execute(tx);
  if (!isNew || (before === undefined && color === 'green')) return 0;
  await audit(tx, clock, SYSTEM, {
    action: 'health.changed',
    object: { kind: 'channel_account', id: accountId },
    before: before && { color: before.color, pace: before.pace },
    after: { color, pace, pausedUntil, memberId, reasons },
  });
  return 1;
}

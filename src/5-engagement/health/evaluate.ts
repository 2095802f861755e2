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
    const judged = people.map(counted => {
      const of = counted.memberId === null ? calls.get(counted.accountId) : undefined;
      const before = known.get(keyOf(counted));
      const verdict = judge(counted.figures, of, thresholds);
      return { ...counted, ...verdict, before, pausedUntil: pauseOf(verdict, before, now, pause) };
    });
    await keep(tx, now, judged);
    await sql`delete from channel_calls where hour < ${new Date(now.getTime() - KEPT)}`.execute(tx);
    const changed = judged.filter(({ color, before }) => color !== (before?.color ?? 'green'));
    for (const one of changed) await tell(tx, platform, one);
    return changed.length;
  });
}

type Judged = Counted & Verdict & { before: Known | undefined; pausedUntil: Date | null };

/** A pause has its end when it begins; what is still red afterwards goes on slowly. */
function pauseOf({ pace }: Verdict, before: Known | undefined, now: Date, pause: number): Date | null {
  if (pace !== 'paused') return null;
  return before?.pace === 'paused' ? before.pausedUntil : new Date(now.getTime() + pause);
}

const keyOf = ({ accountId, memberId }: Pick<Counted, 'accountId' | 'memberId'>) =>
  `${accountId} ${memberId ?? ''}`;

async function readKnown(tx: Tx): Promise<Map<string, Known>> {
  const { rows } = await sql<Known & { accountId: number; memberId: number | null }>`
    select account_id, member_id, color, pace, since, paused_until from account_health`.execute(tx);
  return new Map(rows.map(row => [keyOf(row), row]));
}

/** The since of a colour is when it came, not when it was looked at last. */
async function keep(tx: Tx, now: Date, judged: readonly Judged[]): Promise<void> {
  const rows = judged.map(({ accountId, memberId, color, pace, reasons, figures, pausedUntil }) => ({
    ...{ account_id: accountId, member_id: memberId, color, pace, reasons, figures },
    paused_until: pausedUntil?.toISOString() ?? null,
  }));
  await sql`
    insert into account_health (account_id, member_id, color, pace, reasons, figures, since, paused_until, at)
    select account_id, member_id, color, pace, reasons, figures, ${now}::timestamptz, paused_until, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (account_id bigint, member_id bigint, color text, pace text,
      reasons jsonb, figures jsonb, paused_until timestamptz)
    on conflict (account_id, member_id) do update set color = excluded.color, pace = excluded.pace, reasons = excluded.reasons,
      figures = excluded.figures, since = case when account_health.color = excluded.color then account_health.since else excluded.since end,
      paused_until = excluded.paused_until, at = excluded.at`.execute(tx);
}

function tell(
  tx: Tx,
  { clock }: Platform,
  { accountId, memberId, before, color, pace, pausedUntil, reasons }: Judged,
): Promise<void> {
  return audit(tx, clock, SYSTEM, {
    action: 'health.changed',
    object: { kind: 'channel_account', id: accountId },
    before: before && { color: before.color, pace: before.pace },
    after: {
      color,
      pace,
      pausedUntil,
      memberId,
      measures: reasons.map(one => one.measure),
      why: { reasons },
    },
  });
}

import { DAY, fromShanghai, SHANGHAI_OFFSET, shanghaiDate } from '#platform/clock.ts';
import type { Simulation } from '../simulation.ts';

/** The platform's rules for who may still be reached, as they stand at the simulator's now. */
export type Caps = { dayStart: number; capStart: number; most: number; perMemberAndDay: number };

/** Windows begin at midnight in Asia/Shanghai; a month allows as many messages as it has days. */
export function capsNow({ clock, settings }: Simulation): Caps {
  const now = clock.now();
  const today = shanghaiDate(now);
  const dayStart = fromShanghai(today).getTime();
  const perMemberAndDay = settings.massPerMemberAndDay;
  if (settings.receiveCap === 'day') return { dayStart, capStart: dayStart, most: 1, perMemberAndDay };
  if (settings.receiveCap === 'week')
    return { dayStart, capStart: dayStart - daysSinceMonday(now) * DAY, most: 7, perMemberAndDay };
  const capStart = fromShanghai(`${today.slice(0, 8)}01`).getTime();
  return { dayStart, capStart, most: daysInMonth(today), perMemberAndDay };
}

function daysSinceMonday(at: Date): number {
  return (new Date(at.getTime() + SHANGHAI_OFFSET).getUTCDay() + 6) % 7;
}

function daysInMonth(date: string): number {
  const [year = 0, month = 0] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Whether one more mass message of this member still reaches the customer or chat. */
export function stillReceives(
  { store }: Simulation,
  caps: Caps,
  { corpid, userid, target }: { corpid: string; userid: string; target: string },
): boolean {
  const got = store.one<{ all_n: number; today_n: number }>(
    `select count(*) as all_n, count(*) filter (where userid = ?1 and sent_at >= ?2) as today_n
     from mass_targets where corpid = ?3 and target = ?4 and status = 1 and sent_at >= ?5`,
    userid,
    caps.dayStart,
    corpid,
    target,
    caps.capStart,
  );
  return (got?.all_n ?? 0) < caps.most && (got?.today_n ?? 0) < caps.perMemberAndDay;
}

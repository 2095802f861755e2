import { DAY, fromShanghai, shanghaiDate } from '#platform/clock.ts';
import type { Rhythm } from './contract.ts';
import { CADENCE } from './formula.contract.ts';

/** What a person's orders say: days with one, the last of them, the median gap between them. */
export type Past = { orderDays: number; lastOrder: string; median: number | null };

/** The rhythm of one person: their own median gap, drawn towards the shop's as long as there are few gaps. */
export function rhythmOf({ orderDays, lastOrder, median }: Past, shopDays: number, today: string): Rhythm {
  const gaps = orderDays - 1;
  const drawn = (gaps * (median ?? 0) + CADENCE.shopGaps * shopDays) / (gaps + CADENCE.shopGaps);
  const days = Math.round(drawn * 10) / 10;
  return {
    ...{ days, gaps, median, shopDays, lastOrder },
    since: daysBetween(lastOrder, today),
    next: dayAfter(lastOrder, Math.ceil(days)),
    due: dayAfter(lastOrder, Math.ceil(CADENCE.due * days)),
  };
}

export function dayAfter(day: string, days: number): string {
  return shanghaiDate(new Date(fromShanghai(day).getTime() + days * DAY));
}

function daysBetween(from: string, to: string): number {
  return Math.round((fromShanghai(to).getTime() - fromShanghai(from).getTime()) / DAY);
}

import type { ClickHouse } from '#platform/clickhouse/connect.ts';
import { DAY, fromShanghai, shanghaiDate } from '#platform/clock.ts';
import type { Holdout, REFUSALS } from './contract.ts';
import { readHistories, readSpend } from './histories.sql.ts';
import { compareHoldout } from './holdout.ts';
import { fitPurchases, type PurchaseFit } from './model/bg-nbd.ts';
import { fitSpend, type SpendFit } from './model/gamma-gamma.ts';
import type { HistoryRow } from './model/histories.ts';

/**
 * Below these nothing is predicted. 200 people who came back: with so many the sum is within 20 % of what all would have
 * said, nine times in ten, with 50 within 35 % (docs/decisions/0011-lifetime-value.md). Half a year: what is foretold is a
 * year, and a season must not pass for a habit.
 */
export const NEEDS = { repeatBuyers: 200, days: 182 } as const;

/** The part of the history that is kept back to see whether to believe the model: a third, at most half a year. */
const HELD_BACK = { share: 1 / 3, days: 182 } as const;

export type Counts = { people: number; repeatBuyers: number; days: number; until: string };
export type Training = Counts &
  (
    | { outcome: (typeof REFUSALS)[number] }
    | {
        outcome: 'fitted';
        rows: readonly HistoryRow[];
        purchases: PurchaseFit;
        spend: SpendFit;
        holdout: Holdout | null;
      }
  );

/** Estimates both models from the paid orders up to today, unless there is too little to learn from. */
export async function train(clickhouse: ClickHouse, now: Date): Promise<Training> {
  const until = shanghaiDate(now);
  const rows = await readHistories(clickhouse, { until, end: until });
  const counts = { ...countsOf(rows), until };
  if (counts.days < NEEDS.days) return { ...counts, outcome: 'too_short' };
  if (counts.repeatBuyers < NEEDS.repeatBuyers) return { ...counts, outcome: 'too_few_repeat_buyers' };
  const purchases = fitPurchases(rows, 1);
  const spend = fitSpend(await readSpend(clickhouse, { until, end: until }));
  if (!purchases.found || !spend.found) return { ...counts, outcome: 'no_fit' };
  return {
    ...counts,
    outcome: 'fitted',
    rows,
    purchases,
    spend,
    holdout: await holdBack(clickhouse, counts),
  };
}

function countsOf(rows: readonly HistoryRow[]): Omit<Counts, 'until'> {
  let [people, repeatBuyers, days] = [0, 0, 0];
  for (const row of rows) {
    people += row.people;
    if (row.repeats > 0) repeatBuyers += row.people;
    days = Math.max(days, row.age);
  }
  return { people, repeatBuyers, days };
}

/** Learns from the first part of the history only and looks at the rest; null where the first part is too thin for that. */
async function holdBack(clickhouse: ClickHouse, { days, until }: Counts): Promise<Holdout | null> {
  const back = Math.min(HELD_BACK.days, Math.floor(days * HELD_BACK.share));
  const cut = shanghaiDate(new Date(fromShanghai(until).getTime() - back * DAY));
  const rows = await readHistories(clickhouse, { until: cut, end: until });
  if (countsOf(rows).repeatBuyers < NEEDS.repeatBuyers / 2) return null;
  const { model, found } = fitPurchases(rows, 1);
  return found ? compareHoldout(model, rows, { cut, until, days: back }) : null;
}

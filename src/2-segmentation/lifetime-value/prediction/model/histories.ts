/**
 * What a purchase model needs of a person, in whole days: how often they came back (days with an order after the
 * first), from the first order to the last, and from the first order to today. Published texts call them x, t_x and T.
 */
export type History = { repeats: number; last: number; age: number };

/** So many people with the same history. A model looks at each history once, however many people share it. */
export type HistoryRow = History & { people: number };

/** The models count time in weeks, as the published estimates do. */
export const DAYS_A_WEEK = 7;

export const weeks = (days: number) => days / DAYS_A_WEEK;

/** Equal histories become one row: a million people in whole days are about a tenth as many rows. */
export function collapse(histories: Iterable<History>): HistoryRow[] {
  const rows = new Map<number, HistoryRow>();
  for (const { repeats, last, age } of histories) {
    const key = (repeats * DAYS + last) * DAYS + age;
    const row = rows.get(key);
    if (row) row.people++;
    else rows.set(key, { repeats, last, age, people: 1 });
  }
  return [...rows.values()];
}

/** More days than any shop has stood; three such numbers still make one exact key. */
const DAYS = 2 ** 17;

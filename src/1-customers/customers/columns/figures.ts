import { type Columns, FLAGS } from './columns.ts';

/** What the list shows of a person that the columns hold: money in fen. */
export type Figures = {
  tier: string;
  value: number;
  orders: number;
  paid: number;
  lastOrderAt: Date | null;
  followed: boolean;
};

/** The figures of somebody who was found in the columns. */
export function figuresOf(columns: Columns, personId: number): Figures {
  const { flags, numbers, codes, words } = columns;
  const place = placeIn(columns, personId);
  const { lastOrder, value, orders, paid } = numbers;
  const last = lastOrder[place] ?? Number.NaN;
  return {
    tier: words.tier.valueOf(codes.tier[place] ?? 0) ?? '',
    value: value[place] ?? 0,
    orders: orders[place] ?? 0,
    paid: paid[place] ?? 0,
    lastOrderAt: Number.isNaN(last) ? null : new Date(last),
    followed: ((flags[place] ?? 0) & FLAGS.followed) !== 0,
  };
}

/** The members who own or follow somebody who was found in the columns. */
export function membersOf(columns: Columns, personId: number): readonly number[] {
  return columns.sets.members.valueOf(columns.codes.members[placeIn(columns, personId)] ?? 0) ?? [];
}

function placeIn({ places }: Columns, personId: number): number {
  const place = (places[personId] ?? 0) - 1;
  if (place < 0) throw new Error(`There is no person ${personId} in the columns`);
  return place;
}

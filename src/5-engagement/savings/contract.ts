import { z } from 'zod';
import { fen, id } from '#platform/contract.ts';

const count = z.number().int();

export const SAVINGS_PERIODS = [30, 90, 365] as const;
export const savingsQuery = z.object({
  days: z.coerce
    .number()
    .refine(value => SAVINGS_PERIODS.some(one => one === value))
    .default(90),
});

/** What was delivered through channels that cost nothing a message, and what the same texts would have cost as SMS. */
const counted = z.object({
  messages: count,
  /** Parts as an operator bills them. */
  parts: count,
  /** Null where no SMS account tells a price. */
  amount: fen.nullable(),
});

export const savingsView = counted.extend({
  /** By what it is counted: characters in a single part, and in each part of a longer text. */
  single: count,
  part: count,
  /** The account whose price is taken, the cheapest in use; fen for 1,000 parts. */
  price: z.object({ account: z.string(), signName: z.string(), perThousand: count }).nullable(),
  broadcasts: z.array(
    counted.extend({ id: id('bro'), name: z.string(), channel: z.enum(['wecom', 'hand']) }),
  ),
});

import { z } from 'zod';
import { broadcastRow } from '#engagement/contract';
import { day, fen, instant } from '#platform/contract.ts';
import { ruleSchema } from '#segmentation/contract';

/** A number, what it was the period before, and the rule that names the people behind it. */
const figure = z.object({ value: z.number(), before: z.number().nullable(), people: ruleSchema.nullable() });

export const todo = z.object({
  kind: z.enum([
    'unconfirmed_tasks',
    'tasks_to_confirm',
    'follow_ups',
    'birthdays',
    'kf_waiting',
    'hand_tasks',
    'lost_important',
    'import_problems',
    'tiers_missing',
    'merges_to_decide',
    'channel_missing',
    'account_health',
    'webhooks_failing',
  ]),
  count: z.number().int(),
  words: z.string(),
  /** A page of the console. */
  to: z.string().nullable(),
  people: ruleSchema.nullable(),
});

export const todoList = z.object({ data: z.array(todo) });

export const homeView = z.object({
  at: instant,
  company: z.string().nullable(),
  /** The first number: how many customers we can and may contact today. */
  reachable: figure,
  customers: figure,
  followed: figure,
  added: figure,
  lost: figure,
  revenue: figure,
  orders: figure,
  repeatShare: figure,
  tiers: z.array(z.object({ tier: z.string(), people: z.number().int(), value: fen, rule: ruleSchema })),
  revenueByDay: z.array(z.object({ day, paid: fen, orders: z.number().int() })),
  broadcasts: z.array(broadcastRow),
});

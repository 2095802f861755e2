import { z } from 'zod';
import { day, fen, id, instant, name, text } from '#platform/contract.ts';

/** Where people can come in; public channels stand beside one's own. */
export const TOUCHPOINT_KINDS = [
  'counter',
  'parcel',
  'shop',
  'article',
  'channels',
  'live_room',
  'douyin',
  'kuaishou',
  'xiaohongshu',
  'ad',
  'event',
  'website',
  'referral',
  'other',
] as const;
export const touchpointKind = z.enum(TOUCHPOINT_KINDS);

/** The figures look at who came in during the last so many days. */
export const ENTRY_PERIODS = [7, 30, 90, 365] as const;
export const entryPeriod = z.coerce
  .number()
  .refine(value => ENTRY_PERIODS.some(one => one === value))
  .default(90);

export const touchpointBody = z.object({
  name: name(40),
  kind: touchpointKind,
  campaign: text(40).trim().default(''),
  store: text(40).trim().default(''),
  /** Where a piece of public content stands. */
  url: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(2_048)]).default(''),
  memberId: id('mem').nullable().default(null),
  /** Fen per new customer, above which an alarm is raised. */
  stopLoss: fen.min(1).max(100_000_000).nullable().default(null),
});

export const costBody = z.object({
  day,
  kind: z.enum(['money', 'subsidy']),
  amount: fen.min(1).max(10_000_000_000),
  note: text(100).trim().default(''),
});

export const costView = costBody.extend({
  id: id('cost'),
  createdBy: z.string(),
  createdAt: instant,
});

const count = z.number().int();

/** How those who came in during the period fared; shares are of how many, told beside them. */
export const entryFigures = z.object({
  scans: count,
  visitors: count,
  added: count,
  /** Neither bought nor added before. */
  fresh: count,
  /** Of `added`, who follow still; who left within a day. */
  staying: count,
  leftWithinDay: count,
  /** Of those who came 30 (90) or more days ago, who were still there after them. */
  ripe30: count,
  stayed30: count,
  ripe90: count,
  stayed90: count,
  /** Who bought after they came, and for how much (paid less refunded). */
  ordered: count,
  revenue: fen,
});

/** How those fared who came to an official account by a code; of those, who did not follow before. */
export const officialFigures = z.object({
  followed: count,
  /** Who followed already and scanned. */
  scanned: count,
  fresh: count,
  /** Who wrote to the account after they came. */
  chatted: count,
  /** Who added a member in WeCom after they came. */
  added: count,
  ordered: count,
  revenue: fen,
  ripe30: count,
  stayed30: count,
});

export const costFigures = z.object({
  money: fen,
  subsidy: fen,
  /** Money and subsidy per new customer; null where nobody new came or nothing was spent. */
  perCustomer: fen.nullable(),
  /** What came in since, over what was spent. */
  payback: z.number().nullable(),
  /** Above the line at which one stops. */
  isAlarm: z.boolean(),
});

export const touchpointRow = touchpointBody.omit({ memberId: true }).extend({
  id: id('tp'),
  member: z.object({ id: id('mem'), name: z.string() }).nullable(),
  codes: count,
  archived: z.boolean(),
  figures: entryFigures,
  costs: costFigures,
});

export const touchpointListQuery = z.object({
  q: text(100).optional(),
  kind: touchpointKind.optional(),
  archived: z.enum(['yes']).optional(),
  days: entryPeriod,
});

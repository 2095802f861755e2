import { z } from 'zod';
import { day, fen, id, instant, name, pageQuery, text } from '#platform/contract.ts';
import { entryKind } from '../entries/contract.ts';

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

/** Which orders belong to a touchpoint: those of a shop, or of it those of one source; empty: of any other. */
export const orderSource = z.object({ accountId: id('acc'), source: text(60).trim().default('') });

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
  /** Whose first paid order comes from there has come in here. */
  orderSources: z.array(orderSource).max(20).default([]),
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
  /** By whatever; a person who came in by two of the ways below counts once here. */
  people: count,
  added: count,
  followed: count,
  joined: count,
  bought: count,
  called: count,
  /** Of `people`, whom a member, a group or an official account reaches or reached since (吸粉). */
  reached: count,
  /** Neither bought nor came in before. */
  fresh: count,
  /** Of `people`, who are here still; who left within a day. */
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

export const touchpointRow = touchpointBody.omit({ memberId: true, orderSources: true }).extend({
  id: id('tp'),
  member: z.object({ id: id('mem'), name: z.string() }).nullable(),
  orderSources: z.array(
    z.object({ account: z.object({ id: id('acc'), name: z.string() }), source: z.string() }),
  ),
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

/** Somebody who came in at a touchpoint, once, by whatever they came. */
export const touchpointPerson = z.object({
  id: id('cus'),
  name: z.string(),
  kinds: z.array(entryKind),
  at: instant,
  fresh: z.boolean(),
  /** By what, and with which member: of the first time. */
  by: z.string().nullable(),
  member: z.string().nullable(),
  here: z.boolean(),
  orders: count,
  revenue: fen,
  /** Calls can be taken back. */
  calls: z.array(z.object({ id: id('ent'), at: instant, note: z.string() })),
});

export const touchpointPeopleQuery = pageQuery.extend({
  days: entryPeriod,
  kind: entryKind.optional(),
  /** Only those who are here still, or who are not. */
  here: z.enum(['yes', 'no']).optional(),
  fresh: z.enum(['yes']).optional(),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});

/** Shops with the sources their orders of the last year say, and how many buyers first ordered there. */
export const orderSourceChoice = z.object({
  account: z.object({ id: id('acc'), name: z.string() }),
  source: z.string(),
  orders: count,
  /** The touchpoint it belongs to already. */
  touchpoint: z.object({ id: id('tp'), name: z.string() }).nullable(),
});

import { z } from 'zod';
import { id, name, text } from '#platform/contract.ts';
import { welcomePlan } from '../welcome/contract.ts';

/** Minutes of the day as `HH:mm`; `24:00` is its end. */
const time = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/);

/** When a route applies; what is left out does not matter. All of it must hold. */
export const when = z.object({
  /** Days of the week, 1 Monday to 7 Sunday, in Asia/Shanghai. */
  days: z.array(z.number().int().min(1).max(7)).max(7).optional(),
  /** `from` later than `to` goes over midnight. */
  from: time.optional(),
  to: time.optional(),
  /** Of the calendar of the State Council, days made up for included: only on working days, or only on free ones. */
  calendar: z.enum(['work', 'free']).optional(),
  /** As the link of a poster says them (`?city=杭州`). */
  cities: z.array(name(20)).max(100).optional(),
});

export const onDuty = z.object({
  memberId: id('mem'),
  /** How often they are drawn, against the others. */
  weight: z.number().int().min(1).max(100).default(1),
  /** New customers a day by this code; null: no limit. */
  dailyCap: z.number().int().min(1).max(1_000).nullable().default(null),
});

/** A department of WeCom, by WeCom's own number, as it was called when it was chosen. */
export const department = z.object({ id: z.number().int().min(1).max(4_294_967_295), name: name(64) });

/** Where a route leads: the code changes its kind by rule. */
export const target = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('staff'),
    members: z.array(onDuty).max(100),
    /** Everybody who works in them, each with weight 1 and no cap; members or departments must be named. */
    departments: z.array(department).max(20).optional(),
    /** Drawn by weight, or whoever has added fewest today for their weight. */
    pick: z.enum(['weight', 'load']).default('weight'),
  }),
  /** Up to five groups of the corp; full ones are followed by new ones of that name. */
  z.object({
    kind: z.literal('group'),
    chatIds: z.array(name(64)).min(1).max(5),
    baseName: text(40).default(''),
  }),
  /**
   * A connected official account, by a code of its own whose scene says which live code it was. `welcome`: what it answers
   * who comes by it; null: what the account says to everybody who follows.
   */
  z.object({
    kind: z.literal('official_account'),
    accountId: id('acc'),
    title: text(30).default(''),
    welcome: welcomePlan.nullable().default(null),
  }),
  /** Another code as a picture: an account that is not connected, a mini program, a group of another app. */
  z.object({ kind: z.literal('picture'), title: name(30), file: id('file') }),
  z.object({ kind: z.literal('link'), title: name(30), url: z.url({ protocol: /^https?$/ }).max(2_048) }),
]);

/** What a code does with who opens it: the first route that applies and has room; then the substitutes; then the words. */
export const plan = z.object({
  routes: z
    .array(z.object({ when: when.default({}), target }))
    .min(1)
    .max(20),
  backup: z.array(id('mem')).max(100).default([]),
  /** What the page says when nobody can be reached: it never breaks. */
  fallback: z
    .object({ text: text(200).default(''), phone: text(30).default('') })
    .default({ text: '', phone: '' }),
});

export type Plan = z.output<typeof plan>;
export type Target = z.output<typeof target>;
export type When = z.output<typeof when>;
export type OnDuty = z.output<typeof onDuty>;

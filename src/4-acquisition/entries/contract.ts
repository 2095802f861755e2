import { z } from 'zod';
import { id, instant, pageQuery, text } from '#platform/contract.ts';

/** By what somebody comes in: adds a member, follows an official account, joins a group, buys first, calls. */
export const ENTRY_KINDS = ['add', 'follow', 'join', 'order', 'call'] as const;
export const entryKind = z.enum(ENTRY_KINDS);
export type EntryKind = z.output<typeof entryKind>;

/** A call that a member took, or that a telephone system tells of. */
export const callBody = z.object({
  touchpointId: id('tp'),
  /** When they called; not later than now. */
  at: instant.optional(),
  note: text(200).trim().default(''),
});

/** Somebody who came in, and what was done for them in their first 48 hours. */
export const newcomerRow = z.object({
  id: id('ent'),
  customer: z.object({ id: id('cus'), name: z.string() }),
  member: z.object({ id: id('mem'), name: z.string() }),
  touchpoint: z.object({ id: id('tp'), name: z.string() }),
  /** By which of the two they came. */
  code: z.object({ id: id('code'), name: z.string() }).nullable(),
  link: z.object({ id: id('lnk'), name: z.string() }).nullable(),
  at: instant,
  fresh: z.boolean(),
  left: z.boolean(),
  /** What the platform let us do at once; null: it gave no code for a welcome. */
  welcome: z.enum(['sent', 'none', 'late', 'greeted', 'refused']).nullable(),
  isTagged: z.boolean(),
  isRemarked: z.boolean(),
  /** A note, a promise or a follow-up day by a member since they came. */
  isLookedAfter: z.boolean(),
  hasOrdered: z.boolean(),
  /** A day has passed and nobody has done anything for them. */
  isAlarm: z.boolean(),
});

export const newcomerQuery = pageQuery.extend({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  member: id('mem').optional(),
  /** Only those for whom nobody has done anything for a day. */
  alarm: z.enum(['yes']).optional(),
});

import { z } from 'zod';
import { day, fen, id, instant, pageOf, pageQuery } from '#platform/contract.ts';
import { dueRow } from '../follow-ups/contract.ts';

const count = z.number().int();

/** Why somebody stands in the queue, the plainest first. */
export const LOSSES = ['deleted', 'silent', 'unanswered'] as const;
export const lossCause = z.enum(LOSSES);

/** A broadcast, and who deleted us within seven days of getting it. */
export const strawView = z.object({
  broadcastId: id('bro'),
  name: z.string(),
  topic: z.string().nullable(),
  sentAt: instant,
  sent: count,
  deleted: count,
  /** How many would have deleted us at the usual rate, in the same time. */
  expected: z.number(),
  /** More than chance would have it. */
  isAbove: z.boolean(),
});
export type Straw = z.output<typeof strawView>;

export const churnQuery = z.object({ days: z.coerce.number().int().min(30).max(365).default(90) });
export const churnView = z.object({
  since: day,
  deletions: count,
  /** Of them, within seven days of a message. */
  afterMessage: count,
  /** Deletions per person and week without a message in the seven days before; null where nothing was observed. */
  usual: z.object({ deletions: count, weeks: z.number(), rate: z.number() }).nullable(),
  straws: z.array(strawView),
});

export const rescueQuery = pageQuery.extend({
  cause: lossCause.optional(),
  /** Only who deleted us within seven days of this broadcast. */
  broadcast: id('bro').optional(),
});
export const rescueRow = dueRow.omit({ cause: true, expected: true }).extend({
  causes: z.array(lossCause),
  /** Out of the reader's scope since they deleted the reader: only that is told. */
  isReadOnly: z.boolean(),
  value: fen.nullable(),
  deleted: z.object({ at: instant, member: z.string(), after: z.array(z.string()) }).nullable(),
});
export type RescueRow = z.output<typeof rescueRow>;
/** `countedAt`: when they were counted, where that takes so long that it is not done each time. */
export const rescueList = pageOf(rescueRow).extend({
  total: count,
  causes: z.record(lossCause, count),
  countedAt: instant.nullable(),
});

import { z } from 'zod';
import { message } from '#brand/contract';
import { id, instant } from '#platform/contract.ts';

const time = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/);

/** Who is greeted: anybody, who was unknown, who had been known, who had bought. */
export const GREETED = ['anybody', 'new', 'known', 'buyer'] as const;

export const variant = z.object({
  who: z.enum(GREETED).default('anybody'),
  /** Minutes of the day; `from` later than `to` goes over midnight. */
  from: time.optional(),
  to: time.optional(),
  /** Only of these members: each speaks with a voice of their own. */
  memberIds: z.array(id('mem')).max(100).optional(),
  message,
});

/** The first that fits is sent; where none does, nothing. */
export const welcomePlan = z.object({ variants: z.array(variant).min(1).max(10) });
export type WelcomePlan = z.output<typeof welcomePlan>;
export type Variant = z.output<typeof variant>;

/** `greeted`: somebody else was quicker, or they talk already. `none`: no variant fits. */
export const welcomeOutcome = z.enum(['sent', 'none', 'late', 'greeted', 'refused']);

/** How welcomes went in the last days; milliseconds from callback to answer, null before the first. */
export const welcomeFigures = z.object({
  sent: z.number().int(),
  none: z.number().int(),
  late: z.number().int(),
  greeted: z.number().int(),
  refused: z.number().int(),
  median: z.number().nullable(),
  p99: z.number().nullable(),
});

export const accountWelcomeView = z.object({
  account: z.object({ id: id('acc'), name: z.string(), kind: z.enum(['wecom', 'official_account']) }),
  welcome: welcomePlan.nullable(),
  updatedAt: instant.nullable(),
  figures: welcomeFigures,
});

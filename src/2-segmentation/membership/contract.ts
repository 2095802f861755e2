import { z } from 'zod';
import { id, instant, pageQuery } from '#platform/contract.ts';

/** What became of a segment, day by day and condition by condition. */
export const segmentChangesView = z.object({
  people: z.number().int(),
  /** When the present rule was first evaluated; null while it has not been. */
  filledAt: instant.nullable(),
  days: z.array(
    z.object({
      day: z.string(),
      /** How many were in it when the day ended, or now. */
      people: z.number().int(),
      entered: z.number().int(),
      left: z.number().int(),
      /** The rule was changed on this day: its numbers are not those of the days before. */
      isNewRule: z.boolean(),
    }),
  ),
  /** How many people each condition named when the day began, and how many now. */
  leaves: z.array(
    z.object({ words: z.string(), before: z.number().int().nullable(), now: z.number().int() }),
  ),
});

export const movementQuery = pageQuery.extend({ kind: z.enum(['entered', 'left']).optional() });
export const movementView = z.object({
  id: z.string(),
  customerId: id('cus'),
  name: z.string(),
  kind: z.enum(['entered', 'left']),
  at: instant,
});

export const personSegmentsView = z.object({
  data: z.array(
    z.object({
      id: id('seg'),
      name: z.string(),
      /** Null: in it since the rule was first evaluated. */
      since: instant.nullable(),
    }),
  ),
});

/** The last nightly counting anew. */
export const membershipCheckView = z.object({
  check: z
    .object({
      at: instant,
      segments: z.number().int(),
      people: z.number().int(),
      differences: z.array(
        z.object({ segmentId: id('seg'), missing: z.number().int(), surplus: z.number().int() }),
      ),
    })
    .nullable(),
});

import { z } from 'zod';
import { fen, id, instant, text } from '#platform/contract.ts';

/** Of a poster's hook; the design (3-brand) may hold no more. */
const HOOK_LENGTH = 60;
/** Marks are single letters, and none is given twice: what is printed goes on counting for what it was. */
export const MOST_VARIANTS = 26;

const putOut = z.number().int().min(1).max(100_000_000).nullable();

/** A poster on a code, to be told apart from others on it. */
export const variantBody = z.object({
  posterId: id('pos'),
  /** Instead of the poster's own; empty: that. */
  hook: text(HOOK_LENGTH).trim().default(''),
  /** How many were printed, or shown to how many. */
  putOut: putOut.default(null),
});
/** What is on it stays: another poster or hook is another variant, with figures of its own. */
export const variantChange = z.object({ putOut });

const count = z.number().int();

/** A person, or a browser, that met two of them counts for the one it met first. */
export const variantFigures = z.object({
  ...{ scans: count, visitors: count, added: count, fresh: count, ordered: count },
  revenue: fen,
});

export const variantView = z.object({
  id: id('var'),
  mark: z.string(),
  poster: z.object({ id: id('pos'), name: z.string(), version: count }),
  hook: z.string(),
  link: z.string(),
  putOut: count.nullable(),
  archived: z.boolean(),
  createdAt: instant,
  figures: variantFigures,
});

/** `scan`: visitors of those put out; `add`: added of visitors; `order`: ordered of added. */
export const STEPS = ['scan', 'add', 'order'] as const;

/** One variant against the first, at one step. */
export const comparisonView = z.object({
  step: z.enum(STEPS),
  variant: id('var'),
  against: id('var'),
  share: z.number(),
  otherShare: z.number(),
  /** `too_few`: no test could tell yet; `open`: it may be chance; `sure`: hardly. */
  verdict: z.enum(['too_few', 'open', 'sure']),
  /** The difference in which 95 % of such tests would have the truth; null where there are too few. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** How many each would need, were the difference really this; null where that says nothing. */
  needed: count.nullable(),
});

export const variantReport = z.object({
  data: z.array(variantView),
  comparisons: z.array(comparisonView),
});

export const variantPictureQuery = z.object({
  width: z.coerce.number().int().min(60).max(2_480).optional(),
  format: z.enum(['jpg', 'png']).default('jpg'),
  /** Of the poster, so that a browser may keep the picture until it changes. */
  version: z.coerce.number().int().optional(),
});

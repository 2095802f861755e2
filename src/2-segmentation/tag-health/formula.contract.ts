/** Where the lines of tag health are; the page states them. */
export const TAG_HEALTH = {
  /** A tag that is younger than this may still be empty. */
  newDays: 7,
  /** Nothing asked for it, and nothing was made with a segment that does, for so many days. */
  unusedDays: 90,
  /** Neither given nor confirmed for so many days: it may no longer be so. */
  staleDays: 180,
  /** A tag is told of when it is stale for this share of its people. */
  staleShare: 0.5,
  /** Ends within so many days. */
  expiringDays: 7,
  /** Of the fewer people of two tags, so many carry both; fewer people than `fewest` say nothing. */
  alikeShare: 0.8,
  fewest: 5,
} as const;

/**
 * Corp tags of one 企业微信: the documentation of 2024 allows 10,000, while the text of error 40126 still says 3,000.
 * Beyond 3,000 some corps are refused.
 */
export const CORP_TAGS = { careful: 3_000, most: 10_000 } as const;

export const FINDINGS = ['contradictory', 'alike', 'expiring', 'stale', 'nobody', 'unused'] as const;
export type FindingKind = (typeof FINDINGS)[number];

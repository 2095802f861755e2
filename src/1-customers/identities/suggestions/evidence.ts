import type { z } from 'zod';
import type { evidenceKind } from '../contract.ts';

export type EvidenceKind = z.output<typeof evidenceKind>;

/**
 * How far a sign alone makes two records one person, and what a contradiction leaves of it. They are the house's
 * estimates and order the queue; none of them joins anybody.
 *
 * confidence = (1 − Π over signs (1 − weight)) × Π over contradictions (what is left)
 */
export const WEIGHTS = {
  /** The same full name; alone it is no reason: 张伟 is 300,000 people. */
  name: 0.2,
  /** The same last four digits of a phone beside the same name. */
  phone_tail: 0.55,
  /** `138****1234`: seven of eleven digits, and the same surname. */
  masked_phone: 0.5,
  /** A member's remark holds the digits of the other's phone. */
  remark_phone: 0.6,
  birthday: 0.5,
  city: 0.15,
  /** What one is called is the other's account name. */
  handle: 0.45,
  /** An order of the same amount within three days. */
  order: 0.35,
  /** A number that has changed hands, or a person who has changed their name. */
  recycled_phone: 0.35,
  /** The customer named an order that is the other's. */
  order_told: 0.9,
} as const satisfies Partial<Record<EvidenceKind, number>>;

export const CONTRADICTIONS = {
  other_birthday: 0.3,
  other_gender: 0.5,
  other_phone: 0.7,
} as const satisfies Partial<Record<EvidenceKind, number>>;

/** Below this nothing is suggested, in per cent. */
export const SUGGESTED_FROM = 30;
/** From here on a suggestion is called nearly certain. */
export const SURE_FROM = 75;
/** A feature that more profiles share says nothing: it is not compared by, and that is said. */
export const TOO_COMMON = 30;
/** "Later" means: not before so many days. */
export const LATER_DAYS = 30;

/** The formula itself; the statement in suggest.sql.ts computes the same for everybody at once, and a test holds both together. */
export function confidenceOf(kinds: Iterable<EvidenceKind>): number {
  let against = 1;
  let left = 1;
  for (const kind of new Set(kinds)) {
    if (kind in WEIGHTS) against *= 1 - WEIGHTS[kind as keyof typeof WEIGHTS];
    else left *= CONTRADICTIONS[kind as keyof typeof CONTRADICTIONS];
  }
  return Math.round((1 - against) * left * 100);
}

/**
 * How somebody stands: they can be contacted, or the first reason why not, in the gate's order. `never`: nobody has added
 * them; `deleted`: by the customer, the last of those who did; `staff_left`: their members can send nothing any more.
 */
export const STATES = [
  'reachable',
  'minor',
  'suppressed',
  'refused',
  'never',
  'deleted',
  'ended',
  'staff_left',
  'quota_month',
  'quota_week',
  'quota_day',
] as const;
export type ReachState = (typeof STATES)[number];

/** Why fewer can be contacted: how they stand now. `merged`: they are another person's record now;
 * `split`: what they were reached by is another person's again; `gone`: erased. */
export const LOSSES = [
  'deleted',
  'ended',
  'staff_left',
  'refused',
  'suppressed',
  'minor',
  'quota_month',
  'quota_week',
  'quota_day',
  'never',
  'merged',
  'split',
  'gone',
] as const;

/** Why more can: how they stood before. `new`: they were not there; `apart`: taken out of another person. */
export const GAINS = [
  'new',
  'added',
  'returned',
  'staff_back',
  'consented',
  'lifted',
  'of_age',
  'renewed_month',
  'renewed_week',
  'renewed_day',
  'apart',
] as const;

export const CAUSES = [...GAINS, ...LOSSES] as const;
export type ReachCause = (typeof CAUSES)[number];

/** What ended when somebody who stood so can be contacted. */
export const GAIN_OF: Readonly<Record<string, (typeof GAINS)[number]>> = {
  '': 'new',
  never: 'added',
  deleted: 'returned',
  ended: 'returned',
  staff_left: 'staff_back',
  refused: 'consented',
  suppressed: 'lifted',
  minor: 'of_age',
  quota_month: 'renewed_month',
  quota_week: 'renewed_week',
  quota_day: 'renewed_day',
};

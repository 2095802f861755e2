/** What a product is for, as the owner sees it: it draws people in, earns, is a treat, or stands for the brand. */
export const PRODUCT_ROLES = ['traffic', 'profit', 'benefit', 'ip'] as const;
export type ProductRole = (typeof PRODUCT_ROLES)[number];

/** The periods figures are kept for, in days; 0 is all of the time. */
export const PERIODS = [30, 90, 365, 0] as const;
/** The period that suggestions and the warning are taken from. */
export const JUDGED_DAYS = 365;

/** Where the lines of the judgements are; pages state them with these numbers. */
export const JUDGE = {
  /** Fewer orders say nothing of a rate. */
  fewest: 30,
  /** Somebody has come back for a product who buys it again on a later day within so many days of the first time. */
  repeatDays: 90,
  /** Fewer buyers old enough say nothing of coming back. */
  fewestCohort: 20,
  /** Normal quantile: the bounds of a rate are of 95 %. */
  z: 1.96,
  /** The lower bound must lie above so many times the rate of the shop's other products, and above a floor. */
  above: 1.5,
  floor: 0.02,
} as const;

/** Where suggestions of a role begin: all of them against the other products of the same shop. */
export const SUGGEST = {
  /** A treat: a piece goes for at most this share of the shop's middle price and leaves at most this margin. */
  treatPrice: 0.35,
  treatMargin: 0.15,
  /** Draws people in: so many times as often in a first order, not dearer than the middle, with a margin so much lower; where
   * costs are not known, at most this share of the middle price. */
  freshAbove: 1.2,
  drawMargin: 0.05,
  drawPrice: 0.8,
  /** Stands for the brand: dear, and come back for. */
  brandPrice: 1.5,
  brandRepeat: 1.5,
} as const;

/** How a rhythm is worked out and when somebody is due; pages state it with these numbers. */
export const CADENCE = {
  /** The shop's rhythm counts as so many gaps of one's own: two orders say little, ten say enough. */
  shopGaps: 2,
  /** Due once the silence is so many times the rhythm; beyond the second number it is no longer a matter of rhythm. */
  due: 1.5,
  lost: 4,
  /** People who came back, below which a shop has no rhythm to speak of. */
  fewest: 25,
} as const;

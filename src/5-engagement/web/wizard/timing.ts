import type { Draft } from './draft.ts';
import { type Hours, isQuiet, nextOpening } from './quiet-hours.ts';

/** When a draft would go out. `at` is absent for "now"; `quiet` is the next opening when it could not go then. */
export type Timing = {
  at: string | undefined;
  /** Marketing may not be sent now. */
  isQuietNow: boolean;
  /** The time chosen lies in quiet hours; this is when they end. */
  quietUntil: Date | undefined;
  missing: 'past' | 'missingTime' | undefined;
};

/** Marketing that is not given a time goes out at the next opening; service messages know no quiet hours. */
export function timing(
  { at, purpose }: Pick<Draft, 'at' | 'purpose'>,
  hours: Hours | undefined,
  now: Date,
): Timing {
  const isHeld = purpose === 'marketing' && hours !== undefined;
  const isQuietNow = isHeld && isQuiet(now, hours);
  if (at === undefined) {
    const opening = isQuietNow ? nextOpening(now, hours).toISOString() : undefined;
    return { at: opening, isQuietNow, quietUntil: undefined, missing: undefined };
  }
  const chosen = new Date(at);
  const quietUntil = isHeld && isQuiet(chosen, hours) ? nextOpening(chosen, hours) : undefined;
  const missing = quietUntil ? 'missingTime' : chosen <= now ? 'past' : undefined;
  return { at, isQuietNow, quietUntil, missing };
}

import { z } from 'zod';

/** What an account needs to work, in the order in which one sets it up. */
export const CHECK_STEPS = [
  'network',
  'keys',
  'address',
  'range',
  'contact',
  'followers',
  'callback',
] as const;

export const accountCheck = z.object({
  steps: z.array(
    z.object({
      step: z.enum(CHECK_STEPS),
      /** `waiting`: for a step before it, or for somebody to do something at the platform. */
      state: z.enum(['ok', 'failed', 'waiting']),
      message: z.string(),
    }),
  ),
});

import { z } from 'zod';
import { id } from '#platform/contract.ts';

/**
 * What to do with somebody now, the most binding first. `keep_promise`: one is due; `planned`: the day somebody set has
 * come; `in_peace`: they refused marketing, so nothing is begun; `win_back`: silent for four times their rhythm;
 * `rhythm`: for one and a half; `ask_how`: they ordered a day or a few ago; `first_order`: followed, and never bought;
 * `wait`: none of it.
 */
export const STEPS = [
  ...([
    'keep_promise',
    'planned',
    'in_peace',
    'win_back',
    'rhythm',
    'ask_how',
    'first_order',
    'wait',
  ] as const),
];

/** One step, and why, in the reader's language. */
export const nextStepView = z.object({
  step: z.enum(STEPS),
  title: z.string(),
  reason: z.string(),
  /** The promise that is due. */
  promiseId: id('prm').nullable(),
});

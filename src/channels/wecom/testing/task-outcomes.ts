import type { TaskOutcome } from '../../contract.ts';

/** The task that was created; any other outcome fails the test with its own words. */
export function created(outcome: TaskOutcome): { taskId: string; refused: readonly string[] } {
  if (outcome.outcome === 'created') return outcome;
  throw new Error(`not created: ${JSON.stringify(outcome)}`);
}

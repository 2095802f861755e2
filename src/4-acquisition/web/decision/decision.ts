import type { Wire } from '#web/api/client.ts';
import type { decisionView } from '../../contract.ts';

export type Decision = Wire<typeof decisionView>;
export type Step = Decision['steps'][number];
export type Candidate = Step['candidates'][number];

/** Who could be drawn, the likeliest first; empty where it leads to no member. */
export function drawnFrom({ kind, steps }: Decision): readonly Candidate[] {
  if (kind !== 'staff') return [];
  const candidates = steps.at(-1)?.candidates.filter(({ share }) => share > 0) ?? [];
  return candidates.toSorted((one, other) => other.share - one.share);
}

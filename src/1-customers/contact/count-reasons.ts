import type { Language } from '#platform/contract.ts';
import type { Verdict } from './claim.ts';
import { type ReasonCode, sayReason } from './reasons.ts';

/** Why some of those asked about are not contacted: a line for each reason in its words, the most frequent first. */
export function countReasons(
  verdicts: readonly Verdict[],
  language: Language,
): { reason: ReasonCode; words: string; people: number }[] {
  const withheld = verdicts.filter(one => one.outcome === 'withheld');
  return [...Map.groupBy(withheld, one => one.reason)]
    .map(([reason, same]) => ({
      ...{ reason, people: same.length },
      words: sayReason(reason, same[0]?.facts ?? {}, language),
    }))
    .toSorted((one, other) => other.people - one.people);
}

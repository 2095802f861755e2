import type { Words } from '#platform/contract.ts';
import { EVENT_WORDS, knownAs } from '../../rules/vocabulary.contract.ts';

/** What an event is called that the dictionary has no name for. */
export function eventName(type: string, words: (both: Words) => string): string {
  const known = knownAs(EVENT_WORDS, type);
  return known ? words(known) : type;
}

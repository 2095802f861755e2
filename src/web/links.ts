import type { RuleWire } from '#segmentation/contract';
import { json, stringifySearch } from './url/search.ts';

/** A rule as it stands in an address: base64url of its JSON. */
export function encodeRule(rule: RuleWire): string {
  return json.write(rule);
}

/**
 * The list of the people a rule names: what every number that counts people opens. It says the rule as a sentence,
 * counts and lists them, explains each, and makes a segment of it. `title` names them: `重要客户`.
 */
export function peopleLink(rule: RuleWire, title?: string): string {
  return `/people${stringifySearch({ rule: encodeRule(rule), title })}`;
}

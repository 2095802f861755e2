import type { FieldType } from '#customers/contract';
import type { Language } from '#platform/contract.ts';

/** Names of what a rule refers to by id; a missing one shows its id rather than nothing. */
export type Names = {
  tags: ReadonlyMap<number, string>;
  members: ReadonlyMap<number, string>;
  teams: ReadonlyMap<number, string>;
  shops: ReadonlyMap<number, string>;
  products: ReadonlyMap<number, string>;
  segments: ReadonlyMap<number, string>;
  /** What clients track, by its key. */
  events: ReadonlyMap<string, string>;
  /** The customers’ own fields, by the name of their fact. */
  fields: ReadonlyMap<string, { name: string; type: FieldType }>;
};
export type Speaker = { language: Language; names: Names };

/**
 * Puts the parts of a sentence together. English has spaces; Chinese runs on, and only where it meets letters, digits
 * or a sign a gap helps the eye.
 */
export function join(language: Language, ...parts: readonly string[]): string {
  const said = parts.filter(part => part !== '');
  if (language === 'en') return said.join(' ');
  return said.reduce((before, part) => before + (hasGap(before, part) ? ' ' : '') + part, '');
}

const HAN = /\p{Script=Han}/u;
const WORD = /[\p{L}\p{N}≥≤=¥#–…]/u;

/** Not beside punctuation, which brings its own room. */
function hasGap(before: string, after: string): boolean {
  const [last = '', first = ''] = [[...before].at(-1), [...after][0]];
  return WORD.test(last) && WORD.test(first) && !(HAN.test(last) && HAN.test(first));
}

/** Names one after the other, each once: a shop may sell several products of one name. */
export function sayIds(
  ids: readonly number[],
  names: ReadonlyMap<number, string>,
  language: Language,
): string {
  return [...new Set(ids.map(id => names.get(id) ?? `#${id}`))].join(language === 'zh' ? '、' : ', ');
}

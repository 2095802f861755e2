import type { Wire } from '#web/api/client.ts';
import { formatFen } from '#web/kit/format.ts';
import type { suggestionCount, suggestionList, suggestionView } from '../../identities/contract.ts';
import type { useTexts } from '../texts/index.ts';

export type Suggestion = Wire<typeof suggestionView>;
export type Suggestions = Wire<typeof suggestionList>;
export type SuggestionCount = Wire<typeof suggestionCount>;
export type Side = Suggestion['sides'][number];
type Speak = ReturnType<typeof useTexts>;

const CONTRADICTIONS: readonly string[] = ['other_birthday', 'other_gender', 'other_phone'];

/** The reasons as one sentence: what speaks for it, and after "but" what speaks against it. */
export function sayReasons(reasons: Suggestion['reasons'], t: Speak): string {
  const say = ({ kind, shown }: Suggestion['reasons'][number]) =>
    t(`match.reason.${kind}`, { shown: kind === 'order' ? formatFen(Number(shown)) : shown });
  const against = reasons.filter(({ kind }) => CONTRADICTIONS.includes(kind)).map(say);
  const signs = reasons.filter(({ kind }) => !CONTRADICTIONS.includes(kind)).map(say);
  const separator = t('match.separator');
  return against.length === 0
    ? signs.join(separator)
    : `${signs.join(separator)}${separator}${t('match.but', { against: against.join(separator) })}`;
}

/** Whether two values agree; undefined where one of them is not known, which says nothing. */
export function agree(one: readonly string[], other: readonly string[]): boolean | undefined {
  if (one.length === 0 || other.length === 0) return undefined;
  return one.some(value => other.includes(value));
}

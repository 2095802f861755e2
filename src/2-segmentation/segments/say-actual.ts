import { shanghaiDate } from '#platform/clock.ts';
import type { Language, Words } from '#platform/contract.ts';
import type { Finding } from '../rules/check.ts';
import { ATTRIBUTES, FACTS, knownAs, type Leaf, ORDER_MEASURES } from '../rules/contract.ts';
import { sayAmount, sayFlag, sayValue } from '../rules/say-test.ts';
import { type Names, sayIds } from '../rules/sentence.ts';

/** The value that decided a condition, as a person reads it. */
export function sayActual(
  { leaf, actual }: Extract<Finding, { kind: 'leaf' }>,
  language: Language,
  names: Names,
): string {
  const zh = language === 'zh';
  if (actual === null || actual === undefined || actual === '') return zh ? '未知' : 'not known';
  if (Array.isArray(actual)) {
    if (actual.length === 0) return zh ? '无' : 'none';
    return sayIds(actual.map(Number), namesFor(leaf, names), language);
  }
  if (actual instanceof Date) return shanghaiDate(actual);
  if (typeof actual === 'boolean') return actual ? (zh ? '是' : 'yes') : zh ? '否' : 'no';
  if (typeof actual === 'number') return sayAmount(actual, typeOf(leaf));
  const field = 'fact' in leaf ? names.fields.get(leaf.fact) : undefined;
  if (field?.type === 'flag') return sayFlag(String(actual), language);
  if (field?.type === 'choices') return String(actual).replaceAll('\n', zh ? '、' : ', ');
  if ('consent' in leaf) return knownAs(CONSENTS, String(actual))?.[language] ?? String(actual);
  return sayValue(String(actual), 'attribute' in leaf ? leaf.attribute : undefined, language);
}

function namesFor(leaf: Leaf, names: Names): Names['tags'] {
  if ('tags' in leaf) return names.tags;
  return 'attribute' in leaf && ATTRIBUTES[leaf.attribute].type === 'accounts' ? names.shops : names.members;
}

function typeOf(leaf: Leaf): string | undefined {
  if ('attribute' in leaf) return ATTRIBUTES[leaf.attribute].type;
  if ('orders' in leaf) return ORDER_MEASURES[leaf.orders].type;
  return 'fact' in leaf ? knownAs(FACTS, leaf.fact)?.type : undefined;
}

const CONSENTS: Readonly<Record<string, Words>> = {
  given: { zh: '同意', en: 'given' },
  refused: { zh: '拒绝', en: 'refused' },
  none: { zh: '没有表态', en: 'nothing said' },
};

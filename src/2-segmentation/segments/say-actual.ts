import { shanghaiDate } from '#platform/clock.ts';
import type { Language } from '#platform/contract.ts';
import type { Finding } from '../rules/check.ts';
import { ATTRIBUTES, FACTS, knownAs } from '../rules/contract.ts';
import { sayAmount, sayMoney, sayValue } from '../rules/say-test.ts';
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
    return sayIds(actual.map(Number), 'tags' in leaf ? names.tags : names.members, language);
  }
  if (actual instanceof Date) return shanghaiDate(actual);
  if (typeof actual === 'boolean') return actual ? (zh ? '是' : 'yes') : zh ? '否' : 'no';
  const isMoney =
    ('attribute' in leaf && ATTRIBUTES[leaf.attribute].type === 'money') ||
    ('orders' in leaf && leaf.orders === 'paid');
  if (isMoney && typeof actual === 'number') return sayMoney(actual);
  if ('fact' in leaf && typeof actual === 'number') return sayAmount(actual, knownAs(FACTS, leaf.fact)?.type);
  return sayValue(String(actual), 'attribute' in leaf ? leaf.attribute : undefined, language);
}

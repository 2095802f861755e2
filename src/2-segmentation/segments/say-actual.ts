import { shanghaiDate } from '#platform/clock.ts';
import type { Language } from '#platform/contract.ts';
import { fenToYuan } from '#platform/money.ts';
import type { Finding } from '../rules/check.ts';
import { ATTRIBUTES } from '../rules/contract.ts';
import type { Names } from '../rules/say-rule.ts';

/** The value that decided a condition, as a person reads it. */
export function sayActual(
  { leaf, actual }: Extract<Finding, { kind: 'leaf' }>,
  language: Language,
  names: Names,
): string {
  const zh = language === 'zh';
  if (actual === null || actual === undefined || actual === '') return zh ? '未知' : 'not known';
  if ('tags' in leaf && Array.isArray(actual)) return sayIds(actual, names.tags, language);
  if ('attribute' in leaf && Array.isArray(actual)) return sayIds(actual, names.members, language);
  if (actual instanceof Date) return shanghaiDate(actual);
  if (typeof actual === 'boolean') return actual ? (zh ? '是' : 'yes') : zh ? '否' : 'no';
  const isMoney =
    ('attribute' in leaf && ATTRIBUTES[leaf.attribute].type === 'money') ||
    ('orders' in leaf && leaf.orders === 'paid');
  return isMoney && typeof actual === 'number' ? `¥${fenToYuan(actual)}` : String(actual);
}

function sayIds(ids: readonly unknown[], names: ReadonlyMap<number, string>, language: Language): string {
  if (ids.length === 0) return language === 'zh' ? '无' : 'none';
  return ids.map(id => names.get(Number(id)) ?? `#${id}`).join(language === 'zh' ? '、' : ', ');
}

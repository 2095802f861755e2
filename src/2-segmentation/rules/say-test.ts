import { type Language, say, type Words } from '#platform/contract.ts';
import { fenToYuan } from '#platform/money.ts';
import type { FactTest, NumberTest, PropertyTest, Test, Window } from './contract.ts';
import { join, type Speaker, sayIds } from './sentence.ts';
import { ATTRIBUTES, type AttributeName, knownAs } from './vocabulary.contract.ts';

/** What is asked of an attribute, a fact or a property, said after its name: `≥ 3`, `是杭州`. */
type Asked = {
  name: string;
  attribute?: AttributeName;
  /** Of what kind a fact is; an attribute says so itself. */
  type?: string | undefined;
  test: Test | PropertyTest['test'] | FactTest;
  not?: boolean;
};

/** Values that we name, as people know them. */
const VALUES: Partial<Record<AttributeName, Record<string, Words>>> = {
  gender: { male: { zh: '男', en: 'male' }, female: { zh: '女', en: 'female' } },
  tier: {
    重要: { zh: '重要', en: 'important' },
    常规: { zh: '常规', en: 'regular' },
    偶然: { zh: '偶然', en: 'occasional' },
  },
};

export function sayValue(value: string, attribute: AttributeName | undefined, language: Language): string {
  const known = attribute && VALUES[attribute]?.[value];
  return known ? known[language] : value || (language === 'zh' ? '空' : 'empty');
}

const FLAG: Readonly<Record<string, Words>> = {
  yes: { zh: '是', en: 'yes' },
  no: { zh: '否', en: 'no' },
  unknown: { zh: '未知', en: 'not known' },
};

export function sayFlag(value: string, language: Language): string {
  return knownAs(FLAG, value)?.[language] ?? value;
}

const VERBS = {
  one_of: { yes: { zh: '是', en: 'is' }, no: { zh: '不是', en: 'is not' } },
  contains: { yes: { zh: '包含', en: 'contains' }, no: { zh: '不包含', en: 'does not contain' } },
  empty: { yes: { zh: '未知', en: 'is not known' }, no: { zh: '已知', en: 'is known' } },
  any_team: { yes: { zh: '属于团队', en: 'in team' }, no: { zh: '不属于团队', en: 'not in team' } },
  any_account: { yes: { zh: '包括', en: 'include' }, no: { zh: '不包括', en: 'do not include' } },
  any_member: { yes: { zh: '包括', en: 'include' }, no: { zh: '不包括', en: 'do not include' } },
  includes: { yes: { zh: '包括', en: 'includes' }, no: { zh: '不包括', en: 'does not include' } },
  present: { yes: { zh: '有记录', en: 'is known' }, no: { zh: '没有记录', en: 'is not known' } },
} as const;

/** Tests whose opposite has words of its own. */
export function hasOpposite(is: string): is is keyof typeof VERBS {
  return is in VERBS;
}

export function sayTest({ name, attribute, type, test, not }: Asked, speaker: Speaker): string {
  const { language } = speaker;
  if (type === 'flag' && test.is === 'one_of')
    return not
      ? sayTest({ name, type, test: { is: 'one_of', values: othersThan(test.values) } }, speaker)
      : `${name}${language === 'zh' ? '：' : ': '}${sayAsked(test, attribute, type, speaker)}`;
  // There is one owner, and many members.
  const is = test.is === 'any_member' && attribute === 'owner' ? 'one_of' : test.is;
  const verb = hasOpposite(is) ? VERBS[is][not ? 'no' : 'yes'][language] : '';
  return join(language, name, verb, sayAsked(test, attribute, type, speaker));
}

/** Of whom nothing is known is neither. */
const othersThan = (values: readonly string[]) =>
  ['yes', 'no', 'unknown'].filter(one => !values.includes(one));

function sayAsked(
  test: Asked['test'],
  attribute: AttributeName | undefined,
  type: string | undefined,
  { language, names }: Speaker,
): string {
  switch (test.is) {
    case 'empty':
    case 'present':
    case 'yes':
      return '';
    case 'includes':
    case 'one_of': {
      const or = language === 'zh' ? '或' : 'or';
      const values = test.values.map(value =>
        type === 'flag' ? sayFlag(value, language) : sayValue(value, attribute, language),
      );
      return values.reduce((before, value) => join(language, before, or, value));
    }
    case 'contains':
      return language === 'zh' ? `「${test.value}」` : `“${test.value}”`;
    case 'at_least':
    case 'at_most':
    case 'between':
      return sayNumber(test, attribute ? ATTRIBUTES[attribute].type : type);
    case 'within':
      return language === 'zh'
        ? join('zh', '在', sayWindow(test.window, 'zh'))
        : sayWindow(test.window, 'en');
    case 'anniversary':
      return type === 'day' || (attribute && ATTRIBUTES[attribute].type === 'instant')
        ? join(language, ANNIVERSARY[language], sayAnniversary(test.days, language))
        : sayAnniversary(test.days, language);
    case 'any_member':
      return sayIds(test.ids, names.members, language);
    case 'any_team':
      return sayIds(test.ids, names.teams, language);
    case 'any_account':
      return sayIds(test.ids, names.shops, language);
  }
}

/** Of a time that was once, not of a birthday. */
const ANNIVERSARY = { zh: '的周年', en: '(its anniversary)' };

function sayAnniversary(days: number, language: Language): string {
  if (days === 0) return language === 'zh' ? '是今天' : 'is today';
  return say({ zh: '在未来 {n} 天内', en: 'is in the next {span}' }, language, { n: days, span: span(days) });
}

/** `¥1,040.00`, as the console shows money. */
export function sayMoney(fen: number): string {
  return `¥${fenToYuan(fen)}`.replace(THOUSANDS, ',');
}

const THOUSANDS = /(?<=\d)(?=(\d{3})+(?:\.|$))/g;

/** A number as its type is shown: money in yuan, a share in percent. */
export function sayAmount(n: number, type: string | undefined): string {
  if (type === 'money') return sayMoney(n);
  return type === 'share' ? `${Math.round(n * 1_000) / 10}%` : String(n);
}

export function sayNumber(test: NumberTest, type: string | undefined): string {
  const number = (n: number) => sayAmount(n, type);
  if (test.is === 'at_least') return `≥ ${number(test.value)}`;
  if (test.is === 'at_most') return `≤ ${number(test.value)}`;
  return test.from === test.to ? `= ${number(test.from)}` : `${number(test.from)} – ${number(test.to)}`;
}

export function sayWindow(window: Window, language: Language): string {
  switch (window.kind) {
    case 'last':
      return say(
        window.unit === 'day'
          ? { zh: '最近 {n} 天内', en: 'in the last {span}' }
          : { zh: '最近 {n} 小时内', en: 'in the last {span}' },
        language,
        { n: window.n, span: span(window.n, window.unit) },
      );
    case 'before':
      return say({ zh: '{n} 天以前', en: 'more than {span} ago' }, language, {
        n: window.n,
        span: span(window.n),
      });
    case 'next':
      return say({ zh: '未来 {n} 天内', en: 'in the next {span}' }, language, {
        n: window.n,
        span: span(window.n),
      });
    case 'between':
      return sayDays(window, language);
  }
}

function sayDays({ from, to }: { from: string | null; to: string | null }, language: Language): string {
  if (from !== null && from === to) return language === 'zh' ? from : `on ${from}`;
  if (from === null) return say({ zh: '{to} 及以前', en: 'up to {to}' }, language, { to: to ?? '…' });
  if (to === null) return say({ zh: '{from} 及以后', en: 'from {from} on' }, language, { from });
  return say({ zh: '{from} 至 {to}', en: 'from {from} to {to}' }, language, { from, to });
}

export function span(n: number, unit: 'day' | 'hour' = 'day'): string {
  return `${n} ${unit}${n === 1 ? '' : 's'}`;
}

import { type Language, say } from '#platform/contract.ts';
import { fenToYuan } from '#platform/money.ts';
import {
  ATTRIBUTES,
  EVENT_WORDS,
  EVERYBODY,
  type EventsLeaf,
  type Leaf,
  type NumberTest,
  type OrdersLeaf,
  type PropertyTest,
  type Rule,
  type Test,
  type Window,
} from './contract.ts';

/** Names of what a rule refers to by id; a missing one shows its id rather than nothing. */
export type Names = {
  tags: ReadonlyMap<number, string>;
  members: ReadonlyMap<number, string>;
  shops: ReadonlyMap<number, string>;
  products: ReadonlyMap<number, string>;
  segments: ReadonlyMap<number, string>;
};
export const NO_NAMES: Names = {
  tags: new Map(),
  members: new Map(),
  shops: new Map(),
  products: new Map(),
  segments: new Map(),
};

type Speaker = { language: Language; names: Names };

/** A rule as a sentence. */
export function sayRule(rule: Rule, language: Language, names: Names = NO_NAMES): string {
  if (JSON.stringify(rule) === JSON.stringify(EVERYBODY)) return language === 'zh' ? '全部客户' : 'everybody';
  return sayBranch(rule, { language, names }, true);
}

function sayBranch(rule: Rule, speaker: Speaker, outer = false): string {
  const zh = speaker.language === 'zh';
  if ('all' in rule || 'any' in rule) {
    const parts = ('all' in rule ? rule.all : rule.any).map(branch => sayBranch(branch, speaker));
    const joined = parts.join('all' in rule ? (zh ? '，且' : ' and ') : zh ? '，或' : ' or ');
    return outer || parts.length === 1 ? joined : zh ? `（${joined}）` : `(${joined})`;
  }
  if ('not' in rule)
    return zh
      ? `不满足「${sayBranch(rule.not, speaker, true)}」`
      : `not (${sayBranch(rule.not, speaker, true)})`;
  return sayLeaf(rule, speaker);
}

export function sayLeaf(leaf: Leaf, speaker: Speaker): string {
  const zh = speaker.language === 'zh';
  const list = (ids: readonly number[], names: ReadonlyMap<number, string>) =>
    ids.map(id => names.get(id) ?? `#${id}`).join(zh ? '、' : ', ');
  if ('attribute' in leaf)
    return `${ATTRIBUTES[leaf.attribute].words[speaker.language]}${sayTest(leaf.test, leaf.attribute, speaker)}`;
  if ('tags' in leaf) {
    const tags = list(leaf.ids, speaker.names.tags);
    const words = {
      any: { zh: '有任一标签：', en: 'has any tag of ' },
      all: { zh: '同时有标签：', en: 'has all tags ' },
      none: { zh: '没有标签：', en: 'has none of the tags ' },
    };
    return words[leaf.tags][speaker.language] + tags;
  }
  if ('orders' in leaf) return sayOrders(leaf, speaker, list);
  if ('events' in leaf) return sayEvents(leaf, speaker);
  if ('fact' in leaf)
    return `${leaf.fact}${leaf.test.is === 'present' ? (zh ? ' 有记录' : ' is known') : sayTest(leaf.test, undefined, speaker)}`;
  if ('reachable' in leaf) return zh ? '今天可触达' : 'may be contacted today';
  return (zh ? '属于分群：' : 'is in segment ') + list([leaf.segment], speaker.names.segments);
}

const GENDER: Record<string, { zh: string; en: string }> = {
  male: { zh: '男', en: 'male' },
  female: { zh: '女', en: 'female' },
};
const MONEY = new Set(['value', 'paid', 'refunded']);

function sayTest(test: Test, attribute: string | undefined, { language, names }: Speaker): string {
  const zh = language === 'zh';
  const money = attribute !== undefined && MONEY.has(attribute);
  const number = (n: number) => (money ? `¥${fenToYuan(n)}` : String(n));
  switch (test.is) {
    case 'empty':
      return zh ? ' 未知' : ' is not known';
    case 'yes':
      return '';
    case 'one_of':
      return (
        (zh ? ' 是 ' : ' is ') +
        test.values
          .map(value => GENDER[value]?.[language] ?? (value || (zh ? '空' : 'empty')))
          .join(zh ? ' 或 ' : ' or ')
      );
    case 'contains':
      return zh ? ` 包含「${test.value}」` : ` contains “${test.value}”`;
    case 'at_least':
    case 'at_most':
    case 'between':
      return ` ${sayNumber(test, number)}`;
    case 'within':
      return ` ${sayWindow(test.window, language)}`;
    case 'anniversary':
      return say({ zh: ' 在未来 {n} 天内', en: ' is within the next {n} days' }, language, { n: test.days });
    case 'any_member':
      return (
        (zh ? ' 包括 ' : ' include ') +
        test.ids.map(id => names.members.get(id) ?? `#${id}`).join(zh ? '、' : ', ')
      );
  }
}

function sayNumber(
  test: NumberTest | Extract<Test, { is: 'at_least' | 'at_most' | 'between' }>,
  number: (n: number) => string,
): string {
  if (test.is === 'at_least') return `≥ ${number(test.value)}`;
  if (test.is === 'at_most') return `≤ ${number(test.value)}`;
  return test.from === test.to ? `= ${number(test.from)}` : `${number(test.from)} – ${number(test.to)}`;
}

export function sayWindow(window: Window, language: Language): string {
  switch (window.kind) {
    case 'last':
      return say(
        window.unit === 'day'
          ? { zh: '最近 {n} 天', en: 'in the last {n} days' }
          : { zh: '最近 {n} 小时', en: 'in the last {n} hours' },
        language,
        { n: window.n },
      );
    case 'before':
      return say({ zh: '早于 {n} 天前', en: 'more than {n} days ago' }, language, { n: window.n });
    case 'next':
      return say({ zh: '未来 {n} 天内', en: 'in the next {n} days' }, language, { n: window.n });
    case 'between':
      return say({ zh: '{from} 至 {to}', en: 'from {from} to {to}' }, language, {
        from: window.from ?? '…',
        to: window.to ?? '…',
      });
  }
}

function sayOrders(
  leaf: OrdersLeaf,
  { language, names }: Speaker,
  list: (ids: readonly number[], names: ReadonlyMap<number, string>) => string,
): string {
  const zh = language === 'zh';
  const what = {
    count: { zh: '下单次数', en: 'orders' },
    paid: { zh: '消费金额', en: 'amount paid' },
    quantity: { zh: '购买件数', en: 'pieces bought' },
  }[leaf.orders][language];
  const when = leaf.window ? `${sayWindow(leaf.window, language)} ` : '';
  const where =
    leaf.shops.length > 0
      ? zh
        ? `在${list(leaf.shops, names.shops)} `
        : `at ${list(leaf.shops, names.shops)} `
      : '';
  const which =
    leaf.products.length > 0
      ? zh
        ? `买 ${list(leaf.products, names.products)} 的`
        : `of ${list(leaf.products, names.products)}: `
      : '';
  const refund =
    leaf.refund === null
      ? ''
      : {
          none: { zh: '无退款的', en: 'unrefunded ' },
          partial: { zh: '部分退款的', en: 'partly refunded ' },
          full: { zh: '全额退款的', en: 'fully refunded ' },
        }[leaf.refund][language];
  return `${when}${where}${refund}${which}${what} ${sayNumber(leaf.test, n => (leaf.orders === 'paid' ? `¥${fenToYuan(n)}` : String(n)))}`;
}

function sayEvents(leaf: EventsLeaf, speaker: Speaker): string {
  const zh = speaker.language === 'zh';
  const when = leaf.window ? `${sayWindow(leaf.window, speaker.language)} ` : '';
  const measure = leaf.measure;
  const what =
    measure.of === 'count'
      ? zh
        ? '次数'
        : 'times'
      : measure.of === 'days'
        ? zh
          ? '天数'
          : 'days with it'
        : zh
          ? `${measure.property} 合计`
          : `sum of ${measure.property}`;
  const where = leaf.where.map(w => `${w.property}${sayProperty(w, speaker)}`).join(zh ? '、' : ', ');
  const name = EVENT_WORDS[leaf.events]?.[speaker.language] ?? leaf.events;
  return `${when}${zh ? '事件' : 'event'} ${zh ? `「${name}」` : `“${name}”`}${where ? (zh ? `（${where}）` : ` (${where})`) : ''} ${what} ${sayNumber(leaf.test, String)}`;
}

function sayProperty({ test }: PropertyTest, speaker: Speaker): string {
  return test.is === 'present'
    ? speaker.language === 'zh'
      ? ' 有值'
      : ' is present'
    : sayTest(test, undefined, speaker);
}

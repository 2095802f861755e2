import type { ProductRole } from '#customers/contract';
import type { Language } from '#platform/contract.ts';
import {
  EVENT_WORDS,
  type EventsLeaf,
  knownAs,
  ORDER_MEASURES,
  type OrdersLeaf,
  PRODUCT_ROLES,
  type PropertyTest,
} from './contract.ts';
import { sayNumber, sayTest, sayWindow } from './say-test.ts';
import { join, type Speaker, sayIds } from './sentence.ts';

const REFUND = {
  none: { zh: '无退款的', en: 'unrefunded' },
  partial: { zh: '部分退款的', en: 'partly refunded' },
  full: { zh: '全额退款的', en: 'fully refunded' },
};

export function sayOrders({ orders, window, refund, test, ...which }: OrdersLeaf, speaker: Speaker): string {
  const { language } = speaker;
  const when = window ? sayWindow(window, language) : '';
  const { where, bought } = sayWhich(which, speaker);
  const state = refund === null ? '' : REFUND[refund][language];
  const { type, words } = ORDER_MEASURES[orders];
  const what = words[language];
  const number = sayNumber(test, type);
  return language === 'zh'
    ? join(
        'zh',
        when,
        where && join('zh', '在', where),
        state,
        bought && join('zh', '买', bought, '的'),
        what,
        number,
      )
    : join('en', state, what, bought && `of ${bought}`, where && `at ${where}`, number, when);
}

/** Goods of one of some roles: 导流或福利商品. */
function sayRoles(roles: readonly ProductRole[], language: Language): string {
  if (roles.length === 0) return '';
  const words = roles.map(role => PRODUCT_ROLES[role][language]);
  return language === 'zh' ? join('zh', words.join('或'), '商品') : `${words.join(' or ')} products`;
}

/** Of which shops, and with which products. */
export function sayWhich(
  { shops, products, productName, roles }: Pick<OrdersLeaf, 'shops' | 'products' | 'productName' | 'roles'>,
  { language, names }: Speaker,
): { where: string; bought: string } {
  const zh = language === 'zh';
  const named =
    productName === undefined
      ? ''
      : zh
        ? `名称含「${productName}」的商品`
        : `products with “${productName}” in the name`;
  const parts = [sayIds(products, names.products, language), sayRoles(roles ?? [], language), named];
  return {
    where: sayIds(shops, names.shops, language),
    bought: parts
      .filter(part => part !== '')
      .reduce((before, part) => (before ? join(language, before, zh ? '且' : 'and', part) : part), ''),
  };
}

export function sayEvents({ events, measure, window, where, test }: EventsLeaf, speaker: Speaker): string {
  const { language } = speaker;
  const when = window ? sayWindow(window, language) : '';
  const happened = sayHappened({ event: events, where }, speaker);
  const what = sayMeasure(measure, language);
  const number = sayNumber(test, 'number');
  return language === 'zh'
    ? join('zh', when, happened, what, number)
    : join('en', happened, what, number, when);
}

/** An event with what is asked of its properties. */
export function sayHappened(
  { event, where }: { event: string; where: readonly PropertyTest[] },
  speaker: Speaker,
): string {
  const zh = speaker.language === 'zh';
  const name = knownAs(EVENT_WORDS, event)?.[speaker.language] ?? speaker.names.events.get(event) ?? event;
  const said = where.map(({ property, test }) => sayTest({ name: property, test }, speaker));
  if (zh) return join('zh', `「${name}」`, said.length > 0 ? `（${said.join('、')}）` : '');
  return join('en', `“${name}”`, said.length > 0 ? `(${said.join(', ')})` : '');
}

function sayMeasure(measure: EventsLeaf['measure'], language: Language): string {
  if (measure.of === 'sum')
    return language === 'zh' ? join('zh', measure.property, '合计') : `sum of ${measure.property}`;
  const words = { count: { zh: '次数', en: 'times' }, days: { zh: '天数', en: 'days with it' } };
  return words[measure.of][language];
}

import { expect, test } from 'vitest';
import type { Rule } from './contract.ts';
import { NO_NAMES, sayRule } from './say-rule.ts';

const NAMES = {
  ...NO_NAMES,
  shops: new Map([[1, '湖滨店']]),
  products: new Map([
    [1, '可颂'],
    [2, '可颂'],
    [3, 'Bagel 原味'],
  ]),
  tags: new Map([[1, '早餐']]),
  members: new Map([[1, '林小满']]),
  fields: new Map([
    ['field.skin', { name: '肤质', type: 'choice' as const }],
    ['field.cares', { name: '关注', type: 'choices' as const }],
    ['field.car', { name: '有车', type: 'flag' as const }],
    ['field.baby', { name: '宝宝生日', type: 'day' as const }],
  ]),
};
const says = (rule: Rule) => [sayRule(rule, 'zh', NAMES), sayRule(rule, 'en', NAMES)];
const sold = { shops: [], products: [], refund: null, window: null };

test('values that we name are said in the reader’s language, others as they are', () => {
  expect(says({ attribute: 'tier', test: { is: 'one_of', values: ['重要', '常规'] } })).toEqual([
    '层级是重要或常规',
    'Tier is important or regular',
  ]);
  expect(says({ attribute: 'city', test: { is: 'one_of', values: ['杭州', 'Berlin', ''] } })).toEqual([
    '城市是杭州或 Berlin 或空',
    'City is 杭州 or Berlin or empty',
  ]);
});

test('the opposite of a condition has words of its own where there are any', () => {
  expect(says({ not: { attribute: 'gender', test: { is: 'one_of', values: ['male'] } } })).toEqual([
    '性别不是男',
    'Gender is not male',
  ]);
  expect(says({ not: { attribute: 'birthday', test: { is: 'empty' } } })).toEqual([
    '生日已知',
    'Birthday is known',
  ]);
  expect(says({ not: { tags: 'any', ids: [1] } })).toEqual([
    '不满足「有任一标签：早餐」',
    'Not (has any tag of 早餐)',
  ]);
});

test('conditions joined are one sentence', () => {
  const tier: Rule = { attribute: 'tier', test: { is: 'one_of', values: ['重要'] } };
  const score: Rule = { attribute: 'r', test: { is: 'at_least', value: 4 } };
  const city: Rule = { attribute: 'city', test: { is: 'contains', value: '杭' } };
  expect(says({ all: [tier, { any: [city, score] }, { reachable: 'wecom' }] })).toEqual([
    '层级是重要，且（城市包含「杭」，或 R 分（最近购买）≥ 4），且今天可触达',
    'Tier is important and (city contains “杭” or R score (recency) ≥ 4) and may be contacted today',
  ]);
});

test('who added and follows somebody is said with what narrows it', () => {
  const anybody = {
    ...{ test: { is: 'at_least', value: 1 }, window: null, members: [], teams: [], accounts: [] },
    ...{ ways: [], codes: [], endedBy: null, ended: null },
  } as const;
  const month = { kind: 'last', n: 30, unit: 'day' } as const;
  const of = (leaf: object) => says({ ...anybody, ...leaf } as never);
  expect(of({ follows: 'first', ways: [1, 16], codes: ['直播间'] })).toEqual([
    '首次添加（添加方式：扫描二维码、通过获客链接添加，渠道码：直播间）',
    'First added (by way of QR code, acquisition link; channel code 直播间)',
  ]);
  expect(of({ follows: 'ended', members: [1], endedBy: 'customer', ended: month })).toEqual([
    '已不再跟进的成员数（成员：林小满，被客户删除，最近 30 天内结束）≥ 1',
    'Members no longer following (by 林小满; ended by the customer; ended in the last 30 days) ≥ 1',
  ]);
  expect(of({ follows: 'now', accounts: [1], test: { is: 'between', from: 2, to: 2 } })).toEqual([
    '现在跟进的成员数（账号：湖滨店）= 2',
    'Members following now (on 湖滨店) = 2',
  ]);
  expect(says({ not: { attribute: 'owner', test: { is: 'any_member', ids: [1] } } })).toEqual([
    '负责人不是林小满',
    'Owner is not 林小满',
  ]);
});

test('times are said as spans, days as days', () => {
  const ordered = (window: object) =>
    says({ attribute: 'lastOrderAt', test: { is: 'within', window } } as Rule);
  expect(ordered({ kind: 'last', n: 1, unit: 'day' })).toEqual([
    '最近下单时间在最近 1 天内',
    'Last order in the last 1 day',
  ]);
  expect(ordered({ kind: 'before', n: 30 })).toEqual([
    '最近下单时间在 30 天以前',
    'Last order more than 30 days ago',
  ]);
  expect(ordered({ kind: 'between', from: '2026-11-01', to: '2026-11-01' })).toEqual([
    '最近下单时间在 2026-11-01',
    'Last order on 2026-11-01',
  ]);
  expect(ordered({ kind: 'between', from: null, to: '2026-11-01' })).toEqual([
    '最近下单时间在 2026-11-01 及以前',
    'Last order up to 2026-11-01',
  ]);
  expect(says({ attribute: 'birthday', test: { is: 'anniversary', days: 7 } })).toEqual([
    '生日在未来 7 天内',
    'Birthday is in the next 7 days',
  ]);
});

test('orders: what, of what, where, when; two products of one name are named once', () => {
  const rule: Rule = {
    ...sold,
    orders: 'count',
    test: { is: 'at_least', value: 2 },
    window: { kind: 'last', n: 60, unit: 'day' },
    shops: [1],
    products: [1, 2, 3],
  };
  expect(says(rule)).toEqual([
    '最近 60 天内在湖滨店买可颂、Bagel 原味的下单次数 ≥ 2',
    'Orders of 可颂, Bagel 原味 at 湖滨店 ≥ 2 in the last 60 days',
  ]);
  expect(says({ ...sold, orders: 'paid', test: { is: 'between', from: 1_000, to: 123_456_700 } })).toEqual([
    '消费金额 ¥10.00 – ¥1,234,567.00',
    'Amount paid ¥10.00 – ¥1,234,567.00',
  ]);
});

test('products by what they are for', () => {
  const rule: Rule = {
    ...sold,
    orders: 'count',
    test: { is: 'at_least', value: 1 },
    roles: ['traffic', 'benefit'],
  };
  expect(says(rule)).toEqual(['买导流或福利商品的下单次数 ≥ 1', 'Orders of traffic or treat products ≥ 1']);
  expect(says({ ...rule, products: [1], roles: ['ip'], productName: '蛋糕' })).toEqual([
    '买可颂且 IP 商品且名称含「蛋糕」的商品的下单次数 ≥ 1',
    'Orders of 可颂 and IP products and products with “蛋糕” in the name ≥ 1',
  ]);
});

test('events with what is asked of their properties', () => {
  const rule: Rule = {
    events: 'message.replied',
    measure: { of: 'count' },
    test: { is: 'at_least', value: 1 },
    window: { kind: 'last', n: 7, unit: 'day' },
    where: [{ property: 'page', test: { is: 'one_of', values: ['首页'] } }],
  };
  expect(says(rule)).toEqual([
    '最近 7 天内「回复消息」（page 是首页）次数 ≥ 1',
    '“Replied” (page is 首页) times ≥ 1 in the last 7 days',
  ]);
});

test('what clients track goes by its name in the dictionary', () => {
  const names = { ...NO_NAMES, events: new Map([['product_added', '加入购物车']]) };
  const rule: Rule = {
    ...{ events: 'product_added', measure: { of: 'days' }, where: [], window: null },
    test: { is: 'at_least', value: 2 },
  };
  expect(sayRule(rule, 'zh', names)).toBe('「加入购物车」天数 ≥ 2');
  expect(sayRule(rule, 'zh')).toBe('「product_added」天数 ≥ 2');
});

test('one thing after another, with what each is and how long it may take', () => {
  const viewed = {
    event: 'product_viewed',
    where: [{ property: 'price', test: { is: 'at_least' as const, value: 30 } }],
  };
  const rule: Rule = {
    sequence: 'not_followed',
    first: viewed,
    next: { order: 'paid', shops: [1], products: [], productName: '蛋糕' },
    within: { n: 3, unit: 'day' },
    window: { kind: 'last', n: 30, unit: 'day' },
  };
  expect(says(rule)).toEqual([
    '最近 30 天内「product_viewed」（price ≥ 30）后 3 天内没有在湖滨店购买名称含「蛋糕」的商品',
    '“product_viewed” (price ≥ 30) in the last 30 days, but no paid order of products with “蛋糕” in the name at 湖滨店 within 3 days',
  ]);
  const order = { order: 'paid' as const, shops: [], products: [] };
  expect(
    says({
      ...rule,
      sequence: 'followed',
      first: order,
      next: order,
      within: { n: 1, unit: 'hour' },
      window: null,
    }),
  ).toEqual(['付款下单后 1 小时内又有付款下单', 'Paid order then paid order within 1 hour']);
});

test('figures about orders, contacts, consent, holidays and anniversaries', () => {
  expect(says({ ...sold, orders: 'discounted_share', test: { is: 'at_least', value: 0.305 } })).toEqual([
    '优惠订单占比 ≥ 30.5%',
    'Share of orders with a discount ≥ 30.5%',
  ]);
  const week = { kind: 'last', n: 7, unit: 'day' } as const;
  expect(
    says({
      contacts: 'count',
      channel: 'wecom',
      purpose: 'marketing',
      test: { is: 'at_most', value: 0 },
      window: week,
    }),
  ).toEqual([
    '最近 7 天内通过企业微信的营销触达次数 ≤ 0',
    'Marketing contacts on WeCom ≤ 0 in the last 7 days',
  ]);
  expect(says({ consent: 'refused', purpose: 'profiling', channel: 'hand' })).toEqual([
    '拒绝人工联系的个性化推荐',
    'Refuses profiling on contact by hand',
  ]);
  expect(says({ holidays: ['qixi', 'double_11'], days: 7 })).toEqual([
    '七夕或双11 在未来 7 天内',
    'Qixi or Double 11 is in the next 7 days',
  ]);
  expect(says({ attribute: 'firstOrderAt', test: { is: 'anniversary', days: 0 } })).toEqual([
    '首次下单时间的周年是今天',
    'First order (its anniversary) is today',
  ]);
});

test('a field of the customers is said by the name it has now, with the words of its type', () => {
  const asks = (key: string, test: object) => ({ fact: `field.${key}`, test }) as Rule;
  const zh = (rule: Rule) => says(rule)[0];
  const skin = asks('skin', { is: 'one_of', values: ['油性', '干性'] });
  expect(says(skin)).toEqual(['肤质是油性或干性', '肤质 is 油性 or 干性']);
  expect(says({ not: skin })).toEqual(['肤质不是油性或干性', '肤质 is not 油性 or 干性']);
  const cares = asks('cares', { is: 'includes', values: ['美白'] });
  expect(says(cares)).toEqual(['关注包括美白', '关注 includes 美白']);
  expect(zh({ not: cares })).toBe('关注不包括美白');
  expect(says(asks('car', { is: 'one_of', values: ['yes'] }))).toEqual(['有车：是', '有车: yes']);
  expect(zh({ not: asks('car', { is: 'one_of', values: ['yes'] }) })).toBe('有车：否或未知');
  expect(zh({ not: asks('skin', { is: 'present' }) })).toBe('肤质没有记录');
  expect(says(asks('baby', { is: 'anniversary', days: 7 }))).toEqual([
    '宝宝生日的周年在未来 7 天内',
    '宝宝生日 (its anniversary) is in the next 7 days',
  ]);
  expect(zh(asks('baby', { is: 'within', window: { kind: 'between', from: '2026-01-01', to: null } }))).toBe(
    '宝宝生日在 2026-01-01 及以后',
  );
});

import { expect, test } from 'vitest';
import { flatTexts } from '#web/i18n/texts.ts';
import zh from '../../texts/zh.ts';
import { groupEntries } from './group-entries.ts';
import { sayActor, sayEvent, sayGroup } from './say-event.ts';
import type { Entry } from './told.ts';

const texts = new Map(flatTexts(zh));
const t = (key: string, values: Record<string, string | number> = {}) =>
  (texts.get(key) ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));

let seq = 0;
const entry = (type: string, data: Entry['data'] = {}, over: Partial<Entry> = {}): Entry => ({
  ...{ seq: String(++seq), type, data, at: '2026-11-20T04:43:03.000Z' },
  ...{ actor: 'system', account: null, about: null, ...over },
});
const say = (...given: Parameters<typeof entry>) => {
  const { words, detail } = sayEvent(entry(...given), t);
  return detail === undefined ? words : `${words} | ${detail}`;
};

test('orders and refunds', () => {
  const shop = { account: '城西店', about: '可颂 × 2、冷萃' };
  expect(say('order.placed', { paid: 8_400, payment: 'paid' }, shop)).toBe(
    '在城西店下单，实付 ¥84.00 | 可颂 × 2、冷萃',
  );
  expect(say('order.placed', { paid: 0, payment: 'due' }, { account: '城西店' })).toBe(
    '在城西店下单，还没付款',
  );
  expect(say('order.refunded', { refunded: 3_000, refund: 'partial' })).toBe('部分退款 ¥30.00');
  expect(say('order.refunded', { refunded: 0, refund: 'none' })).toBe('退款记录已撤销');
  expect(say('refund.placed', { amount: 500, status: 'done' })).toBe('退款 ¥5.00');
  expect(say('refund.matched', { refundId: 1 })).toBe('退款对应的订单已更正');
});

test('WeCom relations and messages', () => {
  const lin = { actor: '林晓雨' };
  expect(say('follow.started', { state: 'counter' }, lin)).toBe('添加了林晓雨的企业微信 | 渠道 counter');
  expect(say('follow.started', { state: 'k7f3m9qa-m12' }, lin)).toBe('添加了林晓雨的企业微信');
  expect(say('follow.ended', { by: 'customer' }, lin)).toBe('删除了林晓雨的企业微信');
  expect(say('follow.ended', { by: 'member' }, lin)).toBe('林晓雨删除了这位客户');
  expect(say('message.delivered', { name: '会员日' }, lin)).toBe('收到群发“会员日”');
  expect(say('message.failed', { name: '会员日', state: 'capped' })).toBe(
    '群发“会员日”没有送达 | 客户已达接收上限',
  );
  expect(say('moment.liked', { name: '新品试吃' }, lin)).toBe('给林晓雨的朋友圈点赞 | 新品试吃');
  expect(say('moment.commented', { name: '' }, lin)).toBe('评论了林晓雨的朋友圈');
  expect(say('message.replied', { text: '几点出炉？' })).toBe('回复：“几点出炉？”');
});

test('who they are and what they wish', () => {
  expect(say('customer.changed', { fields: ['name', 'note'] })).toBe('修改了姓名、备注');
  expect(say('customer.changed', { by: 'source' })).toBe('资料得到补充');
  expect(say('customers.merged', { reason: 'same_phone', shown: '145****0354' })).toBe(
    '两条记录合并为一位客户 | 手机号相同 145****0354',
  );
  expect(say('segment.entered', { segmentId: 3, version: 1, segment: '本周生日' })).toBe(
    '进入客户分群“本周生日”',
  );
  expect(say('segment.left', { segmentId: 3, version: 1 })).toBe('离开客户分群 seg_3');
  expect(say('tier.changed', { from: null, to: '重要' })).toBe('进入重要层级');
  expect(say('tier.changed', { from: '常规', to: '重要' })).toBe('层级由常规变为重要');
  expect(say('consent.withdrawn', { purpose: 'marketing' })).toBe('拒绝营销消息');
  expect(say('suppression.added', { reason: '投诉' })).toBe('加入免打扰名单 | 投诉');
});

test('groups are named, with the way somebody came to them and went', () => {
  const about = { about: '面包群' };
  expect(say('group.joined', { groupId: 3, cameBy: 'code', state: 'card' }, about)).toBe(
    '扫码进了客户群“面包群” | 渠道 card',
  );
  expect(say('group.joined', { groupId: 3 }, about)).toBe('进了客户群“面包群”');
  expect(say('group.left', { groupId: 3, by: 'removed' }, about)).toBe('被移出客户群“面包群”');
  expect(say('group.left', { groupId: 3 }, about)).toBe('退出了客户群“面包群”');
});

test('where somebody came in', () => {
  const counter = { code: '柜台立牌', touchpoint: '湖滨店柜台' };
  expect(say('entry.recorded', { ...counter, fresh: true })).toBe(
    '从“湖滨店柜台”进来，是新客 | 渠道活码“柜台立牌”',
  );
  expect(say('entry.recorded', { ...counter, fresh: false, code: '' })).toBe('从“湖滨店柜台”进来');
});

test('an event nobody has taught us is shown plainly', () => {
  expect(say('level_done', { level: '会员日', seconds: 12, deep: { x: 1 } })).toBe(
    'level_done | level: 会员日, seconds: 12',
  );
  expect(say('level_done')).toBe('level_done');
  for (const odd of ['constructor', '__proto__', 'toString']) expect(say(odd)).toBe(odd);
  expect(say('page_viewed', { page: '首页' }, { about: '浏览页面' })).toBe('浏览页面 | page: 首页');
  expect(say('order.placed', { paid: 'much' })).toBe('在店铺下单，实付 ');
});

test('of what shops track it is said what it was about, by either spelling', () => {
  const cake = { sku: 'DG01', name: '草莓奶油蛋糕', price: 198.5, quantity: 1 };
  expect(say('Product Viewed', cake, { about: '浏览商品' })).toBe('浏览商品 | 草莓奶油蛋糕 ¥198.50');
  expect(say('product_added', { ...cake, currency: 'USD' }, { about: '加入购物车' })).toBe(
    '加入购物车 | 草莓奶油蛋糕 198.5 USD',
  );
  expect(say('product_viewed', { sku: 'DG01', price: 'much' }, { about: '浏览商品' })).toBe(
    '浏览商品 | sku: DG01, price: much',
  );
  expect(say('checkout_started', { value: 216 }, { about: '开始结算' })).toBe('开始结算 | ¥216.00');
  expect(say('products_searched', { query: '无糖' }, { about: '搜索商品' })).toBe('搜索商品 | “无糖”');
  expect(say('screen_viewed', { name: '首页' }, { about: '浏览页面' })).toBe('浏览页面 | 首页');
});

test('what a customer did again and again in one go is one line', () => {
  const looked = (at: string, name: string, actor = 'key:1') =>
    entry('product_viewed', { name }, { at: `2026-11-20T${at}:00.000Z`, actor, about: '浏览商品' });
  const [day] = groupEntries([
    looked('05:00', '可颂'),
    looked('04:50', '吐司'),
    looked('04:40', '吐司'),
    looked('04:05', '贝果'),
    looked('04:00', '贝果', 'key:2'),
  ]);
  expect(day?.groups.map(group => sayGroup(group, t))).toEqual([
    { icon: 'look', words: '浏览商品 3 次', detail: '可颂、吐司' },
    { icon: 'look', words: '浏览商品', detail: '贝果' },
    { icon: 'look', words: '浏览商品', detail: '贝果' },
  ]);
  const many = ['甲', '乙', '丙', '丁', '戊', '己'].map(name => looked('03:00', name));
  expect(groupEntries(many)[0]?.groups.map(group => sayGroup(group, t).detail)).toEqual([
    '甲、乙、丙、丁等，另有 2 样',
  ]);
});

test('by days of Shanghai, and what one hand did at one moment is told at once', () => {
  const tagged = (about: string, over: Partial<Entry> = {}) => entry('tag.added', {}, { about, ...over });
  const days = groupEntries([
    tagged('口味/甜'),
    tagged('口味/咸'),
    tagged('门店/城西', { actor: '老板' }),
    entry('order.placed', {}, { at: '2026-11-19T16:30:00.000Z' }),
    entry('order.placed', {}, { at: '2026-11-19T15:30:00.000Z' }),
  ]);
  expect(days.map(({ day, groups }) => [day, groups.length])).toEqual([
    ['2026-11-20', 3],
    ['2026-11-19', 1],
  ]);
  const [first] = days[0]?.groups ?? [];
  expect(first && sayGroup(first, t).words).toBe('加上标签：口味/甜、口味/咸');
});

test('what a sync recognised at once is one line', () => {
  const linked = (kind: string, shown: string) => entry('identity.linked', { kind, shown });
  const told = sayGroup([linked('phone', '145****0354'), linked('buyer', 'CX0001074')], t);
  expect(told).toMatchObject({ words: '认出手机号、买家账号', detail: '145****0354、CX0001074' });
  const byKey = [linked('phone', '145****0354'), linked('buyer', 'CX0001074')];
  const groups = groupEntries(byKey.map(one => ({ ...one, actor: 'key:1' })))[0]?.groups ?? [];
  expect(groups.map(group => sayGroup(group, t).words)).toEqual(['认出手机号、买家账号']);
});

test('who did it: members by name, files by a way to them, Siyu itself not at all', () => {
  const by = (actor: string, account: string | null = null) =>
    sayActor(entry('customer.changed', {}, { actor, account }), t);
  expect(by('林晓雨')).toEqual({ name: '林晓雨' });
  expect(by('import:24')).toEqual({ name: '导入 24', to: '/imports/imp_24' });
  expect(by('key:3')).toEqual({ name: '接入密钥 3' });
  expect(by('key:3', '小满小程序')).toEqual({ name: '小满小程序' });
  expect(by('account:1')).toEqual({ name: '渠道账号同步' });
  expect(by('system')).toBeUndefined();
});

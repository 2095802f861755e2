import type { Rule } from '#segmentation';
import type { SegmentName } from './broadcasts.ts';

/** What segments speak of, by the ids it has here. */
export type Known = {
  tag(group: string, name: string): number;
  shop(code: 'hubin'): number;
  products(...skus: string[]): number[];
};

export type SegmentDescription = { name: SegmentName; description: string; rule: Rule };

export function segmentsFor({ tag, shop, products }: Known): SegmentDescription[] {
  const notOrderedFor = (n: number): Rule => ({
    attribute: 'lastOrderAt',
    test: { is: 'within', window: { kind: 'before', n } },
  });
  const atLeastOrders = (value: number): Rule => ({ attribute: 'orders', test: { is: 'at_least', value } });
  const followed: Rule = { attribute: 'followed', test: { is: 'yes' } };
  return [
    {
      name: '重要客户·30 天未下单',
      description: '最值得的人有一阵没来了：由店长一对一问候，不要用折扣。',
      rule: { all: [{ attribute: 'tier', test: { is: 'one_of', values: ['重要'] } }, notOrderedFor(30)] },
    },
    {
      name: '本周生日',
      description: '七天内过生日的客户，提前两天问一句要不要留蛋糕。',
      rule: { attribute: 'birthday', test: { is: 'anniversary', days: 7 } },
    },
    {
      name: '价格敏感',
      description: '看到优惠才来的客户：活动只发给他们，不打扰别人。',
      rule: {
        any: [
          { tags: 'any', ids: [tag('关怀', '价格敏感'), tag('导入', '常用优惠券')] },
          {
            ...{ orders: 'count', test: { is: 'at_least', value: 2 }, shops: [], refund: null },
            ...{ window: { kind: 'last', n: 180, unit: 'day' }, products: products('FL01', 'FL02') },
          },
        ],
      },
    },
    {
      name: '新客·首单后未复购',
      description: '近 90 天第一次下单，之后两周没有再来。',
      rule: {
        all: [
          { attribute: 'orders', test: { is: 'between', from: 1, to: 1 } },
          { attribute: 'firstOrderAt', test: { is: 'within', window: { kind: 'last', n: 90, unit: 'day' } } },
          notOrderedFor(14),
        ],
      },
    },
    {
      name: '湖滨店早餐常客',
      description: '近 60 天在湖滨店至少来过 4 次的早餐客人。',
      rule: {
        all: [
          { tags: 'any', ids: [tag('需求', '早餐')] },
          {
            ...{ orders: 'count', test: { is: 'at_least', value: 4 }, products: [], refund: null },
            ...{ window: { kind: 'last', n: 60, unit: 'day' }, shops: [shop('hubin')] },
          },
        ],
      },
    },
    {
      name: '买过两次·还没添加企业微信',
      description: '在店铺买过至少两次、还没有添加企业微信：分批请进来。',
      rule: { all: [{ not: followed }, atLeastOrders(2)] },
    },
    {
      name: '可触达的沉睡客户',
      description: '加了企业微信、至少买过一次、60 天没有下单。',
      rule: { all: [followed, atLeastOrders(1), notOrderedFor(60)] },
    },
    {
      name: '加购后没下单',
      description: '两周内在小程序加购、之后三天没有下单：问一句是不是拿不定主意，不催单。',
      rule: {
        all: [
          {
            ...{ sequence: 'not_followed', first: { event: 'product_added', where: [] } },
            ...{ next: { order: 'paid', shops: [], products: [] }, within: { n: 3, unit: 'day' } },
            window: { kind: 'last', n: 14, unit: 'day' },
          },
          { reachable: 'wecom' },
        ],
      },
    },
    {
      name: '近三个月的回头客',
      description: '加了企业微信，近 90 天至少下过两单。',
      rule: {
        all: [
          followed,
          {
            ...{ orders: 'count', test: { is: 'at_least', value: 2 }, shops: [], products: [], refund: null },
            window: { kind: 'last', n: 90, unit: 'day' },
          },
        ],
      },
    },
  ];
}

import { expect, test } from 'vitest';
import { flatTexts, type Say } from '../../i18n/texts.ts';
import zh from '../../texts/zh.ts';
import {
  day,
  flag,
  listOf,
  oneOf,
  type SearchFields,
  type SearchValue,
  search,
  text,
  whole,
} from '../../url/search.ts';
import {
  cleared,
  describeFilter,
  type Filter,
  isSet,
  onlyFilters,
  type Ranges,
  without,
  withRange,
} from './filters.ts';

const texts = new Map(flatTexts(zh));
const t: Say<typeof zh> = (key, values = {}) =>
  (texts.get(key) ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));

const schema = search({
  q: text,
  tier: listOf(oneOf('important', 'regular')),
  city: text,
  min: whole(0),
  max: whole(0),
  since: day,
  until: day,
  mine: flag,
  look: text,
});
type V = SearchFields<typeof schema>;

const tiers: Filter<V> = {
  kind: 'choices',
  field: 'tier',
  label: '层级',
  choices: [
    { value: 'important', label: '重要' },
    { value: 'regular', label: '常规' },
  ],
};
const spent: Filter<V> = {
  kind: 'range',
  unit: 'fen',
  min: 'min',
  max: 'max',
  label: '累计消费',
  more: true,
};
const bought: Filter<V> = { kind: 'days', from: 'since', to: 'until', label: '最近下单' };
const mine: Filter<V> = { kind: 'flag', field: 'mine', label: '只看我的' };
const filters = [tiers, spent, bought, mine];

const say = (filter: Filter<V>, value: SearchValue<typeof schema>) => describeFilter(filter, value, t);

test('a filter says what it asks for', () => {
  expect(say(tiers, { tier: ['important', 'regular'] })).toBe('层级：重要、常规');
  expect(say(spent, { min: 10_000 })).toBe('累计消费：≥ ¥100.00');
  expect(say(spent, { min: 0, max: 50 })).toBe('累计消费：¥0.00 至 ¥0.50');
  expect(say(bought, { until: '2026-11-01' })).toBe('最近下单：2026-11-01 之前');
  expect(say(mine, { mine: true })).toBe('只看我的');
  expect(say(tiers, { q: '王' })).toBeUndefined();
});

test('clearing forgets the filters and nothing else', () => {
  const value: SearchValue<typeof schema> = { q: '王', tier: ['regular'], min: 1, look: 'cus_1' };
  expect({ ...value, ...cleared(filters) }).toMatchObject({
    q: '王',
    look: 'cus_1',
    tier: undefined,
    min: undefined,
  });
  expect(schema.write(onlyFilters(filters, value))).toEqual({ tier: 'regular', min: '1' });
});

test('ranges that share a field of the address are said, set and removed one by one', () => {
  const within = (of: 'number' | 'day', key: string, label: string) =>
    ({ kind: 'within', of, field: 'ranges', key, label }) as const;
  const height = within('number', 'height', '身高');
  const baby = within('day', 'baby', '宝宝生日');
  type R = { ranges: Ranges };
  const value = { ranges: { height: { from: '-1234.5', to: '180' }, baby: { from: '2024-02-29' } } };
  expect(describeFilter<R>(height, value, t)).toBe('身高：-1,234.5 至 180');
  expect(describeFilter<R>(baby, value, t)).toContain('2024-02-29');
  expect(without<R>(height, value)).toEqual({ ranges: { baby: { from: '2024-02-29' } } });
  expect(without<R>(baby, without<R>(height, value))).toEqual({ ranges: undefined });
  expect(isSet<R>(baby, without<R>(height, value))).toBe(true);
  expect(withRange<R>(height, {}, { from: '1' })).toEqual({ height: { from: '1' } });
  expect(withRange<R>(height, { ranges: { height: { from: '1' } } }, {})).toBeUndefined();
});

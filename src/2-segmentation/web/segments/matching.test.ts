import { expect, test } from 'vitest';
import { matching, type Segment, type SegmentsSearch } from './matching.ts';

const segment = (name: string, people: number | null, words = '城市是杭州'): Segment => ({
  id: `seg_${name}`,
  name,
  description: null,
  rule: { reachable: 'wecom' },
  words,
  version: 1,
  people,
  reachable: people,
  countedAt: people === null ? null : '2026-11-22T00:00:00.000Z',
  createdAt: '2026-11-22T00:00:00.000Z',
  updatedAt: '2026-11-22T00:00:00.000Z',
});
const all = [segment('早餐常客', 40), segment('VIP', null), segment('生日', 7, '生日 在未来 7 天内')];
const names = (asked: SegmentsSearch) => matching(all, asked).map(({ name }) => name);

test('segments are found by their name and by what their rule says', () => {
  expect(names({ q: 'vip' })).toEqual(['VIP']);
  expect(names({ q: '未来' })).toEqual(['生日']);
  expect(names({})).toEqual(['早餐常客', 'VIP', '生日']);
});

test('one that was never counted has no size', () => {
  expect(names({ min: 7 })).toEqual(['早餐常客', '生日']);
  expect(names({ max: 10 })).toEqual(['生日']);
  expect(names({ sort: { key: 'people', descending: false } })).toEqual(['VIP', '生日', '早餐常客']);
  expect(names({ sort: { key: 'people', descending: true } })).toEqual(['早餐常客', '生日', 'VIP']);
});

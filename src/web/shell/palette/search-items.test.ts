import { expect, test } from 'vitest';
import { type Item, matchItems, recall, remember } from './search-items.ts';

const item = (title: string, names: string): Item => ({ key: title, title, names: names.toLowerCase() });
const items = [
  item('客户', '客户 Customers kehu'),
  item('流失客户', '流失客户 Lost customers'),
  item('分群', '分群 Segments fenqun'),
];
const titles = (query: string) => matchItems(items, query).map(item => item.title);

test('finds in either language, in pinyin, in full width, best match first', () => {
  expect(titles('客户')).toEqual(['客户', '流失客户']);
  expect(titles('cust')).toEqual(['客户', '流失客户']);
  expect(titles('ＫＥＨＵ')).toEqual(['客户']);
  expect(titles('群')).toEqual(['分群']);
  expect(titles('没有')).toEqual([]);
  expect(titles('  ')).toHaveLength(3);
});

test('what was opened last comes first, once; a spoilt memory is an empty one', () => {
  expect(remember(['/a', '/b'], '/b')).toEqual(['/b', '/a']);
  expect(remember(['/1', '/2', '/3', '/4', '/5'], '/6')).toEqual(['/6', '/1', '/2', '/3', '/4']);
  expect(recall('["/a",1]')).toEqual(['/a']);
  expect(recall('{')).toEqual([]);
  expect(recall(null)).toEqual([]);
});

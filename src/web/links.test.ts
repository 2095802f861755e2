import { expect, test } from 'vitest';
import { peopleLink } from './links.ts';
import { json, parseSearch } from './url/search.ts';

test('a rule goes into an address with the name of its people, and comes out again', () => {
  const rule = {
    all: [{ attribute: 'tier' as const, test: { is: 'one_of' as const, values: ['重要', '?&+/'] } }],
  };
  const [path, query = ''] = peopleLink(rule, '重要客户').split('?');
  expect(path).toBe('/people');
  const { rule: written = '', title } = parseSearch(query);
  expect(written).toMatch(/^[\w-]+$/);
  expect(json.read(written)).toEqual(rule);
  expect(title).toBe('重要客户');
});

import { expect, test } from 'vitest';
import { goesBy } from './goes-by.ts';

test('a name, else what a shop calls them, else nothing', () => {
  const identities = [
    { kind: 'phone', shown: '138****1111' },
    { kind: 'buyer', shown: 'tb_7000' },
    { kind: 'member_card', shown: 'VIP9' },
  ];
  expect(goesBy({ name: '王小明', identities })).toBe('王小明');
  expect(goesBy({ name: null, identities })).toBe('tb_7000');
  expect(goesBy({ name: null, identities: identities.slice(0, 1) })).toBe('');
  expect(goesBy({ name: '' })).toBe('');
});

import { expect, test } from 'vitest';
import type { Member } from '../reads.ts';
import { matching } from './matching.ts';

const member = (name: string, given: Partial<Member> = {}): Member => ({
  id: `mem_${name.length}`,
  name,
  login: null,
  role: 'staff',
  dataScope: 'own',
  teamId: null,
  teamName: null,
  status: 'active',
  createdAt: '2026-06-01T00:00:00Z',
  sameAs: null,
  sameName: null,
  ...given,
});
const members = [
  member('陈露', { status: 'disabled' }),
  member('李敏', { teamId: 'team_1' }),
  member('王店长', { login: 'Wang', role: 'manager' }),
];
const found = (asked: Parameters<typeof matching>[1]) => matching(members, asked).map(({ name }) => name);

test('who can sign in stands first, who is disabled last', () => {
  expect(found({})).toEqual(['王店长', '李敏', '陈露']);
});

test('a member is found by name and by login, whatever the case', () => {
  expect(found({ q: '敏' })).toEqual(['李敏']);
  expect(found({ q: ' wAn' })).toEqual(['王店长']);
});

test('role, team and status narrow the list together', () => {
  expect(found({ role: 'staff' })).toEqual(['李敏', '陈露']);
  expect(found({ role: 'staff', status: 'active' })).toEqual(['李敏']);
  expect(found({ team: 'team_1' })).toEqual(['李敏']);
  expect(found({ team: 'team_1', status: 'disabled' })).toEqual([]);
});

import { expect, test } from 'vitest';
import { memberBody, memberPatch } from '../../auth/contract.ts';
import { draftOf, toCreate, toPatch } from './draft.ts';

test('a new member without login and password is one who cannot sign in, and the server takes it', () => {
  const body = toCreate({ ...draftOf(undefined), name: '小王' });
  expect(memberBody.parse(body)).toEqual({
    name: '小王',
    role: 'staff',
    dataScope: 'own',
    teamId: null,
    login: null,
    password: null,
  });
});

test('a change without a password leaves it as it is; an emptied login takes it away', () => {
  const member = {
    id: 'mem_1',
    name: '小王',
    login: 'wang',
    role: 'staff',
    dataScope: 'team',
    teamId: 'team_2',
    teamName: '徐汇店',
    status: 'active',
    createdAt: '2026-06-01T00:00:00Z',
    sameAs: null,
    sameName: null,
  } as const;
  const draft = draftOf(member);
  expect(toPatch(draft)).toEqual({
    name: '小王',
    role: 'staff',
    dataScope: 'team',
    teamId: 'team_2',
    login: 'wang',
  });
  const without = memberPatch.parse(toPatch({ ...draft, login: ' ', password: 'ein langer Satz' }));
  expect(without).toMatchObject({ login: null, password: 'ein langer Satz', teamId: 2 });
});

import { expect, test } from 'vitest';
import { changesOf } from './changes.ts';

test('of a whole row before and a patch after, only what differs is told', () => {
  const before = { id: 3, name: '李敏', role: 'staff', teamId: 2, updatedAt: '2026-01-01', login: null };
  const after = { name: '李敏', role: 'manager', teamId: null, login: null };
  expect(changesOf({ before, after })).toEqual([
    { kind: 'changed', field: 'role', from: 'staff', to: 'manager' },
    { kind: 'changed', field: 'teamId', from: 2, to: null },
  ]);
});

test('of what the log does not keep as it was, only what it is now is told', () => {
  const after = { password: 'changed', secrets: ['secret'], agentId: undefined };
  expect(changesOf({ before: { name: '小满' }, after })).toEqual([
    { kind: 'set', field: 'password', value: 'changed' },
    { kind: 'set', field: 'secrets', value: ['secret'] },
  ]);
});

test('what was made says what it is, without its empty fields', () => {
  const after = { name: '张三', login: null, role: 'staff', note: '', secrets: [] };
  expect(changesOf({ before: null, after })).toEqual([
    { kind: 'set', field: 'name', value: '张三' },
    { kind: 'set', field: 'role', value: 'staff' },
  ]);
});

test('what was taken away says what it was', () => {
  expect(changesOf({ before: { channel: 'wecom' }, after: null })).toEqual([
    { kind: 'set', field: 'channel', value: 'wecom' },
  ]);
});

test('a rule is too long to be said: that it changed is, and the order of its keys is no change', () => {
  const rule = { kind: 'all', of: [{ a: 1, b: 2 }] };
  const stored = { of: [{ b: 2, a: 1 }], kind: 'all' };
  expect(changesOf({ before: { rule: stored }, after: { rule } })).toEqual([]);
  expect(changesOf({ before: { rule: stored }, after: { rule: { kind: 'any', of: [] } } })).toEqual([
    { kind: 'rewritten', field: 'rule' },
  ]);
  expect(changesOf({ before: null, after: { rule } })).toEqual([]);
});

test('nothing was kept: nothing is said', () => {
  expect(changesOf({ before: null, after: null })).toEqual([]);
});

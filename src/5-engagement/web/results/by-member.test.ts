import { expect, test } from 'vitest';
import { byMember, type Task } from './by-member.ts';

const task = (id: number, member: string, over: Partial<Task> = {}): Task => ({
  id: `tsk_${id}`,
  member: { id: `mem_${member}`, name: member },
  people: 10,
  state: 'created',
  confirmedAt: null,
  createdAt: '2026-11-22T02:00:00Z',
  delivered: 0,
  reminders: 0,
  failure: null,
  ...over,
});

test('a member’s tasks are one line, those who still have something to do first', () => {
  const lines = byMember([
    task(1, '安', { confirmedAt: '2026-11-22T03:00:00Z', delivered: 9, people: 40 }),
    task(2, '鲍', { confirmedAt: '2026-11-22T03:00:00Z', delivered: 10 }),
    task(3, '鲍', { reminders: 2 }),
  ]);
  expect(lines).toMatchObject([
    { member: { name: '鲍' }, tasks: 2, people: 20, delivered: 10, reminders: 2, confirmedAt: undefined },
    { member: { name: '安' }, tasks: 1, people: 40, confirmedAt: '2026-11-22T03:00:00Z' },
  ]);
  expect(lines[0]?.waiting.map(({ id }) => id)).toEqual(['tsk_3']);
});

test('a task that failed or was cancelled is waited for no longer, and each failure is told once', () => {
  const [line] = byMember([
    task(1, '安', { state: 'failed', failure: 'sender_left' }),
    task(2, '安', { state: 'failed', failure: 'sender_left' }),
    task(3, '安', { confirmedAt: '2026-11-22T03:00:00Z' }),
    task(4, '安', { state: 'cancelled' }),
  ]);
  expect(line).toMatchObject({
    waiting: [],
    cancelled: 1,
    failures: ['sender_left'],
    confirmedAt: '2026-11-22T03:00:00Z',
  });
});

import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { testPlatform } from '../testing/test-platform.ts';
import type { Job } from './jobs.ts';

const { db, pool, jobs } = await testPlatform({ jobs: true });
const job = (name: string, more: Partial<Job> = {}): Job => ({
  ...{ name, data: z.unknown(), handle: async () => undefined },
  ...more,
});

async function state() {
  const queues = await pool.query(
    `select name, retry_limit, expire_seconds from jobs.queue where name like 'test.%' order by name`,
  );
  const schedules = await pool.query(
    'select name, cron, timezone, updated_on from jobs.schedule order by name',
  );
  return { queues: queues.rows, schedules: schedules.rows };
}

test('queues and schedules follow the jobs of the version that runs', async () => {
  const kept = job('test.kept', { cron: '1 2 * * *' });
  const before = [
    kept,
    job('test.moved', { cron: '0 3 * * *', retryLimit: 1 }),
    job('test.called', { cron: '0 4 * * *' }),
    job('test.gone', { cron: '0 5 * * *' }),
  ];
  await jobs.declare(before);
  const first = await state();
  expect(first.schedules).toHaveLength(4);
  await jobs.declare([
    kept,
    job('test.moved', { cron: '0 6 * * *', retryLimit: 7, expireInSeconds: 60 }),
    job('test.called'),
  ]);
  const { queues, schedules } = await state();
  expect(schedules).toMatchObject([
    { ...first.schedules.find(one => one.name === 'test.kept') },
    { name: 'test.moved', cron: '0 6 * * *', timezone: 'Asia/Shanghai' },
  ]);
  expect(queues).toContainEqual({ name: 'test.moved', retry_limit: 7, expire_seconds: 60 });
  expect(queues).toContainEqual({ name: 'test.kept', retry_limit: 5, expire_seconds: 900 });
});

test('what queues up behind a job in hand is done right after it', async () => {
  const done: unknown[] = [];
  const slow = job('test.slow', {
    handle: async data => {
      await pause(50);
      done.push(data);
    },
  });
  await jobs.declare([slow]);
  for (let n = 0; n < 5; n++) await jobs.enqueue(db, slow, { n });
  await jobs.work([slow]);
  const began = Date.now();
  while (done.length < 5 && Date.now() - began < 10_000) await pause(50);
  expect(done).toHaveLength(5);
});

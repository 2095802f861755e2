import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { HOUR, ManualClock, MINUTE } from './clock.ts';
import { firstStill, StandingAnswers } from './standing.ts';

const START = new Date('2026-06-03T01:00:00Z');

/** Answers 1, 2, 3 …, each after so many milliseconds; slow is what takes 20. */
function counting(takes: number) {
  const clock = new ManualClock(START);
  const standing = new StandingAnswers<number>(clock, 20);
  let found = 0;
  const find = async () => {
    await sleep(takes);
    found++;
    if (found === 3) throw new Error('the database is away');
    return found;
  };
  return { clock, get: () => standing.get('key', find), found: () => found };
}

test('what is found quickly is found anew each time', async () => {
  const { get } = counting(0);
  expect([await get(), await get()]).toEqual([
    { answer: 1, at: null },
    { answer: 2, at: null },
  ]);
});

test('what took long stands for a while, is then found anew behind the back, and never outlives an hour', async () => {
  const { clock, get, found } = counting(40);
  expect(await get()).toEqual({ answer: 1, at: null });
  clock.advance(2_000);
  expect(await get()).toEqual({ answer: 1, at: START });
  clock.advance(9 * MINUTE);
  expect(await get(), 'given at once').toEqual({ answer: 1, at: START });
  await expect.poll(found).toBe(2);
  const again = new Date(START.getTime() + 9 * MINUTE + 2_000);
  await expect.poll(get).toEqual({ answer: 2, at: again });
  clock.advance(11 * MINUTE);
  expect(await get(), 'a failure behind the back is nobody’s').toEqual({ answer: 2, at: again });
  await expect.poll(found).toBe(3);
  await get();
  await expect.poll(found).toBe(4);
  clock.advance(2 * HOUR);
  expect(await get()).toEqual({ answer: 5, at: null });
});

test('asked twice at a time, it is found once', async () => {
  const { get, found } = counting(10);
  expect(await Promise.all([get(), get()])).toEqual([
    { answer: 1, at: null },
    { answer: 1, at: null },
  ]);
  expect(found()).toBe(1);
});

test('of a list that stands, as many are given as are wanted and still so, in their order', async () => {
  const asked: number[][] = [];
  const odd = async (some: readonly number[]) => {
    asked.push([...some]);
    return some.map(one => (one % 2 === 1 ? one : undefined));
  };
  expect(await firstStill([1, 2, 3, 4, 5, 6, 7, 8], 2, odd)).toEqual([1, 3]);
  expect(asked, 'no more are asked about than must be').toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(await firstStill([2, 4, 5], 2, odd)).toEqual([5]);
  expect(await firstStill([], 2, odd)).toEqual([]);
});

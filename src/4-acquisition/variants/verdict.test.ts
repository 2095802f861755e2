import { expect, test } from 'vitest';
import { seededRandom } from '#platform/random.ts';
import { judge } from './verdict.ts';

test('a few people prove nothing', () => {
  expect(judge({ people: 12, successes: 6 }, { people: 10, successes: 1 }, 1)?.verdict).toBe('too_few');
  expect(judge({ people: 5_000, successes: 4 }, { people: 5_000, successes: 1 }, 1)?.verdict).toBe('too_few');
});

test('a clear difference is clear, and a slight one says how many it would take', () => {
  const clear = judge({ people: 1_000, successes: 300 }, { people: 1_000, successes: 200 }, 1);
  expect(clear).toMatchObject({ verdict: 'sure', needed: null });
  expect([clear?.low, clear?.high].map(value => value?.toFixed(3))).toEqual(['0.062', '0.138']);
  // 40 % against 45 %: the tables of Fleiss say 1,531 without the correction for continuity.
  expect(judge({ people: 200, successes: 90 }, { people: 200, successes: 80 }, 1)).toMatchObject({
    verdict: 'open',
    needed: 1_531,
  });
});

test('the more is compared, the less counts as proof', () => {
  const [one, other] = [
    { people: 500, successes: 130 },
    { people: 500, successes: 102 },
  ];
  expect(judge(one, other, 1)?.verdict).toBe('sure');
  expect(judge(one, other, 4)?.verdict).toBe('open');
});

test('what is no share of these people is not compared', () => {
  expect(judge({ people: 0, successes: 0 }, { people: 90, successes: 30 }, 1)).toBeUndefined();
  expect(judge({ people: 20, successes: 21 }, { people: 90, successes: 30 }, 1)).toBeUndefined();
});

test('two posters that are alike are called different one time in twenty', () => {
  const random = seededRandom(11);
  const draw = () => {
    let successes = 0;
    for (let n = 0; n < 400; n++) if (random.next() < 0.3) successes += 1;
    return { people: 400, successes };
  };
  const wrong = Array.from({ length: 2_000 }, () => judge(draw(), draw(), 1)?.verdict === 'sure');
  const share = wrong.filter(Boolean).length / wrong.length;
  expect(share).toBeGreaterThan(0.035);
  expect(share).toBeLessThan(0.065);
});

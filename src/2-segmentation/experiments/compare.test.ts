import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sharedData } from '#platform/testing/shared-data.ts';
import { checkSplit, compareMeans, compareRates, type Mean } from './compare.ts';
import { chiSquareUpper, normalTwoSided, studentQuantile, studentTwoSided } from './distributions.ts';

describe('distributions agree with published tables', () => {
  test('Student, normal, chi-square', () => {
    expect(studentQuantile(0.05, 10)).toBeCloseTo(2.228138851964939, 10);
    expect(studentQuantile(0.05, 1)).toBeCloseTo(12.706204736432095, 8);
    expect(studentTwoSided(2.228138851964939, 10)).toBeCloseTo(0.05, 10);
    expect(normalTwoSided(1.959963984540054)).toBeCloseTo(0.05, 10);
    expect(chiSquareUpper(3.841458820694124, 1)).toBeCloseTo(0.05, 10);
    expect(chiSquareUpper(5.991464547107979, 2)).toBeCloseTo(0.05, 10);
  });
});

const hillstrom = sharedData('hillstrom/hillstrom.csv');

describe('Hillstrom’s e-mail test (64,000 people, three arms), to the published digits', () => {
  test.skipIf(!hillstrom)('men’s e-mail against none (data: hillstrom.csv)', () => {
    const arms = readArms();
    const [mens, none] = [arms.get('Mens E-Mail')!, arms.get('No E-Mail')!];
    expect([mens.spend.people, mens.visits, mens.conversions]).toEqual([21_307, 3_894, 267]);
    expect(mens.spend.sum).toBeCloseTo(30_311.69, 2);
    const visit = compareRates(
      { people: 21_307, successes: mens.visits },
      { people: 21_306, successes: none.visits },
    )!;
    expect(visit.difference.toFixed(8)).toBe('0.07658956');
    expect(visit.z.toFixed(5)).toBe('22.48604');
    const spend = compareMeans(mens.spend, none.spend)!;
    expect(spend.difference.toFixed(8)).toBe('0.76982716');
    expect(spend.t.toFixed(9)).toBe('5.300140358');
    expect([spend.low.toFixed(8), spend.high.toFixed(8)]).toEqual(['0.48513973', '1.05451458']);
    expect(
      checkSplit(
        [...arms.values()].map(arm => arm.spend.people),
        [1, 1, 1],
      ).broken,
    ).toBe(false);
  });
});

test('a broken split is noticed, a sound one is not', () => {
  expect(checkSplit([5_000, 5_000], [1, 1]).broken).toBe(false);
  expect(checkSplit([5_400, 4_600], [1, 1]).broken).toBe(true);
  expect(checkSplit([9_060, 940], [90, 10]).broken).toBe(false);
  expect(checkSplit([9_400, 600], [90, 10]).broken).toBe(true);
});

test('empty and constant arms give no nonsense', () => {
  expect(compareRates({ people: 0, successes: 0 }, { people: 5, successes: 1 })).toBeUndefined();
  expect(compareRates({ people: 5, successes: 0 }, { people: 5, successes: 0 })).toMatchObject({
    difference: 0,
    p: 1,
  });
  expect(
    compareMeans({ people: 3, sum: 0, sumOfSquares: 0 }, { people: 3, sum: 0, sumOfSquares: 0 }),
  ).toMatchObject({ difference: 0, p: 1 });
});

type Arm = { visits: number; conversions: number; spend: Mean };

function readArms(): Map<string, Arm> {
  const arms = new Map<string, Arm>();
  for (const line of readFileSync(hillstrom ?? '', 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)) {
    const [segment = '', visit, conversion, spent] = line.split(',').slice(-4);
    const arm = arms.get(segment) ?? {
      visits: 0,
      conversions: 0,
      spend: { people: 0, sum: 0, sumOfSquares: 0 },
    };
    arm.visits += Number(visit);
    arm.conversions += Number(conversion);
    arm.spend.people += 1;
    arm.spend.sum += Number(spent);
    arm.spend.sumOfSquares += Number(spent) ** 2;
    arms.set(segment, arm);
  }
  return arms;
}

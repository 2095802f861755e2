import { expect, test } from 'vitest';
import { check } from './check.ts';
import type { PersonFacts } from './person.ts';
import { toSql } from './to-sql.ts';
import { isDayWithin, spanOf } from './windows.ts';

const NOON = new Date('2026-06-03T12:00:00+08:00');
const HOUR_AGO = { kind: 'last', n: 1, unit: 'hour' } as const;

test('a day counts as a whole, also where the window begins in the middle of it', () => {
  const span = spanOf(HOUR_AGO, NOON);
  expect(['2026-06-02', '2026-06-03', '2026-06-04'].map(day => isDayWithin(day, span))).toEqual([
    false,
    true,
    true,
  ]);
});

test('both readers of a rule take a day so', () => {
  const rule = { attribute: 'nextFollowUp', test: { is: 'within', window: HOUR_AGO } } as const;
  const person = { attributes: { nextFollowUp: '2026-06-03' } } as PersonFacts;
  expect(check(rule, person, NOON)).toBe(true);
  const { values } = toSql(rule, {
    now: NOON,
    segments: new Map(),
    merged: false,
    calendar: [],
    roles: new Map(),
    teams: new Map(),
    reachable: { sql: '1', values: {} },
  });
  expect(Object.values(values)).toEqual(['2026-06-03']);
});

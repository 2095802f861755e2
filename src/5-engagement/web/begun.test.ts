import { expect, test } from 'vitest';
import { isBegun } from './begun.ts';

const NOBODY = {
  audience: 0,
  heldOut: 0,
  withheld: 0,
  planned: 0,
  taskCreated: 0,
  confirmed: 0,
  delivered: 0,
  failed: 0,
  answered: 0,
  ordered: 0,
  paid: 0,
};

test('what was cancelled before its time has not begun; what was cancelled under way has', () => {
  expect(isBegun({ status: 'scheduled', funnel: NOBODY })).toBe(false);
  expect(isBegun({ status: 'cancelled', funnel: NOBODY })).toBe(false);
  expect(isBegun({ status: 'cancelled', funnel: { ...NOBODY, audience: 3, failed: 3 } })).toBe(true);
  expect(isBegun({ status: 'planning', funnel: NOBODY })).toBe(true);
});

import { expect, test } from 'vitest';
import { fromWall } from './quiet-hours.ts';
import { timing } from './timing.ts';

const hours = { from: '09:00', to: '21:00' };
const noon = fromWall('2026-11-22 12:00');
const night = fromWall('2026-11-22 23:00');
const marketing = (at?: Date) => ({ purpose: 'marketing' as const, at: at?.toISOString() });

test('by day it goes out now, at night at the next opening', () => {
  expect(timing(marketing(), hours, noon)).toMatchObject({ at: undefined, isQuietNow: false });
  expect(timing(marketing(), hours, night)).toMatchObject({
    at: fromWall('2026-11-23 09:00').toISOString(),
    isQuietNow: true,
    missing: undefined,
  });
});

test('a time in quiet hours is refused with the way out, one that has passed is refused', () => {
  expect(timing(marketing(night), hours, noon)).toMatchObject({
    quietUntil: fromWall('2026-11-23 09:00'),
    missing: 'missingTime',
  });
  expect(timing(marketing(fromWall('2026-11-22 10:00')), hours, noon).missing).toBe('past');
  expect(timing(marketing(fromWall('2026-11-22 13:00')), hours, noon).missing).toBeUndefined();
});

test('service messages know no quiet hours', () => {
  expect(timing({ purpose: 'service', at: undefined }, hours, night)).toMatchObject({
    at: undefined,
    isQuietNow: false,
  });
});

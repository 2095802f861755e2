import { expect, test } from 'vitest';
import { fromWall, hoursIn, isQuiet, nextOpening } from './quiet-hours.ts';

const hours = { from: '09:00', to: '21:00' };
const at = (wall: string) => fromWall(wall);

test('marketing may be sent from nine until before nine in the evening, on Shanghai’s clock', () => {
  expect(isQuiet(at('2026-11-22 08:59'), hours)).toBe(true);
  expect(isQuiet(at('2026-11-22 09:00'), hours)).toBe(false);
  expect(isQuiet(at('2026-11-22 20:59'), hours)).toBe(false);
  expect(isQuiet(at('2026-11-22 21:00'), hours)).toBe(true);
});

test('the next opening is now, this morning, or tomorrow', () => {
  expect(nextOpening(at('2026-11-22 12:34'), hours)).toEqual(at('2026-11-22 12:34'));
  expect(nextOpening(at('2026-11-22 03:00'), hours)).toEqual(at('2026-11-22 09:00'));
  expect(nextOpening(at('2026-11-30 22:00'), hours)).toEqual(at('2026-12-01 09:00'));
});

test('the hours are those in force', () => {
  const fact = (value: unknown, isInForce: boolean) => ({ name: 'marketing.hours', value, isInForce });
  expect(hoursIn([fact({ from: '10:00', to: '20:00' }, true), fact(hours, false)])).toEqual({
    from: '10:00',
    to: '20:00',
  });
  expect(hoursIn([])).toBeUndefined();
});

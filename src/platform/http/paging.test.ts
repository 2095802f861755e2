import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cursorOf, instantFrom, nextPage, numberFrom, valuesFrom } from './paging.ts';
import { Problem } from './problem.ts';

const refused = (read: () => unknown) => {
  try {
    return read();
  } catch (error) {
    if (error instanceof Problem && error.kind.status === 400) return 'refused';
    throw error;
  }
};

test('walking page by page meets every row once, and ends', () => {
  fc.assert(
    fc.property(fc.nat(40), fc.integer({ min: 1, max: 9 }), (count, limit) => {
      const rows = Array.from({ length: count }, (_, i) => i);
      const seen: number[] = [];
      let cursor: string | null = null;
      do {
        const after: number = cursor === null ? -1 : numberFrom(cursor);
        const page = nextPage(rows.filter(row => row > after).slice(0, limit + 1), limit, String);
        expect(page.hasMore).toBe(page.nextCursor !== null);
        seen.push(...page.data);
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(seen).toEqual(rows);
    }),
  );
});

test('a cursor of several values comes back as it went', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer()), { minLength: 1 }),
      values => {
        expect(valuesFrom(cursorOf(values), values.length)).toEqual(values);
        expect(refused(() => valuesFrom(cursorOf(values), values.length + 1))).toBe('refused');
      },
    ),
  );
});

test('a cursor that somebody made up or changed is read or refused, never a fault', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.base64String(),
    fc.json(),
    fc.double().map(String),
  );
  fc.assert(
    fc.property(anything, cursor => {
      const number = refused(() => numberFrom(cursor));
      expect(number === 'refused' || Number.isSafeInteger(number)).toBe(true);
      const values = refused(() => valuesFrom(cursor, 2));
      expect(values === 'refused' || (Array.isArray(values) && values.length === 2)).toBe(true);
      const at = refused(() => instantFrom(cursor));
      expect(at === 'refused' || !Number.isNaN(Date.parse(String(at)))).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  '',
  ' ',
  '-1',
  '1e3',
  '0x10',
  '1.5',
  '१२',
  '12 ',
  '+1',
  '9'.repeat(16),
  'NaN',
  'null',
  "1' or '1'='1",
])('“%s” is no place in a list', cursor => expect(refused(() => numberFrom(cursor))).toBe('refused'));

test.each(['infinity', 'now', '2026-13-01T00:00:00Z', '2026-01-01', 5, null, {}])('%s is no instant', value =>
  expect(refused(() => instantFrom(value))).toBe('refused'),
);

import { z } from 'zod';
import { INVALID_REQUEST, Problem } from './problem.ts';

/** A page out of `limit + 1` rows: the extra one only tells that there is more. */
export function nextPage<Row>(rows: Row[], limit: number, cursorOf: (row: Row) => string) {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  const hasMore = rows.length > limit;
  return { data, hasMore, nextCursor: hasMore && last !== undefined ? cursorOf(last) : null };
}

/** Reads a cursor that is one number; a cursor somebody made up is refused, not guessed at. */
export function numberFrom(cursor: string): number {
  const value = /^\d{1,15}$/.test(cursor) ? Number(cursor) : Number.NaN;
  return Number.isNaN(value) ? refuse() : value;
}

/** Reads a part of a cursor that is an instant, as `cursorOf` was given it. */
export function instantFrom(value: unknown): string {
  const read = z.iso.datetime().safeParse(value);
  return read.success ? read.data : refuse();
}

/** A cursor of several values, as opaque text. */
export function cursorOf(values: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

export function valuesFrom(cursor: string, count: number): unknown[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(values) && values.length === count) return values;
  } catch {
    // not ours: refused below
  }
  return refuse();
}

function refuse(): never {
  throw new Problem(INVALID_REQUEST, { count: 1 }, [
    { path: 'query.cursor', code: 'invalid_cursor', message: 'cursor' },
  ]);
}

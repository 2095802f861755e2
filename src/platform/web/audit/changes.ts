import type { Wire } from '#web/api/client.ts';
import type { auditEntryView } from '../../auth/contract.ts';

export type Entry = Wire<typeof auditEntryView>;

/** `set`: it is so now. `changed`: it was otherwise before. `rewritten`: it changed and is too long to be said. */
export type Change =
  | { kind: 'set'; field: string; value: unknown }
  | { kind: 'changed'; field: string; from: unknown; to: unknown }
  | { kind: 'rewritten'; field: string };

/** What tells a reader nothing: ids of the row itself, its clock, the evidence of machines. */
const SILENT = new Set([
  ...['id', 'createdAt', 'updatedAt', 'bytes', 'source', 'kind', 'evidence'],
  ...['recencyDays', 'frequency', 'monetary'],
]);

/**
 * The log keeps what was before and what is after, in part or in whole; this is what differs between them. Of a field
 * that only stands in the after (a password, secrets) nobody can say what it was.
 */
export function changesOf({ before, after }: Pick<Entry, 'before' | 'after'>): Change[] {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  // Only what was: it was taken away, and is said as it stood.
  if (!is) return Object.entries(was ?? {}).flatMap(([field, value]) => setTo(field, value));
  return Object.entries(is).flatMap(([field, value]) =>
    was && field in was ? changed(field, was[field], value) : setTo(field, value),
  );
}

function setTo(field: string, value: unknown): Change[] {
  if (isNothing(value) || isLong(value) || SILENT.has(field)) return [];
  return [{ kind: 'set', field, value }];
}

function changed(field: string, from: unknown, to: unknown): Change[] {
  if (SILENT.has(field) || same(from, to)) return [];
  if (isLong(from) || isLong(to)) return [{ kind: 'rewritten', field }];
  return [{ kind: 'changed', field, from: from ?? null, to }];
}

function fieldsOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

function isNothing(value: unknown): boolean {
  return (
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

/** A rule of a segment and the like: a tree, not a word. */
function isLong(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function same(one: unknown, other: unknown): boolean {
  return (isNothing(one) && isNothing(other)) || inOrder(one) === inOrder(other);
}

/** PostgreSQL keeps the keys of jsonb in an order of its own. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isLong(part) ? Object.fromEntries(Object.entries(part as object).sort()) : part,
  );
}

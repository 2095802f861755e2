import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CHANGES, type Change } from './event-changes.ts';
import { type Field, type Fields, isFields } from './xml.ts';

/**
 * What WeCom told, typed (official pages 92130 and 92277). Events are "go and read" signals: they may be lost, doubled and out of
 * order. `unknown` is an event Siyu has no type for, or one that lacks what its type needs; `fields` has all of it.
 */
export type WecomEvent = Envelope & (Change | Unknown);

type Envelope = {
  /** The corp. */
  receiver: string;
  at: Date;
  fields: Fields;
};

type Unknown = { event: 'unknown'; name: string; change: string | undefined };

const envelope = z.object({
  tousername: z.string().default(''),
  createtime: z.string().regex(/^\d{1,12}$/),
  msgtype: z.string().optional(),
  event: z.string().default(''),
  changetype: z.string().optional(),
});

/** Types the fields of a callback; undefined when they are no event at all (no CreateTime). */
export function readEvent(fields: Fields): WecomEvent | undefined {
  const byLowerName = lowerNames(fields);
  const head = envelope.safeParse(byLowerName);
  if (!head.success) return undefined;
  const { tousername, createtime, event, msgtype, changetype } = head.data;
  const read = CHANGES.get(event)?.safeParse(byLowerName);
  const change: Change | Unknown = read?.success
    ? read.data
    : { event: 'unknown', name: event || (msgtype ?? ''), change: changetype || undefined };
  return { receiver: tousername, at: new Date(Number(createtime) * 1000), fields, ...change };
}

function lowerNames(field: Fields): Fields {
  const entries = Object.entries(field).map(([name, child]): [string, Field] => [
    name.toLowerCase(),
    isFields(child) ? lowerNames(child) : child,
  ]);
  return Object.fromEntries(entries);
}

/**
 * The same event always has the same key, in whatever order or form its fields come: SHA-256 over all of them, sorted.
 * All, because two events of one second may differ in a field nobody listed, and losing one is worse than reading
 * something twice.
 */
export function dedupeKeyOf(fields: Fields): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(lowerNames(fields))))
    .digest('hex');
}

function sorted(field: Field): Field {
  if (Array.isArray(field)) return field.map(sorted);
  if (!isFields(field)) return field;
  const names = Object.keys(field).sort();
  return Object.fromEntries(names.map(name => [name, sorted(field[name] ?? '')]));
}

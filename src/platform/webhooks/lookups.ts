import { type RawBuilder, sql } from 'kysely';
import type { LogEvent } from '../log/events.ts';
import type { Tx } from '../postgres/connect.ts';

/** The whole numbers that events hold under a name, and the rows that have them as `id`. */
export async function rowsOf<Row extends { id: number }>(
  tx: Tx,
  events: readonly LogEvent[],
  key: string,
  query: (ids: RawBuilder<unknown>) => RawBuilder<Row>,
): Promise<(event: LogEvent) => Row | undefined> {
  const ids = [...new Set(events.flatMap(event => numberIn(event, key) ?? []))];
  const { rows } = await query(sql`any(${ids}::bigint[])`).execute(tx);
  const byId = new Map(rows.map(row => [row.id, row]));
  return event => byId.get(numberIn(event, key) ?? 0);
}

export function numberIn({ data }: LogEvent, key: string): number | undefined {
  const value = data[key];
  return typeof value === 'number' ? value : undefined;
}

/** A text of an event; what was written longer than is published is cut. */
export function textIn({ data }: LogEvent, key: string, max = 100): string | null {
  const value = data[key];
  return typeof value === 'string' ? value.slice(0, max) : null;
}

export function numbersIn({ data }: LogEvent, key: string): number[] {
  const value = data[key];
  return Array.isArray(value) ? value.filter(one => typeof one === 'number') : [];
}

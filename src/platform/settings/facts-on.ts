import { sql } from 'kysely';
import { z } from 'zod';
import { shanghaiDate } from '../clock.ts';
import type { Db, Tx } from '../postgres/connect.ts';

/** The dated rule facts of these names that hold on the day of an instant, by name; one that is missing is missing. */
export async function factsOn(
  db: Db | Tx,
  at: Date,
  names: readonly string[],
): Promise<ReadonlyMap<string, unknown>> {
  const day = shanghaiDate(at);
  const { rows } = await sql<{ name: string; value: unknown }>`
    select distinct on (name) name, value from rule_facts
    where name = any(${names}::text[]) and effective_from <= ${day} and (effective_to is null or effective_to >= ${day})
    order by name, effective_from desc, id desc`.execute(db);
  return new Map(rows.map(row => [row.name, row.value]));
}

/** A bound on a number of things. "No bound" is said in so many words: an absent or zero bound never means it. */
const bound = z.object({
  max: z.union([z.number().int().min(0), z.literal('days_of_month'), z.literal('unlimited')]),
});

/** What is never reached, and fits PostgreSQL's integers. */
export const UNLIMITED = 2_147_483_647;

/** A fact that bounds a number, on the day of an instant. One that is missing is an error, not a licence. */
export function boundOf(facts: ReadonlyMap<string, unknown>, name: string, at: Date): number {
  const { max } = bound.parse(facts.get(name));
  if (max === 'unlimited') return UNLIMITED;
  return max === 'days_of_month' ? daysOfMonth(at) : max;
}

/** How many days the month of an instant has, in Asia/Shanghai. */
export function daysOfMonth(at: Date): number {
  const [year = 0, month = 1] = shanghaiDate(at).split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

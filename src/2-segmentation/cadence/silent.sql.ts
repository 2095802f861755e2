import { type RawBuilder, sql } from 'kysely';
import { CADENCE } from './formula.contract.ts';

/** A silence in times of a person's own rhythm: at least `from`, below `to`. */
type Silence = { now: Date; from: number; to: number };

/**
 * Whose silence is that long: `person_id`, and since when they were due (`since`). Of everybody, or of the persons `among`.
 * The `offset 0` is a fence: this leaves a sixth of everybody, and the planner, who expects a handful, would look up the
 * orders and members of all before it looks at how long the silence is.
 */
export function silentFor(
  { now, from, to }: Silence,
  among: RawBuilder<unknown> | undefined,
): RawBuilder<unknown> {
  const facts = among
    ? sql`(${among}) among join customer_facts f on f.customer_id = among.person_id`
    : sql`customer_facts f`;
  const times = (of: number) => sql`f.at + ${of - CADENCE.due}::float8 * d.num * interval '1 day'`;
  return sql`
    select f.customer_id as person_id, f.at as since
    from ${facts} join customer_facts d on d.customer_id = f.customer_id and d.key = 'rhythm.days'
    where f.key = 'rhythm.due' and f.at <= ${now}::timestamptz
      and ${times(from)} <= ${now}::timestamptz and ${times(to)} > ${now}::timestamptz offset 0`;
}

import { sql } from 'kysely';
import type { z } from 'zod';
import { inScope } from '#customers';
import type { Scope } from '#platform/auth/actor.ts';
import { DAY } from '#platform/clock.ts';
import { numberFrom } from '#platform/http/paging.ts';
import type { Db } from '#platform/postgres/connect.ts';
import type { movesView, transitionQuery, transitionView } from './contract.ts';

/** Who moved between tiers, newest first, one row more than asked for; only people in the reader's scope. `none`: who had no tier, or has none any more. */
export async function listTransitions(
  db: Db,
  scope: Scope,
  now: Date,
  query: z.output<typeof transitionQuery>,
) {
  const { limit } = query;
  const before = query.cursor === undefined ? null : numberFrom(query.cursor);
  const { from, to, cause } = { from: query.from ?? null, to: query.to ?? null, cause: query.cause ?? null };
  const since = query.days === undefined ? null : daysBefore(now, query.days);
  const { rows } = await sql<z.output<typeof transitionView>>`
    select t.id, c.person_id as customer_id, coalesce(c.name, '') as name, t.from_tier as "from", t.to_tier as "to", t.cause, t.at,
      o.reason
    from tier_transitions t join customers c on c.id = t.customer_id
    left join tier_overrides o on o.customer_id = t.customer_id and o.at = t.at and t.cause = 'override'
    where (${before}::bigint is null or t.id < ${before})
      and (${from}::text is null or coalesce(t.from_tier, 'none') = ${from})
      and (${to}::text is null or coalesce(t.to_tier, 'none') = ${to})
      and (${cause}::text is null or t.cause = ${cause})
      and (${since}::timestamptz is null or t.at > ${since})
      and ${inScope(scope, sql`c.person_id`)}
    order by t.id desc limit ${limit + 1}`.execute(db);
  return rows;
}

/** How many moves led from which tier to which in the last days; only of people in the reader's scope. */
export async function countMoves(
  db: Db,
  scope: Scope,
  now: Date,
  days: number,
): Promise<z.output<typeof movesView>['data']> {
  const { rows } = await sql<{ from: string | null; to: string | null; moves: number }>`
    select t.from_tier as "from", t.to_tier as "to", count(*) as moves
    from tier_transitions t join customers c on c.id = t.customer_id
    where t.at > ${daysBefore(now, days)}::timestamptz and ${inScope(scope, sql`c.person_id`)}
    group by 1, 2 order by 1 nulls first, 2`.execute(db);
  return rows.map(row => ({ ...row, moves: Number(row.moves) }));
}

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY);
}

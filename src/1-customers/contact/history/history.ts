import { sql } from 'kysely';
import type { z } from 'zod';
import type { Scope } from '#platform/auth/actor.ts';
import type { Db } from '#platform/postgres/connect.ts';
import { describeCustomers } from '../../customers/describe.sql.ts';
import { inScope } from '../../customers/scope.ts';
import type { reachDay, reachDays, reachDaysQuery, reachPeople, reachPeopleQuery } from './contract.ts';
import { accountsShown } from './record.ts';

type Day = z.output<typeof reachDay>;

/** The days on record, the oldest first, each with the causes of its difference to the one before: losses below zero. */
export async function readReachDays(
  db: Db,
  { days, account = 0 }: z.output<typeof reachDaysQuery>,
): Promise<z.output<typeof reachDays>> {
  const { rows } = await sql<Day>`
    select to_char(d.day, 'YYYY-MM-DD') as day, d.people, d.reachable, to_char(d.before, 'YYYY-MM-DD') as before, d.at,
      coalesce((select jsonb_agg(jsonb_build_object('cause', cause, 'people', people) order by abs(people) desc, cause) from (
        select cause, sum(case when becomes = 'reachable' then 1 else -1 end)::int as people
        from reach_changes c where c.day = d.day and c.account_id = d.account_id and cause is not null group by cause) counted), '[]') as causes
    from reach_days d where d.account_id = ${account} order by d.day desc limit ${days}`.execute(db);
  const shown = await accountsShown(db);
  const accounts =
    shown.length === 0
      ? []
      : await db
          .selectFrom('channelAccounts')
          .select(['id', 'name'])
          .where('id', 'in', shown)
          .orderBy('id')
          .execute();
  return { data: rows.reverse(), accounts };
}

/** The people behind a cause of a day. Who has become another person's record is told as that person; erased people are told of by number only. */
export async function listReachPeople(
  db: Db,
  scope: Scope,
  { day, cause, account = 0, page, pageSize }: z.output<typeof reachPeopleQuery>,
): Promise<z.output<typeof reachPeople>> {
  const found = sql`
    from reach_changes r join customers c on c.id = r.person_id and c.status = 'active'
    where r.day = ${day}::date and r.account_id = ${account} and r.cause = ${cause} and ${inScope(scope, sql`c.person_id`)}`;
  const [{ rows }, { rows: counted }] = await Promise.all([
    sql<{ personId: number }>`
      select distinct c.person_id ${found} order by 1 limit ${pageSize} offset ${(page - 1) * pageSize}`.execute(
      db,
    ),
    sql<{ total: number }>`select count(distinct c.person_id) as total ${found}`.execute(db),
  ]);
  const data = await describeCustomers(
    db,
    rows.map(row => row.personId),
  );
  return { data, total: counted[0]?.total ?? 0 };
}

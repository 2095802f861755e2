import { sql } from 'kysely';
import { shanghaiDate } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { postgresTable } from '../../projection/from-postgres.ts';
import { GAIN_OF } from './causes.contract.ts';
import { statesQuery } from './states.sql.ts';

type Needs = Pick<Platform, 'db' | 'clickhouse' | 'clock' | 'postgresForClickHouse'>;

/**
 * Writes down how many people there are and can be contacted today, and who stands otherwise than when the day before
 * ended. Today's row is made anew each time, so it may run as often as it likes; the first run of a new day finishes the
 * one before. ClickHouse works out how everybody stands and hands over only the differences.
 */
export async function recordReach(needs: Needs): Promise<void> {
  const now = needs.clock.now();
  const today = shanghaiDate(now);
  await needs.db.transaction().execute(async tx => {
    await sql`select pg_advisory_xact_lock(7480031)`.execute(tx);
    // Committed before ClickHouse reads it, through connections of its own; done again after a crash, it changes nothing.
    await needs.db.transaction().execute(finishing => finishDaysBefore(finishing, today));
    await compare(needs, await statesQuery(tx, now, await accountsShown(tx)));
    await openAccounts(tx, today, now);
    await writeChanges(tx, today);
    await writeDays(tx, today, now);
  });
}

/** Accounts are told apart where there are several. */
export async function accountsShown(db: Db | Tx): Promise<number[]> {
  const rows = await db.selectFrom('channelAccounts').select('id').where('kind', '=', 'wecom').execute();
  return rows.length > 1 ? rows.map(row => row.id) : [];
}

/** A day that is over is what the next is compared with: its changes are laid upon the states. */
async function finishDaysBefore(tx: Tx, today: string): Promise<void> {
  await sql`
    with last as (
      select account_id, max(day) as day from reach_days where day < ${today}::date
        and not exists (select 1 from reach_days t where t.day >= ${today}::date) group by account_id
    ), change as (
      select c.* from reach_changes c join last using (account_id, day)
    ), removed as (
      delete from reach_states s using change c
      where s.account_id = c.account_id and s.person_id = c.person_id and c.becomes in ('merged', 'split', 'gone')
    )
    insert into reach_states (account_id, person_id, state)
    select account_id, person_id, becomes from change where becomes not in ('merged', 'split', 'gone')
    on conflict (account_id, person_id) do update set state = excluded.state`.execute(tx);
}

async function compare(
  { db, clickhouse, postgresForClickHouse }: Needs,
  { sql: states, values }: { sql: string; values: Record<string, unknown> },
): Promise<void> {
  await sql`truncate reach_incoming`.execute(db);
  const before = postgresTable(postgresForClickHouse, 'reach_states');
  const target = postgresTable(postgresForClickHouse, 'reach_incoming');
  await clickhouse.command(
    `insert into function ${target}
     select if(n.person_id = 0, b.account_id, toInt64(n.account_id)), if(n.person_id = 0, b.person_id, toInt64(n.person_id)), b.state, n.state
     from (${states}) n full join (select account_id, person_id, state from ${before} where account_id = 0 or has({accounts:Array(UInt32)}, account_id)) b
       on b.account_id = toInt64(n.account_id) and b.person_id = toInt64(n.person_id)
     where n.state <> b.state settings max_execution_time = 0, join_use_nulls = 0`,
    values,
  );
}

/** The first day of an account (of the record, for 0) compares with nothing: how everybody stands is where it begins. */
async function openAccounts(tx: Tx, today: string, now: Date): Promise<void> {
  await sql`
    with fresh as (
      select distinct account_id from reach_incoming i
      where not exists (select 1 from reach_days d where d.account_id = i.account_id)
    ), states as (
      insert into reach_states (account_id, person_id, state)
      select i.account_id, i.person_id, i.becomes from reach_incoming i join fresh using (account_id) returning account_id, state
    )
    insert into reach_days (day, account_id, people, reachable, before, at)
    select ${today}::date, account_id, count(*), count(*) filter (where state = 'reachable'), null, ${now}::timestamptz
    from states group by account_id`.execute(tx);
}

/** Only who came among those who can be contacted, or left them, has a cause; the others are kept to go on from. */
async function writeChanges(tx: Tx, today: string): Promise<void> {
  await sql`delete from reach_changes where day = ${today}::date`.execute(tx);
  const gains = JSON.stringify(GAIN_OF);
  await sql`
    with apart as materialized (
      select distinct unnest(array[customer_a, customer_b]) as id from merges
      where undone_at >= (select max(at) from reach_days where day < ${today}::date)
    )
    insert into reach_changes (day, account_id, person_id, was, becomes, cause)
    select ${today}::date, account_id, person_id, was, becomes,
      case when becomes = 'reachable' then coalesce(came, ${gains}::jsonb ->> was) when was = 'reachable' then becomes end
    from (
      select i.account_id, i.person_id, i.was,
        case when i.becomes <> '' then i.becomes when c.person_id <> c.id then 'merged'
          when c.status = 'active' then 'split' else 'gone' end as becomes,
        case when i.was = '' and a.id is not null then 'apart' end as came
      from reach_incoming i left join customers c on c.id = i.person_id left join apart a on a.id = i.person_id
      where exists (select 1 from reach_days d where d.account_id = i.account_id and d.day < ${today}::date)
    ) changed`.execute(tx);
}

/** Today is the day before with the changes laid upon it. An account's first day stays what it began with. */
async function writeDays(tx: Tx, today: string, now: Date): Promise<void> {
  await sql`
    with base as (
      select distinct on (account_id) account_id, day, people, reachable from reach_days
      where day < ${today}::date order by account_id, day desc
    ), change as (
      select account_id, count(*) filter (where was = '') - count(*) filter (where becomes in ('merged', 'split', 'gone')) as people,
        count(*) filter (where becomes = 'reachable') - count(*) filter (where was = 'reachable') as reachable
      from reach_changes where day = ${today}::date group by account_id
    )
    insert into reach_days (day, account_id, people, reachable, before, at)
    select ${today}::date, b.account_id, b.people + coalesce(c.people, 0), b.reachable + coalesce(c.reachable, 0), b.day, ${now}::timestamptz
    from base b left join change c using (account_id)
    on conflict (day, account_id) do update set people = excluded.people, reachable = excluded.reachable, at = excluded.at`.execute(
    tx,
  );
}

import { sql } from 'kysely';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { lastBirthdayOfAge } from '../rights/minors.ts';
import { cappedSql } from './capped.ts';
import { readLimits, windowsOf } from './limits.ts';

/** A ClickHouse condition on `customers`, with its bound values. */
export type ReachableSql = { sql: string; values: Record<string, unknown> };

/**
 * Whom we can and may contact on a channel on the day of an instant: reachable, not barred, not refusing, of age, and
 * with contacts left today, this week and this month. The gate decides the same way one by one; a test holds them
 * together. Quiet hours do not count: they pass. `open_wecom` is worked out when a person's row is written: followed by
 * somebody who is there, not barred, not refusing. So is `wecom_born`: the birthday of whom it is open to, if not a minor.
 */
export async function reachableSql(db: Db, channel: 'wecom', at: Date): Promise<ReachableSql> {
  const [limits, guarded] = await Promise.all([readLimits(db, channel, at), guardedPersons(db)]);
  const capped = cappedSql(limits, channel, at);
  const ofAge = `${channel}_born <= {ofAge:Date32}`;
  const isGuarded = `open_${channel} and person_id in {guarded:Array(UInt32)}`;
  const sql = `(${capped.isEverybody ? 'false and ' : ''}
    (${guarded.length > 0 ? `${ofAge} or ${isGuarded}` : ofAge}) and person_id not in (
      select person_id from contact_slots final where ${capped.sql}
    ))`;
  return { sql, values: { ...capped.values, ofAge: lastBirthdayOfAge(at), guarded } };
}

/** For whom a guardian has consented (PIPL art. 31): few, so they travel with the question. */
export async function guardedPersons(db: Db | Tx): Promise<number[]> {
  const { rows } = await sql<{ personId: number }>`
    select person_id from (
      select distinct on (c.person_id) c.person_id, k.given from consents k join customers c on c.id = k.customer_id
      where k.purpose = 'guardian' order by c.person_id, k.at desc, k.id desc
    ) latest where given`.execute(db);
  return rows.map(row => row.personId);
}

/** The same question for one person, asked of PostgreSQL: as fresh as the last commit. */
export async function isReachable(
  db: Db | Tx,
  personId: number,
  channel: 'wecom',
  at: Date,
): Promise<boolean> {
  const limits = await readLimits(db, channel, at);
  const w = windowsOf(at);
  const { rows } = await sql<{ reachable: boolean }>`
    with profile as (select * from customers where person_id = ${personId} and status = 'active'),
    latest as (
      select distinct on (k.channel) k.channel, k.given from consents k
      where k.customer_id in (select id from profile) and k.purpose = 'marketing' order by k.channel, k.at desc, k.id desc
    ), used as (
      select count(*) filter (where channel = ${channel} and slot >= ${w.month} and slot < ${w.monthEnd}) as month,
        count(*) filter (where purpose = 'marketing' and slot >= ${w.week} and slot < ${w.weekEnd}) as week,
        count(*) filter (where purpose = 'marketing' and slot >= ${w.day} and slot < ${w.dayEnd}) as day
      from contacts where customer_id in (select id from customers where person_id = ${personId}) and state in ('claimed', 'sent')
    )
    select exists (
        select 1 from follows f join member_accounts a on a.account_id = f.account_id and a.member_id = f.member_id and a.active
        where f.customer_id in (select id from profile) and f.ended_at is null)
      and (not exists (select 1 from profile where minor or birthday > ${lastBirthdayOfAge(at)}::date)
        or coalesce((select given from consents where customer_id in (select id from profile) and purpose = 'guardian' order by at desc, id desc limit 1), false))
      and not exists (select 1 from suppressions s where s.customer_id in (select id from profile) and s.lifted_at is null and s.channel in ('all', ${channel}))
      and not exists (select 1 from latest where not given and channel in ('all', ${channel}))
      and month < ${limits.platformPersonMonth} and week < ${limits.personWeek} and day < ${limits.personDay} as reachable
    from used`.execute(db);
  return rows[0]?.reachable ?? false;
}

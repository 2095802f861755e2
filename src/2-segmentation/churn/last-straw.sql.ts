import { CHURN } from './formula.contract.ts';

/** Beside each row of a table whose profile it is, where that was joined to another: `m.person_id`, 0 for all others. */
const mergedInto = (table: string) =>
  `left join (select customer_id, person_id from person_map final where customer_id <> person_id) m on m.customer_id = ${table}.customer_id`;

/** Persons after merges of events of one kind, since seven days before the period. */
const eventsOf = (type: string, more: string, columns = '') => `
  select if(m.person_id = 0, e.customer_id, m.person_id) as person, e.at as at${columns}
  from (
    select customer_id, at, data from events
    where type = '${type}' and customer_id > 0 and at <= fromUnixTimestamp64Milli({now:Int64})
      and at >= fromUnixTimestamp64Milli({since:Int64}) - interval ${CHURN.strawDays} day${more}
  ) e
  ${mergedInto('e')}`;

const DELIVERIES = eventsOf(
  'message.delivered',
  '',
  ", ifNull(e.data.broadcastId.:Int64, 0) as broadcast, ifNull(e.data.name.:String, '') as name",
);
const DELETIONS = eventsOf('follow.ended', " and data.by.:String = 'customer'");
const IN_PERIOD = 'at >= fromUnixTimestamp64Milli({since:Int64})';
const AFTER = `x.at > d.at and x.at <= d.at + interval ${CHURN.strawDays} day`;

/** Per broadcast: who got it, who deleted us within seven days, and the weeks in which they could have. */
export const STRAWS = `
  select broadcast, max(name) as name, toString(toUnixTimestamp64Milli(min(at))) as sent_at, toUInt32(count()) as sent,
    toUInt32(countIf(hit)) as deleted,
    sum(least(${CHURN.strawDays}, (toUnixTimestamp64Milli(fromUnixTimestamp64Milli({now:Int64})) - toUnixTimestamp64Milli(at)) / 86400000)) / 7 as weeks
  from (
    select d.person as person, d.broadcast as broadcast, max(d.name) as name, min(d.at) as at, countIf(${AFTER}) > 0 as hit
    from (${DELIVERIES}) d left join (${DELETIONS}) x on x.person = d.person
    where d.broadcast > 0 and d.${IN_PERIOD}
    group by person, broadcast
  )
  group by broadcast order by deleted desc, sent desc limit 100`;

/** Deletions of the period, and those that no message came before. */
export const DELETED = `
  select toUInt32(count()) as deletions, toUInt32(countIf(not hit)) as unexposed
  from (
    select x.person as person, x.at as at, countIf(${AFTER}) > 0 as hit
    from (${DELETIONS}) x left join (${DELIVERIES}) d on d.person = x.person
    where x.${IN_PERIOD} group by person, at
  )`;

/** Days of persons that lie within seven days after a message, up to the day they deleted us. */
export const EXPOSED_DAYS = `
  select uniqExact(person, day) as days
  from (
    select person, arrayJoin(arrayMap(k -> toDate(at) + k, range(${CHURN.strawDays}))) as day, gone
    from (
      select d.person as person, d.at as at, minIf(x.at, ${AFTER}) as first, if(toUnixTimestamp64Milli(first) > 0, toDate(first), toDate('2149-01-01')) as gone
      from (${DELIVERIES}) d left join (${DELETIONS}) x on x.person = d.person
      group by person, at
    )
  )
  where day <= gone and day >= toDate(fromUnixTimestamp64Milli({since:Int64}, 'Asia/Shanghai'))
    and day <= toDate(fromUnixTimestamp64Milli({now:Int64}, 'Asia/Shanghai'))`;

/** Days of persons with somebody from us in their contacts, within the period. */
export const FOLLOWED_DAYS = `
  select sum(greatest(0, toUnixTimestamp64Milli(least(until, fromUnixTimestamp64Milli({now:Int64})))
    - toUnixTimestamp64Milli(greatest(begun, fromUnixTimestamp64Milli({since:Int64}))))) / 86400000 as days
  from (
    select if(m.person_id = 0, f.customer_id, m.person_id) as person, min(f.followed_at) as begun,
      max(ifNull(f.ended_at, fromUnixTimestamp64Milli({now:Int64}))) as until
    from (select customer_id, followed_at, ended_at from follows final) f
    ${mergedInto('f')}
    group by person
  )`;

/** Who deleted us within seven days of one broadcast. */
export const PEOPLE_OF_STRAW = `
  select distinct d.person as person from (${DELIVERIES}) d join (${DELETIONS}) x on x.person = d.person
  where d.broadcast = {broadcast:UInt64} and ${AFTER}`;

/** Who left the last messages unanswered, having had the time to answer them, after answering a third of those before. */
export const UNANSWERED = `
  select person from (
    select person, arrayReverseSort(groupArray((at, hit))) as sends
    from (
      select d.person as person, d.at as at,
        countIf(x.at > d.at and x.at <= d.at + interval ${CHURN.answerHours} hour) > 0 as hit
      from (${DELIVERIES}) d left join (${eventsOf('message.replied', '')}) x on x.person = d.person
      where d.at <= fromUnixTimestamp64Milli({now:Int64}) - interval ${CHURN.answerHours} hour
      group by person, at
    ) group by person
  )
  where length(sends) >= ${2 * CHURN.unanswered}
    and arrayCount(one -> one.2, arraySlice(sends, 1, ${CHURN.unanswered})) = 0
    and arrayCount(one -> one.2, arraySlice(sends, ${CHURN.unanswered + 1})) >= ${CHURN.answeredBefore} * (length(sends) - ${CHURN.unanswered})`;

import type { Db, Tx } from '#platform/postgres/connect.ts';
import { lastBirthdayOfAge } from '../../rights/minors.ts';
import { secondsOf, usedIn } from '../capped.ts';
import { readLimits, windowsOf } from '../limits.ts';
import { guardedPersons } from '../reachable.ts';
import type { ReachState } from './causes.contract.ts';

const say = (state: ReachState) => `'${state}'`;
const PERSON = 'if(m.person_id = 0, t.customer_id, m.person_id)';
const MAP =
  'left join (select customer_id, person_id from person_map final where customer_id <> person_id) m on m.customer_id = t.customer_id';

/** What of the month's, the week's and the day's contacts is used up; persons without a contact are not in it. */
const USED = `
  select person_id as person, ${usedIn('month', 'wecom')} as month, ${usedIn('week', 'marketing')} as week,
    ${usedIn('day', 'marketing')} as day from contact_slots final`;

/** Of each person (on each account): whether somebody still follows them, and who ended it where nobody does. */
const related = (byAccount: boolean) => `
  select ${PERSON} as person, ${byAccount ? 't.account_id' : 'toUInt32(0)'} as account,
    max(isNull(t.ended_at)) as stands, argMax(t.ended_by, ifNull(t.ended_at, t.followed_at)) as ended_by
  from (select customer_id, account_id, followed_at, ended_at, ended_by from follows final) t ${MAP} group by person, account`;

/** The gate's order; quiet hours do not count: they pass. */
const stateOf = (canSend: string) => `multiIf(
    (c.minor or ifNull(c.birthday > {ofAge:Date32}, 0)) and c.person_id not in {guarded:Array(UInt32)}, ${say('minor')},
    hasAny(c.suppressed, ['all', 'wecom']), ${say('suppressed')},
    hasAny(c.refused, ['all', 'wecom']), ${say('refused')},
    not (${canSend}), multiIf(r.person = 0, ${say('never')}, r.stands, ${say('staff_left')}, r.ended_by = 'customer', ${say('deleted')}, ${say('ended')}),
    u.month >= {maxMonth:UInt32}, ${say('quota_month')}, u.week >= {maxWeek:UInt32}, ${say('quota_week')},
    u.day >= {maxDay:UInt32}, ${say('quota_day')}, ${say('reachable')})`;

const PEOPLE = '(select person_id, minor, birthday, suppressed, refused, accounts from customers final)';
const OF_ALL = `
  select toUInt32(0) as account_id, c.person_id as person_id, ${stateOf('notEmpty(c.accounts)')} as state
  from ${PEOPLE} c left join (${related(false)}) r on r.person = c.person_id left join (${USED}) u on u.person = c.person_id`;
const OF_ACCOUNTS = `
  select r.account as account_id, c.person_id as person_id, ${stateOf('has(c.accounts, r.account)')} as state
  from ${PEOPLE} c join (${related(true)}) r on r.person = c.person_id left join (${USED}) u on u.person = c.person_id
  where r.account in {accounts:Array(UInt32)}`;

export type StatesSql = { sql: string; values: Record<string, unknown> };

/** How everybody stands at an instant: a row per person, and one per person and account where there are several. */
export async function statesQuery(db: Db | Tx, at: Date, accounts: readonly number[]): Promise<StatesSql> {
  const limits = await readLimits(db, 'wecom', at);
  const caps = { maxMonth: limits.platformPersonMonth, maxWeek: limits.personWeek, maxDay: limits.personDay };
  const minors = { ofAge: lastBirthdayOfAge(at), guarded: await guardedPersons(db) };
  const sql = accounts.length > 1 ? `${OF_ALL} union all ${OF_ACCOUNTS}` : OF_ALL;
  return { sql, values: { ...secondsOf(windowsOf(at)), ...caps, ...minors, accounts } };
}

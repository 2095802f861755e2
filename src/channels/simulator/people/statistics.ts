import { DAY, fromShanghai, MINUTE, shanghaiDate } from '#platform/clock.ts';
import type { Simulation } from '../simulation.ts';

/** From its first millisecond to the first of the next day. */
export type Day = { from: number; until: number };

/** The whole days, by Beijing's calendar, that two instants in seconds lie on: the first and the last are included. */
export function daysBetween(startSeconds: number, endSeconds: number): Day[] {
  const first = fromShanghai(shanghaiDate(new Date(startSeconds * 1_000))).getTime();
  const last = fromShanghai(shanghaiDate(new Date(endSeconds * 1_000))).getTime();
  const count = Math.round((last - first) / DAY) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, at) => ({
    from: first + at * DAY,
    until: first + (at + 1) * DAY,
  }));
}

export type Behaviour = {
  stat_time: number;
  new_apply_cnt: number;
  new_contact_cnt: number;
  negative_feedback_cnt: number;
  chat_cnt: number;
  message_cnt: number;
  /** Only where somebody wrote. */
  reply_percentage?: number;
  /** Minutes. */
  avg_reply_time?: number;
};

/** What members did on a day, taken together: as the world has it written down. */
export function behaviourOf(
  simulation: Simulation,
  corpid: string,
  userids: readonly string[],
  day: Day,
): Behaviour {
  const { store } = simulation;
  const members = JSON.stringify(userids.map(userid => userid.toLowerCase()));
  const of = [corpid, members, day.from, day.until] as const;
  const count = (sql: string) => store.one<{ n: number }>(sql, ...of)?.n ?? 0;
  const theirs = 'lower(userid) in (select value from json_each(?2))';
  const done = (what: string) =>
    count(`select count(*) as n from log where corpid = ?1 and kind = 'action' and what = '${what}' and at >= ?3 and at < ?4
      and lower(json_extract(detail_json, '$.userid')) in (select value from json_each(?2))`);
  const wrote = `from received where corpid = ?1 and ${theirs} and chat_id is null and at >= ?3 and at < ?4`;
  return {
    stat_time: day.from / 1_000,
    // Nobody in this world asks a customer to be added.
    new_apply_cnt: 0,
    new_contact_cnt: count(`select count(*) as n from (
      select userid, external_userid from relations where corpid = ?1 and ${theirs}
        and createtime * 1000 >= ?3 and createtime * 1000 < ?4
      union
      select json_extract(detail_json, '$.userid'), json_extract(detail_json, '$.external_userid') from log
      where corpid = ?1 and kind = 'action' and what = 'add' and at >= ?3 and at < ?4
        and lower(json_extract(detail_json, '$.userid')) in (select value from json_each(?2)))`),
    negative_feedback_cnt: done('customer_deletes'),
    chat_cnt: count(`select count(distinct userid || ' ' || external_userid) as n ${wrote}`),
    message_cnt: count(`select count(*) as n ${wrote}`),
    ...answers(store.all<Answered>(ANSWERED, ...of)),
  };
}

/** The first word of a customer on the day, and the member's next one. */
type Answered = { asked: number; answered: number | null };
const ANSWERED = `
  select q.asked, (select min(r.at) from received r where r.corpid = ?1 and r.userid = q.userid collate nocase
    and r.external_userid = q.external_userid and r.chat_id is null and r.at > q.asked and r.at < ?4) as answered
  from (select userid, external_userid, min(at) as asked from replies
    where corpid = ?1 and lower(userid) in (select value from json_each(?2)) and at >= ?3 and at < ?4
    group by lower(userid), external_userid) q`;

function answers(chats: readonly Answered[]): Pick<Behaviour, 'reply_percentage' | 'avg_reply_time'> {
  if (chats.length === 0) return {};
  const waits = chats.flatMap(({ asked, answered }) => (answered === null ? [] : [answered - asked]));
  const minutes = waits.reduce((sum, wait) => sum + wait, 0) / MINUTE / Math.max(1, waits.length);
  const percent = (100 * waits.length) / chats.length;
  return { reply_percentage: round(percent), ...(waits.length > 0 && { avg_reply_time: round(minutes) }) };
}

const round = (value: number) => Math.round(value * 100) / 100;

export type GroupFigures = {
  new_chat_cnt: number;
  chat_total: number;
  chat_has_msg: number;
  new_member_cnt: number;
  member_total: number;
  member_has_msg: number;
  msg_total: number;
  migrate_trainee_chat_cnt: number;
};

/** The groups of owners over some days: totals as of their end, the rest as it happened. */
export function groupFiguresOf(
  { store }: Simulation,
  corpid: string,
  owners: readonly string[],
  { from, until }: Day,
): GroupFigures {
  const of = [corpid, JSON.stringify(owners.map(owner => owner.toLowerCase())), from, until] as const;
  const chats = 'g.corpid = ?1 and lower(g.owner) in (select value from json_each(?2))';
  const there = 'g.create_time * 1000 < ?4 and (g.dissolved_at is null or g.dissolved_at >= ?4)';
  const people = `from group_chats g join group_people p on p.corpid = g.corpid and p.chat_id = g.chat_id where ${chats} and ${there}`;
  const heard = `from group_chats g join received r on r.corpid = g.corpid and r.chat_id = g.chat_id where ${chats} and r.at >= ?3 and r.at < ?4`;
  const count = (sql: string) => store.one<{ n: number }>(sql, ...of)?.n ?? 0;
  return {
    new_chat_cnt: count(
      `select count(*) as n from group_chats g where ${chats} and g.create_time * 1000 >= ?3 and g.create_time * 1000 < ?4`,
    ),
    chat_total: count(`select count(*) as n from group_chats g where ${chats} and ${there}`),
    chat_has_msg: count(`select count(distinct g.chat_id) as n ${heard}`),
    new_member_cnt: count(`select count(*) as n ${people} and p.joined_at >= ?3 and p.joined_at < ?4`),
    member_total: count(
      `select count(*) as n ${people} and p.joined_at < ?4 and (p.left_at is null or p.left_at >= ?4)`,
    ),
    // A message to the group is the owner's: in this world nobody else writes in one.
    member_has_msg: count(`select count(distinct g.chat_id || ' ' || r.userid) as n ${heard}`),
    msg_total: count(`select count(distinct r.msgid || ' ' || r.chat_id) as n ${heard}`),
    migrate_trainee_chat_cnt: 0,
  };
}

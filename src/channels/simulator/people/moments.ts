import { fromShanghai, shanghaiDate } from '#platform/clock.ts';
import type { Content } from '../recorder/recorder.ts';
import { writeLog } from '../recorder/recorder.ts';
import type { Simulation } from '../simulation.ts';
import { findMember } from '../world/members.ts';
import { customerSees, staffMayPublish } from './habits.ts';

/** A row of `moments`: the job that makes it and, once that is done, the moment itself. */
export type Moment = {
  id: number;
  moment_id: string;
  asked_at: number;
  created_at: number;
  errcode: number;
  left_json: string;
  creator: string | null;
  create_type: number;
  visible_type: number;
  cancelled_at: number | null;
  content_json: string;
};

export type NewMoment = {
  corpid: string;
  jobid: string | null;
  creator: string | null;
  byMember: boolean;
  content: Content;
  createdAt: number;
  tasks: Map<string, string[]>;
  partial: boolean;
  errcode: number;
  left: Record<string, unknown>;
};

/** @returns its moment_id, which nobody is told before it is made. */
export function writeMoment(simulation: Simulation, moment: NewMoment): string {
  const { store, clock, chance } = simulation;
  const { corpid } = moment;
  const moment_id = chance.name('mom', 24);
  store.run(
    `insert into moments (corpid, moment_id, jobid, asked_at, created_at, errcode, left_json, creator, create_type,
       visible_type, content_json) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[corpid, moment_id, moment.jobid, clock.milliseconds(), moment.createdAt, moment.errcode],
    ...[JSON.stringify(moment.left), moment.creator, Number(moment.byMember), Number(!moment.partial)],
    JSON.stringify(moment.content),
  );
  for (const [userid, customers] of moment.tasks) {
    store.run(
      'insert into moment_tasks (corpid, moment_id, userid) values (?, ?, ?)',
      corpid,
      moment_id,
      userid,
    );
    for (const external of customers)
      store.run(
        'insert into moment_customers (corpid, moment_id, userid, external_userid) values (?, ?, ?, ?)',
        ...[corpid, moment_id, userid, external],
      );
    if (!moment.byMember) staffMayPublish(simulation, { corpid, moment_id, userid }, moment.createdAt);
  }
  return moment_id;
}

export type MomentKey = { corpid: string; moment_id: string; userid: string };
export type Published = { shown: number } | 'unknown' | 'dispatching' | 'cancelled' | 'already_published';

/** The member presses 发表: it lies in the feeds of those who are still friends and have not had too many today. */
export function publishMoment(simulation: Simulation, key: MomentKey): Published {
  const { store, clock } = simulation;
  return store.transaction(() => {
    const task = store.one<Moment & { userid: string; published_at: number | null }>(
      `select * from moment_tasks join moments using (corpid, moment_id)
       where corpid = ? and moment_id = ? and userid = ? and errcode = 0`,
      ...[key.corpid, key.moment_id, key.userid],
    );
    if (!task) return 'unknown';
    const now = clock.milliseconds();
    if (task.created_at > now) return 'dispatching';
    if (task.cancelled_at !== null && task.published_at === null) return 'cancelled';
    if (task.published_at !== null) return 'already_published';
    const own = { ...key, userid: task.userid };
    store.run(
      'update moment_tasks set published_at = ? where corpid = ? and moment_id = ? and userid = ?',
      ...[now, own.corpid, own.moment_id, own.userid],
    );
    const shown = show(simulation, own);
    writeLog(simulation, { kind: 'action', corpid: key.corpid, what: 'publish', detail: { ...own, shown } });
    return { shown };
  });
}

function show(simulation: Simulation, key: MomentKey): number {
  const { store, clock, settings } = simulation;
  const now = clock.milliseconds();
  const rows = store.all<{ id: number; external_userid: string }>(
    `select c.id, c.external_userid from moment_customers c join relations r on r.corpid = c.corpid
       and r.external_userid = c.external_userid and r.userid = c.userid
     where c.corpid = ?1 and c.moment_id = ?2 and c.userid = ?3 and r.member_deleted = 0 and r.customer_deleted = 0 and r.half = 0
       and (select count(*) from moment_customers s where s.corpid = ?1 and s.external_userid = c.external_userid
         and s.shown_at >= ?4) < ?5
     order by c.id`,
    ...[
      key.corpid,
      key.moment_id,
      key.userid,
      fromShanghai(shanghaiDate(clock.now())).getTime(),
      settings.momentsPerCustomerAndDay,
    ],
  );
  for (const row of rows) {
    store.run('update moment_customers set shown_at = ? where id = ?', now, row.id);
    customerSees(simulation, { ...key, external_userid: row.external_userid });
  }
  return rows.length;
}

/** A member posts a moment of their own (个人发表) for all their customers. */
export function memberPosts(
  simulation: Simulation,
  corpid: string,
  userid: string,
  content: Content,
): { moment_id: string; shown: number } | 'unknown_member' {
  const { store, clock } = simulation;
  return store.transaction(() => {
    const member = findMember(store, corpid, userid);
    if (!member) return 'unknown_member';
    const customers = store
      .all<{ external_userid: string }>(
        'select external_userid from relations where corpid = ? and userid = ? and member_deleted = 0 and half = 0 order by id',
        ...[corpid, member.userid],
      )
      .map(row => row.external_userid);
    const own = { corpid, jobid: null, creator: member.userid, byMember: true, content };
    const moment_id = writeMoment(simulation, {
      ...own,
      ...{ createdAt: clock.milliseconds(), partial: false, errcode: 0, left: {} },
      tasks: new Map([[member.userid, customers]]),
    });
    const published = publishMoment(simulation, { corpid, moment_id, userid: member.userid });
    if (typeof published === 'string') throw new Error(`A member's own moment was ${published}`);
    return { moment_id, ...published };
  });
}

export type Reaction = MomentKey & { external_userid: string; kind: 'like' | 'comment'; text: string };

/** A customer likes what lies in their feed, once, or writes under it, as often as they want. */
export function customerReacts(
  simulation: Simulation,
  reaction: Reaction,
): 'reacted' | 'not_shown' | 'already' {
  const { store, clock } = simulation;
  const { corpid, moment_id, userid, external_userid, kind, text } = reaction;
  return store.transaction(() => {
    const shown = store.one<{ userid: string }>(
      `select userid from moment_customers where corpid = ? and moment_id = ? and userid = ? and external_userid = ?
         and shown_at is not null`,
      ...[corpid, moment_id, userid, external_userid],
    );
    if (!shown) return 'not_shown';
    const liked = store.one(
      `select 1 from moment_reactions where corpid = ? and moment_id = ? and userid = ? and external_userid = ? and kind = 'like'`,
      ...[corpid, moment_id, userid, external_userid],
    );
    if (kind === 'like' && liked) return 'already';
    store.run(
      `insert into moment_reactions (corpid, moment_id, userid, kind, external_userid, text, at) values (?, ?, ?, ?, ?, ?, ?)`,
      ...[corpid, moment_id, shown.userid, kind, external_userid, text, clock.milliseconds()],
    );
    const detail = { userid: shown.userid, external_userid, moment_id, text };
    writeLog(simulation, { kind: 'action', corpid, what: kind, detail });
    return 'reacted';
  });
}

import { raise } from '../callbacks/events.ts';
import { writeLog, writeReply } from '../recorder/recorder.ts';
import type { Simulation } from '../simulation.ts';
import { writeCustomer, writeRelation } from '../world/load-customers.ts';
import { findMember } from '../world/members.ts';
import type { Customer, Follow } from '../world/world.ts';
import { writesByLink } from './acquisition-chats.ts';

export type Pair = { corpid: string; external_userid: string; userid: string };
type Relation = {
  id: number;
  state: string;
  member_deleted: number;
  customer_deleted: number;
  half: number;
};

export function relationOf(
  { store }: Simulation,
  { corpid, external_userid, userid }: Pair,
): Relation | undefined {
  return store.one<Relation>(
    'select * from relations where corpid = ? and external_userid = ? and userid = ?',
    ...[corpid, external_userid, userid],
  );
}

/** The two are in each other's list. */
export function isFriend(simulation: Simulation, pair: Pair): boolean {
  const relation = relationOf(simulation, pair);
  return relation !== undefined && !relation.member_deleted && !relation.customer_deleted;
}

/** `half`: no verification was asked for, and the member has not confirmed yet. */
export type Adding = { customer: Omit<Customer, 'follow_user'>; follow: Follow; half?: boolean };
/** No code where nobody is to be greeted. */
export type Added =
  | { external_userid: string; welcomeCode: string | null; half: boolean }
  | 'unknown_member'
  | 'already_friends';

/** A customer, new or known, becomes the friend of a member: `add_external_contact` with a welcome code. */
export function addCustomer(simulation: Simulation, corpid: string, adding: Adding): Added {
  const { customer, follow } = adding;
  const { store } = simulation;
  return store.transaction(() => {
    const member = findMember(store, corpid, follow.userid);
    if (!member) return 'unknown_member';
    const pair = { corpid, external_userid: customer.external_userid, userid: member.userid };
    if (isFriend(simulation, pair)) return 'already_friends';
    if (
      !store.one(
        'select 1 from customers where corpid = ? and external_userid = ?',
        corpid,
        pair.external_userid,
      )
    )
      writeCustomer(simulation, corpid, { ...customer, follow_user: [] });
    // A member who has the customer still has nothing to confirm.
    const kept = relationOf(simulation, pair);
    const half = kept && !kept.member_deleted ? kept.half === 1 : (adding.half ?? false);
    befriend(simulation, pair, { customer, half, follow: { ...follow, userid: member.userid } });
    const isGreeted = isWechat(simulation, pair) && !member.console_welcome;
    const welcomeCode = isGreeted ? newWelcomeCode(simulation, pair) : null;
    raise(simulation, corpid, {
      event: 'change_external_contact',
      change: half ? 'add_half_external_contact' : 'add_external_contact',
      userid: pair.userid,
      external_userid: pair.external_userid,
      state: follow.state,
      welcomeCode: welcomeCode ?? undefined,
    });
    writeLog(simulation, { kind: 'action', corpid, what: 'add', detail: { ...pair, state: follow.state } });
    return { external_userid: pair.external_userid, welcomeCode, half };
  });
}

/** A member who kept the customer keeps remark and tags; one who had deleted them begins anew. */
function befriend(simulation: Simulation, pair: Pair, adding: Adding & { half: boolean }): void {
  const { store, clock } = simulation;
  const relation = relationOf(simulation, pair);
  if (relation && !relation.member_deleted) {
    store.run(
      'update relations set customer_deleted = 0, muted = 0, createtime = ?, add_way = ?, state = ? where id = ?',
      ...[
        adding.follow.createtime ?? clock.seconds(),
        adding.follow.add_way,
        adding.follow.state,
        relation.id,
      ],
    );
    return;
  }
  if (relation) {
    store.run('delete from relation_tags where relation_id = ?', relation.id);
    store.run('delete from relations where id = ?', relation.id);
  }
  writeRelation(simulation, pair.corpid, adding.customer, adding.follow);
  if (adding.half)
    store.run(
      'update relations set half = 1 where corpid = ? and external_userid = ? and userid = ?',
      ...[pair.corpid, pair.external_userid, pair.userid],
    );
}

/** A WeCom user is greeted with a name card instead of a welcome message. */
function isWechat({ store }: Simulation, { corpid, external_userid }: Pair): boolean {
  return (
    store.one(
      'select 1 from customers where corpid = ? and external_userid = ? and type = 1',
      corpid,
      external_userid,
    ) !== undefined
  );
}

function newWelcomeCode({ store, clock, chance }: Simulation, pair: Pair): string {
  const code = chance.name('', 43);
  store.run(
    'insert into welcome_codes (code, corpid, userid, external_userid, created_at) values (?, ?, ?, ?, ?)',
    ...[code, pair.corpid, pair.userid, pair.external_userid, clock.milliseconds()],
  );
  return code;
}

/** The customer deletes or blocks the member: `del_follow_user`. The member keeps the customer in the list. */
export function customerDeletes(simulation: Simulation, pair: Pair): 'deleted' | 'not_friends' {
  const { store } = simulation;
  return store.transaction(() => {
    const relation = relationOf(simulation, pair);
    if (!relation || relation.customer_deleted || relation.member_deleted) return 'not_friends';
    store.run('update relations set customer_deleted = 1 where id = ?', relation.id);
    const { corpid, userid, external_userid } = pair;
    raise(simulation, corpid, {
      event: 'change_external_contact',
      change: 'del_follow_user',
      userid,
      external_userid,
    });
    writeLog(simulation, { kind: 'action', corpid, what: 'customer_deletes', detail: pair });
    return 'deleted';
  });
}

/** What a customer writes is seen by the member and kept here; the platform tells no app of it. */
export function customerReplies(simulation: Simulation, pair: Pair, text: string): 'replied' | 'not_friends' {
  const { store, clock } = simulation;
  return store.transaction(() => {
    const relation = relationOf(simulation, pair);
    if (!relation || relation.customer_deleted || relation.member_deleted) return 'not_friends';
    writeReply(simulation, { ...pair, text });
    writesByLink(simulation, pair);
    store.run('update relations set talked_at = ? where id = ?', clock.milliseconds(), relation.id);
    writeLog(simulation, { kind: 'action', corpid: pair.corpid, what: 'reply', detail: { ...pair, text } });
    return 'replied';
  });
}

/** 消息免打扰: messages still arrive, and nobody is told. */
export function customerMutes(simulation: Simulation, pair: Pair): 'muted' | 'not_friends' {
  const relation = relationOf(simulation, pair);
  if (!relation || relation.customer_deleted) return 'not_friends';
  simulation.store.run('update relations set muted = 1 where id = ?', relation.id);
  writeLog(simulation, { kind: 'action', corpid: pair.corpid, what: 'mute', detail: pair });
  return 'muted';
}

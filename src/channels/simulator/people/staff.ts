import { raise } from '../callbacks/events.ts';
import { createMessage } from '../cgi/mass-messages.ts';
import type { Content } from '../recorder/recorder.ts';
import { writeLog } from '../recorder/recorder.ts';
import type { Simulation } from '../simulation.ts';
import { findMember } from '../world/members.ts';
import { confirmTask, type Sent } from './confirm.ts';
import { type Pair, relationOf } from './customers.ts';

/** The member deletes the customer: `del_external_contact`; every later call for the pair is 84061. */
export function memberDeletes(simulation: Simulation, pair: Pair): 'deleted' | 'not_following' {
  const { store } = simulation;
  return store.transaction(() => {
    const relation = relationOf(simulation, pair);
    if (!relation || relation.member_deleted) return 'not_following';
    store.run('update relations set member_deleted = 1 where id = ?', relation.id);
    const { corpid, userid, external_userid } = pair;
    raise(simulation, corpid, {
      event: 'change_external_contact',
      change: 'del_external_contact',
      userid,
      external_userid,
    });
    writeLog(simulation, { kind: 'action', corpid, what: 'member_deletes', detail: pair });
    return 'deleted';
  });
}

/** The member confirms who added them without verification: `add_external_contact`, whose welcome code is long gone. */
export function memberAccepts(simulation: Simulation, pair: Pair): 'accepted' | 'nothing_to_accept' {
  const { store } = simulation;
  return store.transaction(() => {
    const relation = relationOf(simulation, pair);
    if (!relation?.half || relation.member_deleted || relation.customer_deleted) return 'nothing_to_accept';
    store.run('update relations set half = 0 where id = ?', relation.id);
    const { corpid, userid, external_userid } = pair;
    raise(simulation, corpid, {
      event: 'change_external_contact',
      change: 'add_external_contact',
      ...{ userid, external_userid, state: relation.state },
    });
    writeLog(simulation, { kind: 'action', corpid, what: 'member_accepts', detail: pair });
    return 'accepted';
  });
}

export type Edit = {
  remark?: string | undefined;
  description?: string | undefined;
  remark_mobiles?: string[] | undefined;
  add_tag?: string[] | undefined;
  remove_tag?: string[] | undefined;
};

/** The member edits remark or tags in the client: `edit_external_contact`, but not for mobiles alone. */
export function memberEdits(simulation: Simulation, pair: Pair, edit: Edit): 'edited' | 'not_following' {
  const { store } = simulation;
  return store.transaction(() => {
    const relation = relationOf(simulation, pair);
    if (!relation || relation.member_deleted) return 'not_following';
    const { remark, description, remark_mobiles, add_tag = [], remove_tag = [] } = edit;
    store.run(
      `update relations set remark = coalesce(?, remark), description = coalesce(?, description),
         remark_mobiles_json = coalesce(?, remark_mobiles_json) where id = ?`,
      ...[
        remark ?? null,
        description ?? null,
        remark_mobiles ? JSON.stringify(remark_mobiles) : null,
        relation.id,
      ],
    );
    for (const id of remove_tag)
      store.run('delete from relation_tags where relation_id = ? and tag_id = ?', relation.id, id);
    for (const id of add_tag) store.run('insert or ignore into relation_tags values (?, ?)', relation.id, id);
    const told = remark !== undefined || description !== undefined || add_tag.length + remove_tag.length > 0;
    const { corpid, userid, external_userid } = pair;
    if (told)
      raise(simulation, corpid, {
        event: 'change_external_contact',
        change: 'edit_external_contact',
        userid,
        external_userid,
        state: relation.state,
      });
    writeLog(simulation, { kind: 'action', corpid, what: 'member_edits', detail: { ...pair, ...edit } });
    return 'edited';
  });
}

/** A mass message of the member's own (个人发表), sent at once: it counts towards the same caps. */
export function memberBroadcasts(
  simulation: Simulation,
  corpid: string,
  own: { userid: string; external_userid?: string[] | undefined; content: Content },
): ({ msgid: string } & Sent) | 'unknown_member' {
  const { store } = simulation;
  return store.transaction(() => {
    const member = findMember(store, corpid, own.userid);
    if (!member) return 'unknown_member';
    const all = store.all<{ external_userid: string }>(
      'select external_userid from relations where corpid = ? and userid = ? and member_deleted = 0 and half = 0 order by id',
      ...[corpid, member.userid],
    );
    const targets = own.external_userid ?? all.map(row => row.external_userid);
    const msgid = createMessage(simulation, {
      corpid,
      chatType: 'single',
      agentid: null,
      creator: member.userid,
      allowSelect: false,
      content: own.content,
      tasks: new Map([[member.userid, targets]]),
    });
    const sent = confirmTask(simulation, { corpid, msgid, userid: member.userid });
    if (typeof sent === 'string') throw new Error(`A member's own message was ${sent}`);
    return { msgid, ...sent };
  });
}

import { z } from 'zod';
import { raise } from '../callbacks/events.ts';
import { anyId, anyUserid, type Call, type Endpoint, read } from './endpoint.ts';
import { Refusal } from './errcodes.ts';
import { contactMember, mustFollow } from './permissions.ts';
import { tagOf } from './tags.sql.ts';

const markBody = z.object({
  userid: anyUserid,
  external_userid: anyId,
  add_tag: z.array(z.string()).default([]),
  remove_tag: z.array(z.string()).default([]),
});

/** A tag belongs to a pair of member and customer; two writers on one pair at the same time are refused. */
export const markTag: Endpoint = {
  path: 'externalcontact/mark_tag',
  method: 'POST',
  may: 'customer_contact',
  empty: {},
  exclusive(call) {
    const { userid, external_userid } = read(markBody, call.body);
    return `${userid.toLowerCase()} ${external_userid}`;
  },
  answer(call) {
    const { store, settings } = call.simulation;
    const { userid, external_userid, add_tag, remove_tag } = read(markBody, call.body);
    if (add_tag.length + remove_tag.length === 0) throw new Refusal(40063);
    const member = contactMember(call, userid);
    const relation = mustFollow(call, member.userid, external_userid);
    for (const id of [...add_tag, ...remove_tag]) mustExist(call, id);
    for (const id of remove_tag)
      store.run('delete from relation_tags where relation_id = ? and tag_id = ?', relation.id, id);
    for (const id of add_tag) store.run('insert or ignore into relation_tags values (?, ?)', relation.id, id);
    const carried = store.one<{ n: number }>(
      'select count(*) as n from relation_tags where relation_id = ?',
      relation.id,
    );
    if ((carried?.n ?? 0) > settings.tagsPerPair) throw new Refusal(40058);
    if (settings.apiChangesRaiseCallbacks)
      raise(call.simulation, call.app.corpid, {
        event: 'change_external_contact',
        change: 'edit_external_contact',
        userid: member.userid,
        external_userid,
        state: relation.state,
      });
    return {};
  },
};

function mustExist({ simulation, app }: Call, id: string): void {
  const tag = tagOf(simulation.store, app.corpid, id);
  if (!tag || tag.deleted) throw new Refusal(40068);
}

import { raise, type TagEvent } from '../callbacks/events.ts';
import {
  addTag,
  addTagGroup,
  deleteTag,
  deleteTagGroup,
  groupByName,
  tagGroup,
  tagOf,
} from '../cgi/tags.sql.ts';
import { writeLog } from '../recorder/recorder.ts';
import type { Simulation } from '../simulation.ts';
import { departmentsOf, findMember, removeMember, writeMember } from '../world/members.ts';
import type { Member } from '../world/world.ts';

/** What an administrator does in the console (管理后台), with the callbacks it raises. */
export type TagChange =
  | { change: 'create'; group_name: string; name: string; order: number }
  | { change: 'update'; id: string; name?: string | undefined; order?: number | undefined }
  | { change: 'delete'; id: string }
  | { change: 'shuffle'; group_id: string };

/** @returns the id of the tag or group, or that there is none of that id. */
export function changeTag(
  simulation: Simulation,
  corpid: string,
  change: TagChange,
): { id: string } | 'unknown' {
  return simulation.store.transaction(() => {
    const event = applyTagChange(simulation, corpid, change);
    if (!event) return 'unknown';
    raise(simulation, corpid, event);
    writeLog(simulation, { kind: 'action', corpid, what: `tag_${change.change}`, detail: { id: event.id } });
    return { id: event.id };
  });
}

function applyTagChange(simulation: Simulation, corpid: string, change: TagChange): TagEvent | undefined {
  const event = 'change_external_tag';
  if (change.change === 'create') return createTag(simulation, corpid, change);
  if (change.change === 'shuffle') return { event, change: 'shuffle', id: change.group_id };
  const { store } = simulation;
  const tagType = tagOf(store, corpid, change.id)
    ? 'tag'
    : tagGroup(store, corpid, change.id)
      ? 'tag_group'
      : undefined;
  if (!tagType) return undefined;
  if (change.change === 'delete') {
    if (tagType === 'tag') deleteTag(store, corpid, change.id);
    else deleteTagGroup(store, corpid, change.id);
    return { event, change: 'delete', id: change.id, tagType };
  }
  const statement =
    tagType === 'tag'
      ? 'update tags set name = coalesce(?, name), ord = coalesce(?, ord) where corpid = ? and tag_id = ?'
      : 'update tag_groups set group_name = coalesce(?, group_name), ord = coalesce(?, ord) where corpid = ? and group_id = ?';
  store.run(statement, change.name ?? null, change.order ?? null, corpid, change.id);
  return { event, change: 'update', id: change.id, tagType };
}

/** A new group tells of itself first. */
function createTag(
  simulation: Simulation,
  corpid: string,
  { group_name, name, order }: { group_name: string; name: string; order: number },
): TagEvent {
  const maker = { corpid, agentid: null };
  const known = groupByName(simulation.store, corpid, group_name);
  const group = known ?? addTagGroup(simulation, maker, group_name, order);
  if (!known)
    raise(simulation, corpid, {
      event: 'change_external_tag',
      change: 'create',
      id: group.group_id,
      tagType: 'tag_group',
    });
  const tag = addTag(simulation, maker, group.group_id, name, order);
  return { event: 'change_external_tag', change: 'create', id: tag.tag_id, tagType: 'tag' };
}

/** Creates the member or, if there is one of that userid, replaces what is known of them. */
export function putMember(simulation: Simulation, corpid: string, member: Member): 'created' | 'updated' {
  const { store } = simulation;
  return store.transaction(() => {
    const known = findMember(store, corpid, member.userid);
    writeMember(store, corpid, known ? { ...member, userid: known.userid } : member);
    raise(simulation, corpid, {
      event: 'change_contact',
      change: known ? 'update_user' : 'create_user',
      userid: known?.userid ?? member.userid,
      department: departmentsOf(store, corpid, member.userid),
    });
    const what = known ? 'member_updated' : 'member_created';
    writeLog(simulation, { kind: 'action', corpid, what, detail: { userid: member.userid } });
    return known ? 'updated' : 'created';
  });
}

/** The member leaves the corp. */
export function dismissMember(
  simulation: Simulation,
  corpid: string,
  userid: string,
): 'dismissed' | 'unknown' {
  const { store } = simulation;
  return store.transaction(() => {
    const member = findMember(store, corpid, userid);
    if (!member) return 'unknown';
    removeMember(store, corpid, member.userid);
    store.run(
      'insert into resigned values (?, ?, ?)',
      corpid,
      member.userid,
      simulation.clock.milliseconds(),
    );
    raise(simulation, corpid, { event: 'change_contact', change: 'delete_user', userid: member.userid });
    writeLog(simulation, {
      kind: 'action',
      corpid,
      what: 'member_dismissed',
      detail: { userid: member.userid },
    });
    return 'dismissed';
  });
}

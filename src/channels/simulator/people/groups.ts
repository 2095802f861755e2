import { raise } from '../callbacks/events.ts';
import { writeLog } from '../recorder/recorder.ts';
import type { Simulation } from '../simulation.ts';
import {
  type ChatRow,
  type Coming,
  findChat,
  type GroupPerson,
  peopleOf,
  versionOf,
  writeChat,
  writeGroupPerson,
} from '../world/groups.ts';
import { findMember } from '../world/members.ts';

export type GroupRefusal =
  | 'unknown_group'
  | 'unknown_member'
  | 'already_inside'
  | 'not_inside'
  | 'unknown_way';

/** In an event: 0 invited, 3 by a code; 0 went, 1 was removed. */
const JOIN_SCENE = { 1: 0, 2: 0, 3: 3 } as const;

/** A member makes a customer group, or a full one's code makes a further one in their name. @returns its chat_id. */
export function memberCreatesGroup(
  simulation: Simulation,
  corpid: string,
  { userid, name }: { userid: string; name: string },
): { chat_id: string } | 'unknown_member' {
  const { store, clock, chance } = simulation;
  return store.transaction(() => {
    const member = findMember(store, corpid, userid);
    if (!member) return 'unknown_member';
    const chat_id = chance.name('wr', 30);
    writeChat(simulation, { corpid, chat_id, name, owner: member.userid }, clock.milliseconds());
    raise(simulation, corpid, {
      event: 'change_external_chat',
      change: 'create',
      chat_id,
      owner: member.userid,
    });
    writeLog(simulation, { kind: 'action', corpid, what: 'group_create', detail: { chat_id, name } });
    return { chat_id };
  });
}

/** Somebody comes in, invited or by a code. */
export function joinsGroup(
  simulation: Simulation,
  who: GroupPerson,
  coming: Omit<Coming, 'at'> = {},
): 'joined' | GroupRefusal {
  const { store, clock } = simulation;
  return store.transaction(() => {
    const chat = findChat(simulation, who.corpid, who.chat_id);
    if (!chat) return 'unknown_group';
    if (who.type === 1 && !findMember(store, who.corpid, who.person)) return 'unknown_member';
    if (isInside(simulation, chat, who.person)) return 'already_inside';
    changePeople(
      simulation,
      chat,
      { detail: 'add_member', person: who.person, scene: JOIN_SCENE[coming.scene ?? 1] },
      () => writeGroupPerson(simulation, who, { ...coming, at: clock.milliseconds() }),
    );
    return 'joined';
  });
}

/** Somebody goes by themselves, or the owner removes them. */
export function leavesGroup(
  simulation: Simulation,
  { corpid, chat_id, person }: Omit<GroupPerson, 'type'>,
  removed: boolean,
): 'left' | GroupRefusal {
  const { store, clock } = simulation;
  return store.transaction(() => {
    const chat = findChat(simulation, corpid, chat_id);
    if (!chat) return 'unknown_group';
    if (!isInside(simulation, chat, person)) return 'not_inside';
    changePeople(simulation, chat, { detail: 'del_member', person, scene: Number(removed) }, () =>
      store.run(
        'update group_people set left_at = ? where corpid = ? and chat_id = ? and person = ? and left_at is null',
        ...[clock.milliseconds(), corpid, chat_id, person],
      ),
    );
    return 'left';
  });
}

type PeopleChange = { detail: 'add_member' | 'del_member'; person: string; scene: number };

/** Tells with the versions before and after, as the platform does. */
function changePeople(simulation: Simulation, chat: ChatRow, change: PeopleChange, work: () => void): void {
  const before = versionOf(peopleOf(simulation, chat));
  work();
  raise(simulation, chat.corpid, {
    event: 'change_external_chat',
    change: 'update',
    chat_id: chat.chat_id,
    owner: chat.owner,
    detail: change.detail,
    ...(change.detail === 'add_member' ? { joinScene: change.scene } : { quitScene: change.scene }),
    members: [change.person],
    versions: [before, versionOf(peopleOf(simulation, chat))],
  });
  const detail = { chat_id: chat.chat_id, person: change.person };
  writeLog(simulation, { kind: 'action', corpid: chat.corpid, what: `group_${change.detail}`, detail });
}

type GroupEdit = { name?: string | undefined; owner?: string | undefined; notice?: string | undefined };

/** The owner renames it, writes a notice, or hands it to another member. */
export function editsGroup(
  simulation: Simulation,
  corpid: string,
  chatId: string,
  edit: GroupEdit,
): 'edited' | GroupRefusal {
  const { store } = simulation;
  return store.transaction(() => {
    const chat = findChat(simulation, corpid, chatId);
    if (!chat) return 'unknown_group';
    const owner = edit.owner === undefined ? undefined : findMember(store, corpid, edit.owner)?.userid;
    if (edit.owner !== undefined && owner === undefined) return 'unknown_member';
    const changes = [
      [owner, 'change_owner'],
      [edit.name, 'change_name'],
      [edit.notice, 'change_notice'],
    ] as const;
    store.run(
      'update group_chats set owner = coalesce(?, owner), name = coalesce(?, name), notice = coalesce(?, notice) where id = ?',
      ...[owner ?? null, edit.name ?? null, edit.notice ?? null, chat.id],
    );
    for (const [value, detail] of changes)
      if (value !== undefined)
        raise(simulation, corpid, {
          event: 'change_external_chat',
          change: 'update',
          ...{ chat_id: chatId, owner: owner ?? chat.owner, detail },
        });
    writeLog(simulation, {
      kind: 'action',
      corpid,
      what: 'group_edit',
      detail: { chat_id: chatId, ...edit },
    });
    return 'edited';
  });
}

export function dissolvesGroup(
  simulation: Simulation,
  corpid: string,
  chatId: string,
): 'dissolved' | GroupRefusal {
  const { store, clock } = simulation;
  return store.transaction(() => {
    const chat = findChat(simulation, corpid, chatId);
    if (!chat) return 'unknown_group';
    store.run('update group_chats set dissolved_at = ? where id = ?', clock.milliseconds(), chat.id);
    raise(simulation, corpid, {
      event: 'change_external_chat',
      change: 'dismiss',
      chat_id: chatId,
      owner: chat.owner,
    });
    writeLog(simulation, { kind: 'action', corpid, what: 'group_dissolve', detail: { chat_id: chatId } });
    return 'dissolved';
  });
}

export const isFull = (simulation: Simulation, chat: ChatRow) =>
  peopleOf(simulation, chat).length >= simulation.settings.peoplePerGroup;

function isInside(simulation: Simulation, chat: ChatRow, person: string): boolean {
  return peopleOf(simulation, chat).some(inside => inside.person.toLowerCase() === person.toLowerCase());
}

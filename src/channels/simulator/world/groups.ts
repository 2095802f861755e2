import { createHash } from 'node:crypto';
import type { Simulation } from '../simulation.ts';

export type ChatRow = {
  id: number;
  corpid: string;
  chat_id: string;
  name: string;
  owner: string;
  create_time: number;
  notice: string;
  admins_json: string;
  dissolved_at: number | null;
  /** When it came from a member who had left. */
  inherited_at: number | null;
};

/** 1 a member of the corp, 2 a customer. */
export type PersonType = 1 | 2;
export type GroupPerson = { corpid: string; chat_id: string; person: string; type: PersonType };
/** How somebody came: 1 invited, 2 by an invitation link, 3 by a code. */
export type Coming = { at: number; scene?: 1 | 2 | 3; state?: string; invitor?: string };

export type GroupPersonRow = GroupPerson & {
  id: number;
  joined_at: number;
  join_scene: number;
  state: string;
  invitor: string;
};

type NewChat = Pick<ChatRow, 'corpid' | 'chat_id' | 'name' | 'owner'>;

/** A chat with its owner in it. */
export function writeChat(simulation: Simulation, chat: NewChat, at: number): void {
  simulation.store.run(
    'insert into group_chats (corpid, chat_id, name, owner, create_time) values (?, ?, ?, ?, ?)',
    ...[chat.corpid, chat.chat_id, chat.name, chat.owner, Math.floor(at / 1_000)],
  );
  writeGroupPerson(simulation, { ...chat, person: chat.owner, type: 1 }, { at });
}

export function writeGroupPerson(
  { store }: Simulation,
  { corpid, chat_id, person, type }: GroupPerson,
  coming: Coming,
) {
  const { at, scene = 1, state = '', invitor = '' } = coming;
  store.run(
    `insert into group_people (corpid, chat_id, person, type, joined_at, join_scene, state, invitor)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[corpid, chat_id, person, type, at, scene, state, invitor],
  );
}

/** Not of one that was dissolved. */
export function findChat({ store }: Simulation, corpid: string, chatId: string): ChatRow | undefined {
  return store.one<ChatRow>(
    'select * from group_chats where corpid = ? and chat_id = ? and dissolved_at is null',
    ...[corpid, chatId],
  );
}

/** Who is in it, or was at an instant. */
export function peopleOf({ store }: Simulation, { corpid, chat_id }: ChatRow, at?: number): GroupPersonRow[] {
  return store.all<GroupPersonRow>(
    `select * from group_people where corpid = ?1 and chat_id = ?2
       and (?3 is null or joined_at <= ?3) and (left_at is null or ?3 is not null and left_at > ?3) order by id`,
    ...[corpid, chat_id, at ?? null],
  );
}

/** Another one whenever somebody comes or goes. */
export function versionOf(people: readonly GroupPersonRow[]): string {
  return createHash('md5')
    .update(people.map(({ id }) => id).join(' '))
    .digest('hex');
}

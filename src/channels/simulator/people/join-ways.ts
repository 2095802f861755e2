import type { Simulation } from '../simulation.ts';
import { findChat } from '../world/groups.ts';
import { type GroupRefusal, isFull, joinsGroup, memberCreatesGroup } from './groups.ts';

export type JoinWayRow = {
  id: number;
  corpid: string;
  config_id: string;
  agentid: number;
  scene: number;
  remark: string;
  auto_create_room: number;
  room_base_name: string;
  room_base_id: number;
  chats_json: string;
  state: string;
  mark_source: number;
  qr_code: string;
};

export function joinWayById({ store }: Simulation, corpid: string, configId: string): JoinWayRow | undefined {
  return store.one<JoinWayRow>(
    'select * from join_ways where corpid = ? and config_id = ?',
    ...[corpid, configId],
  );
}

export type JoinScanned = { chat_id: string; created: boolean } | GroupRefusal | 'nobody_there';

/**
 * A customer scans the code of a group: the first of its chats that is not full takes them. Where all are full the owner
 * of the last gets a further one, if the way says so.
 */
export function customerScansGroup(
  simulation: Simulation,
  corpid: string,
  configId: string,
  external: string,
): JoinScanned {
  const { store } = simulation;
  return store.transaction(() => {
    const way = joinWayById(simulation, corpid, configId);
    if (!way) return 'unknown_way';
    const chats = (JSON.parse(way.chats_json) as string[]).flatMap(
      id => findChat(simulation, corpid, id) ?? [],
    );
    const free = chats.find(chat => !isFull(simulation, chat));
    const chat_id = free?.chat_id ?? furtherChat(simulation, way, chats.at(-1)?.owner);
    if (chat_id === undefined) return 'nobody_there';
    const who = { corpid, chat_id, person: external, type: 2 } as const;
    const outcome = joinsGroup(simulation, who, { scene: 3, state: way.state });
    return outcome === 'joined' ? { chat_id, created: !free } : outcome;
  });
}

function furtherChat(simulation: Simulation, way: JoinWayRow, owner: string | undefined): string | undefined {
  if (!way.auto_create_room || owner === undefined) return undefined;
  const name = `${way.room_base_name}${way.room_base_id}`;
  const made = memberCreatesGroup(simulation, way.corpid, { userid: owner, name });
  if (made === 'unknown_member') return undefined;
  const { chat_id } = made;
  const chats = [...(JSON.parse(way.chats_json) as string[]), chat_id].slice(-MOST_CHATS);
  simulation.store.run(
    'update join_ways set chats_json = ?, room_base_id = room_base_id + 1 where id = ?',
    ...[JSON.stringify(chats), way.id],
  );
  return chat_id;
}

/** A way holds so many (41091). */
export const MOST_CHATS = 5;

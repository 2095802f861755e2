import { z } from 'zod';
import { joinWayById, MOST_CHATS } from '../people/join-ways.ts';
import { pictureOf } from '../people/ways.ts';
import { findChat } from '../world/groups.ts';
import { type Call, type Endpoint, read } from './endpoint.ts';
import { Refusal } from './errcodes.ts';
import { checkRoom, ownWay, removal } from './own-ways.ts';

const shape = z.object({
  scene: z.union([z.literal(1), z.literal(2)]),
  /** Longer ones are cut off. */
  remark: z
    .string()
    .default('')
    .transform(text => text.slice(0, 30)),
  auto_create_room: z.union([z.literal(0), z.literal(1)]).default(1),
  room_base_name: z.string().max(40).default(''),
  room_base_id: z.number().int().min(0).default(1),
  chat_id_list: z.array(z.string().min(1)).min(1),
  state: z.string().max(30).default(''),
  mark_source: z.boolean().default(true),
});
type Shape = z.output<typeof shape>;

/** @throws Refusal 41091 too many chats, 90501 no customer group. */
function checkChats({ simulation, app }: Call, { chat_id_list }: Shape): void {
  if (chat_id_list.length > MOST_CHATS) throw new Refusal(41091);
  if (chat_id_list.some(id => !findChat(simulation, app.corpid, id))) throw new Refusal(90501);
}

const written = (way: Shape) => [
  ...[way.scene, way.remark, way.auto_create_room, way.room_base_name, way.room_base_id],
  ...[JSON.stringify(way.chat_id_list), way.state, Number(way.mark_source)],
];

const add: Endpoint = {
  path: 'externalcontact/groupchat/add_join_way',
  method: 'POST',
  may: 'customer_contact',
  empty: { config_id: '' },
  answer(call) {
    const { simulation, app } = call;
    const way = read(shape, call.body);
    checkChats(call, way);
    checkRoom(call);
    const config_id = simulation.chance.name('', 32);
    simulation.store.run(
      `insert into join_ways (corpid, config_id, agentid, scene, remark, auto_create_room, room_base_name, room_base_id,
         chats_json, state, mark_source, qr_code) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[app.corpid, config_id, app.agentid, ...written(way), pictureOf(call.origin, config_id)],
    );
    return { config_id };
  },
};

const get: Endpoint = {
  path: 'externalcontact/groupchat/get_join_way',
  method: 'POST',
  may: 'customer_contact',
  empty: {},
  answer(call) {
    const { config_id, scene, remark, auto_create_room, room_base_name, room_base_id, ...way } = ownWay(
      call,
      joinWayById,
    );
    const join_way = { config_id, scene, remark, auto_create_room, room_base_name, room_base_id };
    const chat_id_list = JSON.parse(way.chats_json) as string[];
    const { qr_code, state } = way;
    return { join_way: { ...join_way, chat_id_list, qr_code, state, mark_source: way.mark_source === 1 } };
  },
};

const update: Endpoint = {
  path: 'externalcontact/groupchat/update_join_way',
  method: 'POST',
  may: 'customer_contact',
  empty: {},
  answer(call) {
    const { id } = ownWay(call, joinWayById);
    const way = read(shape, call.body);
    checkChats(call, way);
    call.simulation.store.run(
      `update join_ways set scene = ?, remark = ?, auto_create_room = ?, room_base_name = ?, room_base_id = ?,
         chats_json = ?, state = ?, mark_source = ? where id = ?`,
      ...[...written(way), id],
    );
    return {};
  },
};

const remove = removal('externalcontact/groupchat/del_join_way', 'join_ways', joinWayById);

export const joinWays: readonly Endpoint[] = [add, get, update, remove];

import { z } from 'zod';
import { type ChatRow, findChat, type GroupPersonRow, peopleOf, versionOf } from '../world/groups.ts';
import { findMember } from '../world/members.ts';
import { pageById } from './cursors.ts';
import { type Answer, anyUserid, type Call, cursorField, type Endpoint, read } from './endpoint.ts';
import { Refusal } from './errcodes.ts';
import { seesAll, visibility, visibleMembers } from './permissions.ts';

const listBody = z.object({
  status_filter: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]).default(0),
  owner_filter: z.object({ userid_list: z.array(anyUserid).max(100) }).optional(),
  cursor: cursorField,
  limit: z.number().int().min(1).max(1_000),
});

/** Without owners to look for, more visible people than this are too many (81017). */
const MOST_VISIBLE = 1_000;

/** 1 where the owner is gone, 3 where somebody inherited it since; handing on takes no time in this world. */
function statusOf({ simulation }: Call, { corpid, owner, inherited_at }: ChatRow): number {
  if (!findMember(simulation.store, corpid, owner)) return 1;
  return inherited_at === null ? 0 : 3;
}

function countVisible({ simulation, app }: Call): number {
  if (!seesAll(app)) return visibleMembers(simulation.store, app).size;
  const all = 'select count(*) as n from members where corpid = ?';
  return simulation.store.one<{ n: number }>(all, app.corpid)?.n ?? 0;
}

const list: Endpoint = {
  path: 'externalcontact/groupchat/list',
  method: 'POST',
  may: 'customer_contact',
  empty: { group_chat_list: [] },
  answer(call) {
    const { simulation, app } = call;
    const { status_filter, owner_filter, ...page } = read(listBody, call.body);
    const owners = owner_filter && new Set(owner_filter.userid_list.map(userid => userid.toLowerCase()));
    if (!owners && countVisible(call) > MOST_VISIBLE) throw new Refusal(81017);
    const sees = visibility(simulation.store, app);
    const isShown = (chat: ChatRow) =>
      sees(chat.owner) &&
      (!owners || owners.has(chat.owner.toLowerCase())) &&
      (status_filter === 0 || statusOf(call, chat) === status_filter);
    const api = `groupchat/list ${status_filter} ${[...(owners ?? [])].sort().join(' ')}`;
    const found = pageById(simulation, { ...page, api }, (after, limit) =>
      simulation.store
        .all<ChatRow>(
          'select * from group_chats where corpid = ? and id > ? and dissolved_at is null order by id',
          ...[app.corpid, after],
        )
        .filter(isShown)
        .slice(0, limit),
    );
    return {
      group_chat_list: found.rows.map(chat => ({ chat_id: chat.chat_id, status: statusOf(call, chat) })),
      ...(found.next_cursor && { next_cursor: found.next_cursor }),
    };
  },
};

const getBody = z.object({
  chat_id: z.string().min(1),
  need_name: z.union([z.literal(0), z.literal(1)]).default(0),
});

/** What it says is a little old: who came in the last seconds is not there yet. */
const get: Endpoint = {
  path: 'externalcontact/groupchat/get',
  method: 'POST',
  may: 'customer_contact',
  empty: {},
  answer(call) {
    const { simulation, app, body } = call;
    const { chat_id, need_name } = read(getBody, body);
    const chat = findChat(simulation, app.corpid, chat_id);
    if (!chat) throw new Refusal(90501);
    if (!visibility(simulation.store, app)(chat.owner)) throw new Refusal(60021);
    const settled = simulation.clock.milliseconds() - simulation.settings.groupLagSeconds * 1_000;
    const people = peopleOf(simulation, chat, settled);
    return {
      group_chat: {
        ...{
          chat_id,
          name: chat.name,
          owner: chat.owner,
          create_time: chat.create_time,
          notice: chat.notice,
        },
        member_list: people.map(person => presentPerson(call, person, need_name === 1)),
        admin_list: (JSON.parse(chat.admins_json) as string[]).map(userid => ({ userid })),
        member_version: versionOf(people),
      },
    };
  },
};

function presentPerson({ simulation, app }: Call, row: GroupPersonRow, needName: boolean): Answer {
  const { store } = simulation;
  const customer =
    row.type === 2
      ? store.one<{ name: string; unionid: string | null }>(
          'select name, unionid from customers where corpid = ? and external_userid = ?',
          ...[app.corpid, row.person],
        )
      : undefined;
  const name = row.type === 1 ? findMember(store, app.corpid, row.person)?.name : customer?.name;
  return {
    userid: row.person,
    type: row.type,
    ...(customer?.unionid && { unionid: customer.unionid }),
    join_time: Math.floor(row.joined_at / 1_000),
    join_scene: row.join_scene,
    ...(row.state && { state: row.state }),
    ...(row.invitor && { invitor: { userid: row.invitor } }),
    group_nickname: '',
    ...(needName && { name: name ?? '' }),
  };
}

export const groups: readonly Endpoint[] = [list, get];

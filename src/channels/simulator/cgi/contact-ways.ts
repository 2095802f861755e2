import { z } from 'zod';
import { DAY } from '#platform/clock.ts';
import { departmentMembers, type WayRow, wayById, writeWay } from '../people/ways.ts';
import { pageById } from './cursors.ts';
import { type Answer, type Call, cursorField, type Endpoint, limitField, read } from './endpoint.ts';
import { Refusal } from './errcodes.ts';
import { checkRoom, ownWay, removal } from './own-ways.ts';
import { contactMember, visibleDepartments } from './permissions.ts';

/** Whom a way leads to. Left out in an update they are emptied, as one of the sources warns. */
const people = {
  user: z.array(z.string().min(1)).default([]),
  party: z.array(z.number().int()).default([]),
};
const said = {
  remark: z.string().max(30).default(''),
  skip_verify: z.boolean().default(true),
  style: z.number().int().default(1),
  state: z.string().max(30).default(''),
  mark_source: z.boolean().default(true),
};
const shape = z.object({
  type: z.number().int(),
  scene: z.number().int(),
  is_temp: z.boolean().default(false),
  is_exclusive: z.boolean().default(false),
  ...said,
  ...people,
});
const changeBody = z.object({ ...said, ...people });

/** @throws Refusal 41042 a button has three looks, a code has none. */
function checkLook(scene: number, style: number): void {
  if (scene === 1 && (style < 1 || style > 3)) throw new Refusal(41042);
}

/**
 * Members that can be added: in the app's range, with customer contact, activated.
 * @throws Refusal 41054 not activated, 41041 more than a way may have.
 */
function checkPeople(call: Call, type: number, { user, party }: { user: string[]; party: number[] }): void {
  const { simulation, app } = call;
  if (type === 1 && (user.length !== 1 || party.length > 0)) throw new Refusal(40058);
  if (user.length + party.length === 0) throw new Refusal(40063);
  for (const userid of user) if (contactMember(call, userid).status !== 1) throw new Refusal(41054);
  const seen = visibleDepartments(simulation.store, app);
  if (party.some(id => !seen.has(id))) throw new Refusal(60123);
  const all = new Set([
    ...user.map(userid => userid.toLowerCase()),
    ...departmentMembers(simulation, app.corpid, party),
  ]);
  if (all.size > simulation.settings.membersPerWay) throw new Refusal(41041);
}

const add: Endpoint = {
  path: 'externalcontact/add_contact_way',
  method: 'POST',
  may: 'customer_contact',
  empty: { config_id: '' },
  answer(call) {
    const { simulation, app } = call;
    const way = read(shape, call.body);
    if (![way.type, way.scene].every(kind => kind === 1 || kind === 2)) throw new Refusal(41040);
    checkLook(way.scene, way.style);
    // For corps of the medical trade only, and there is none in this world.
    if (way.is_temp) throw new Refusal(40058);
    checkPeople(call, way.type, way);
    checkRoom(call);
    const { config_id, qr_code } = writeWay(simulation, app, way, call.origin);
    return { config_id, ...(way.scene === 2 && { qr_code }) };
  },
};

function present(way: WayRow): Answer {
  const { config_id, type, scene, style, remark, state, qr_code } = way;
  return {
    ...{ config_id, type, scene, style, remark, state },
    skip_verify: way.skip_verify === 1,
    mark_source: way.mark_source === 1,
    is_temp: false,
    ...(scene === 2 && { qr_code }),
    user: JSON.parse(way.user_json) as string[],
    party: JSON.parse(way.party_json) as number[],
  };
}

const get: Endpoint = {
  path: 'externalcontact/get_contact_way',
  method: 'POST',
  may: 'customer_contact',
  empty: {},
  answer: call => ({ contact_way: present(ownWay(call, wayById)) }),
};

const update: Endpoint = {
  path: 'externalcontact/update_contact_way',
  method: 'POST',
  may: 'customer_contact',
  empty: {},
  answer(call) {
    const way = ownWay(call, wayById);
    const change = read(changeBody, call.body);
    checkLook(way.scene, change.style);
    checkPeople(call, way.type, change);
    call.simulation.store.run(
      `update contact_ways set remark = ?, skip_verify = ?, style = ?, state = ?, mark_source = ?, user_json = ?,
         party_json = ? where id = ?`,
      ...[change.remark, Number(change.skip_verify), change.style, change.state, Number(change.mark_source)],
      ...[JSON.stringify(change.user), JSON.stringify(change.party), way.id],
    );
    return {};
  },
};

const remove = removal('externalcontact/del_contact_way', 'contact_ways', wayById);

const listBody = z.object({
  start_time: z.number().int().optional(),
  end_time: z.number().int().optional(),
  limit: limitField(100, 1_000, 'most'),
  cursor: cursorField,
});

/** The config ids of the app's own ways, oldest first; of the last 90 days where no time is named. */
const list: Endpoint = {
  path: 'externalcontact/list_contact_way',
  method: 'POST',
  may: 'customer_contact',
  empty: { contact_way: [] },
  answer(call) {
    const { simulation, app } = call;
    const { start_time, end_time, ...page } = read(listBody, call.body);
    const now = simulation.clock.seconds();
    const [from, to] = [start_time ?? now - (90 * DAY) / 1_000, end_time ?? now];
    if (to < from) throw new Refusal(40058);
    const found = pageById(
      simulation,
      { ...page, api: `list_contact_way ${start_time} ${end_time}` },
      (after, limit) =>
        simulation.store.all<{ id: number; config_id: string }>(
          `select id, config_id from contact_ways
           where corpid = ? and agentid = ? and id > ? and created_at between ? and ? order by id limit ?`,
          ...[app.corpid, app.agentid, after, from * 1_000, to * 1_000 + 999, limit],
        ),
    );
    return {
      contact_way: found.rows.map(({ config_id }) => ({ config_id })),
      ...(found.next_cursor && { next_cursor: found.next_cursor }),
    };
  },
};

export const contactWays: readonly Endpoint[] = [add, get, update, list, remove];

import { z } from 'zod';
import { SECOND } from '#platform/clock.ts';
import { isOnDuty, isServicer } from '../people/kf.ts';
import {
  BOT,
  ENDED,
  type KfPair,
  kfSession,
  moveKfSession,
  NEW,
  POOL,
  SERVICER,
} from '../people/kf-sessions.ts';
import { type Call, type Endpoint, read } from './endpoint.ts';
import { Refusal } from './errcodes.ts';
import { grantedAccount, kfEndpoint } from './kf-accounts.ts';

const LEGAL: Record<number, readonly number[]> = {
  [NEW]: [POOL, SERVICER],
  [BOT]: [POOL, SERVICER],
  [POOL]: [SERVICER],
  [SERVICER]: [SERVICER, ENDED],
  [ENDED]: [],
};

function pairOf(call: Call): KfPair {
  const { open_kfid } = grantedAccount(call, call.body);
  const { external_userid } = read(z.object({ external_userid: z.string().min(1) }), call.body);
  return { corpid: call.app.corpid, open_kfid, external_userid };
}

/** Who never came has no session: ended, as before the first. */
const get = kfEndpoint('service_state/get', call => {
  const session = kfSession(call.simulation, pairOf(call));
  const servicer = session?.state === SERVICER && { servicer_userid: session.servicer };
  return { service_state: session?.state ?? ENDED, ...servicer };
});

const transBody = z.object({
  service_state: z.number().int().min(0).max(4),
  servicer_userid: z.string().optional(),
});

const trans = kfEndpoint('service_state/trans', call => {
  const { simulation } = call;
  const pair = pairOf(call);
  const to = read(transBody, call.body);
  const session = kfSession(simulation, pair);
  const from = session?.state ?? ENDED;
  if (!LEGAL[from]?.includes(to.service_state)) throw new Refusal(95016);
  if (to.service_state !== SERVICER) return { msg_code: moveKfSession(simulation, pair, to.service_state) };
  if (!to.servicer_userid) throw new Refusal(40063);
  if (!isServicer(simulation, pair, to.servicer_userid)) throw new Refusal(95014);
  if (!isOnDuty(simulation, pair, to.servicer_userid)) throw new Refusal(95019);
  if (from === SERVICER && session?.servicer.toLowerCase() === to.servicer_userid.toLowerCase())
    throw new Refusal(95016);
  return { msg_code: moveKfSession(simulation, pair, SERVICER, to.servicer_userid) };
});

type Person = {
  external_userid: string;
  name: string;
  avatar: string;
  gender: number;
  unionid: string | null;
};

/** Who has not asked within two days is not told of. */
const batchget = kfEndpoint(
  'customer/batchget',
  ({ simulation, app, body }) => {
    const { store, clock, settings } = simulation;
    const asked = read(
      z.object({
        external_userid_list: z.array(z.string().min(1)).min(1).max(100),
        need_enter_session_context: z.number().int().default(0),
      }),
      body,
    );
    const corp = store.one<{ wechat_bound: number }>(
      'select wechat_bound from corps where corpid = ?',
      app.corpid,
    );
    const since = clock.milliseconds() - settings.kfAnswerSeconds * SECOND;
    const found = asked.external_userid_list.flatMap(external => {
      const person = store.one<Person>(
        'select external_userid, name, avatar, gender, unionid from customers where corpid = ? and external_userid = ?',
        ...[app.corpid, external],
      );
      const session = store.one<{ scene: string; scene_param: string }>(
        `select scene, scene_param from kf_sessions where corpid = ? and external_userid = ?
           and coalesce(customer_at, begun_at) >= ? order by coalesce(customer_at, begun_at) desc limit 1`,
        ...[app.corpid, external, since],
      );
      if (!person || !session) return [];
      const { name, unionid, ...rest } = person;
      return [
        {
          ...{ ...rest, nickname: name },
          ...(unionid && corp?.wechat_bound === 1 && { unionid }),
          ...(asked.need_enter_session_context === 1 && { enter_session_context: session }),
        },
      ];
    });
    const known = new Set(found.map(one => one.external_userid));
    return {
      customer_list: found,
      invalid_external_userid: asked.external_userid_list.filter(one => !known.has(one)),
    };
  },
  { customer_list: [], invalid_external_userid: [] },
);

/** Everybody with customer contact, and every group. */
const upgrades: Endpoint = {
  ...kfEndpoint('customer/get_upgrade_service_config', ({ simulation, app }) => {
    const { store } = simulation;
    const members = store.all<{ userid: string }>(
      'select userid from members where corpid = ? and customer_contact = 1 and status = 1 order by rowid',
      app.corpid,
    );
    const groups = store.all<{ chat_id: string }>(
      'select chat_id from group_chats where corpid = ? and dissolved_at is null order by id',
      app.corpid,
    );
    return {
      member_range: { userid_list: members.map(one => one.userid), department_id_list: [] },
      groupchat_range: { chat_id_list: groups.map(one => one.chat_id) },
    };
  }),
  method: 'GET',
};

const offer = z.union([
  z.object({
    type: z.literal(1),
    member: z.object({ userid: z.string().min(1), wording: z.string().min(1) }),
  }),
  z.object({
    type: z.literal(2),
    groupchat: z.object({ chat_id: z.string().min(1), wording: z.string().min(1) }),
  }),
]);

const upgrade = kfEndpoint('customer/upgrade_service', call => {
  const pair = pairOf(call);
  const given = read(offer, call.body);
  if (!kfSession(call.simulation, pair)) throw new Refusal(95031);
  call.simulation.store.run(
    'insert or replace into kf_upgrades values (?, ?, ?, ?)',
    ...[pair.corpid, pair.open_kfid, pair.external_userid, JSON.stringify(given)],
  );
  return {};
});

const cancelUpgrade = kfEndpoint('customer/cancel_upgrade_service', call => {
  const pair = pairOf(call);
  call.simulation.store.run(
    'delete from kf_upgrades where corpid = ? and open_kfid = ? and external_userid = ?',
    ...[pair.corpid, pair.open_kfid, pair.external_userid],
  );
  return {};
});

export const kfSessions: readonly Endpoint[] = [get, trans, batchget, upgrades, upgrade, cancelUpgrade];

import { z } from 'zod';
import { isServicer } from '../people/kf.ts';
import { type KfAccountRow, kfAccount } from '../people/kf-sessions.ts';
import { departmentMembers } from '../people/ways.ts';
import { findMember } from '../world/members.ts';
import { type Answer, type Call, type Endpoint, read } from './endpoint.ts';
import { Refusal } from './errcodes.ts';

const named = z.object({ open_kfid: z.string().min(1) });

/**
 * The account a call is about.
 * @throws Refusal 95000 no id of an account, 95004 it was deleted, 95017 the app has no right to it.
 */
export function grantedAccount({ simulation, app }: Call, given: unknown): KfAccountRow {
  const account = kfAccount(simulation, app.corpid, read(named, given).open_kfid);
  if (!account) throw new Refusal(95000);
  if (account.deleted) throw new Refusal(95004);
  if (!account.granted) throw new Refusal(95017);
  return account;
}

export const kfEndpoint = (path: string, answer: Endpoint['answer'], empty: Answer = {}): Endpoint => ({
  path: `kf/${path}`,
  method: 'POST',
  may: 'directory',
  empty,
  answer,
});

const name = z.string().min(1);
const tooLong = (given: string) => [...given].length > 16;

const add = kfEndpoint(
  'account/add',
  call => {
    const { simulation, app } = call;
    const { store, chance, settings } = simulation;
    const given = read(z.object({ name, media_id: z.string().min(1) }), call.body);
    if (tooLong(given.name)) throw new Refusal(95006);
    const count = store.one<{ n: number }>(
      'select count(*) as n from kf_accounts where corpid = ? and deleted = 0',
      app.corpid,
    );
    if ((count?.n ?? 0) >= settings.kfAccounts) throw new Refusal(95027);
    const open_kfid = chance.name('wk', 30);
    // What an app makes is its own.
    store.run(
      'insert into kf_accounts (corpid, open_kfid, name, avatar, granted) values (?, ?, ?, ?, 1)',
      ...[app.corpid, open_kfid, given.name, ''],
    );
    return { open_kfid };
  },
  { open_kfid: '' },
);

const update = kfEndpoint('account/update', call => {
  const { id } = grantedAccount(call, call.body);
  const given = read(z.object({ name: name.optional(), media_id: z.string().optional() }), call.body);
  if (given.name && tooLong(given.name)) throw new Refusal(95006);
  if (given.name) call.simulation.store.run('update kf_accounts set name = ? where id = ?', given.name, id);
  return {};
});

const remove = kfEndpoint('account/del', call => {
  call.simulation.store.run(
    'update kf_accounts set deleted = 1 where id = ?',
    grantedAccount(call, call.body).id,
  );
  return {};
});

const list = kfEndpoint(
  'account/list',
  ({ simulation, app, body }) => {
    const page = read(
      z.object({
        offset: z.number().int().min(0).default(0),
        limit: z.number().int().min(1).max(100).default(100),
      }),
      body,
    );
    const rows = simulation.store.all<KfAccountRow>(
      'select * from kf_accounts where corpid = ? and deleted = 0 order by id limit ? offset ?',
      ...[app.corpid, page.limit, page.offset],
    );
    return {
      account_list: rows.map(row => ({
        ...{ open_kfid: row.open_kfid, name: row.name, avatar: row.avatar },
        manage_privilege: row.granted === 1,
      })),
    };
  },
  { account_list: [] },
);

/** Our address instead of the platform's: it opens the page on which one plays who comes by it. */
const contactWay = kfEndpoint(
  'add_contact_way',
  call => {
    const { simulation, app, origin } = call;
    const { store, chance } = simulation;
    const { open_kfid } = grantedAccount(call, call.body);
    const { scene } = read(
      z.object({
        scene: z
          .string()
          .regex(/^[0-9a-zA-Z_-]{0,32}$/)
          .default(''),
      }),
      call.body,
    );
    const known = store.one<{ code: string }>(
      'select code from kf_scenes where corpid = ? and open_kfid = ? and scene = ?',
      ...[app.corpid, open_kfid, scene],
    );
    const code = known?.code ?? chance.name('kfc', 20);
    if (!known) store.run('insert into kf_scenes values (?, ?, ?, ?)', app.corpid, open_kfid, scene, code);
    return { url: `${origin}/simulator/kfid/${code}` };
  },
  { url: '' },
);

const who = z
  .object({
    userid_list: z.array(z.string().min(1)).max(100).default([]),
    department_id_list: z.array(z.number().int()).max(20).default([]),
  })
  .refine(given => given.userid_list.length + given.department_id_list.length > 0);

type Change = (call: Call, openKfId: string, userid: string) => number;

/** Each has its own code; a department stands for the members in it. */
const servicers = (path: string, change: Change) =>
  kfEndpoint(
    `servicer/${path}`,
    call => {
      const { open_kfid } = grantedAccount(call, call.body);
      const given = read(who, call.body);
      const results = [
        ...given.userid_list.map(userid => ({ userid, errcode: change(call, open_kfid, userid) })),
        ...given.department_id_list.map(id => {
          const members = departmentMembers(call.simulation, call.app.corpid, [id]);
          for (const userid of members) change(call, open_kfid, userid);
          return { department_id: id, errcode: 0 };
        }),
      ];
      const said = (errcode: number) => (errcode === 0 ? 'success' : 'fail');
      return { result_list: results.map(one => ({ ...one, errmsg: said(one.errcode) })) };
    },
    { result_list: [] },
  );

const addServicers = servicers('add', ({ simulation, app }, open_kfid, userid) => {
  const member = findMember(simulation.store, app.corpid, userid);
  if (!member) return 60111;
  if (!isServicer(simulation, { corpid: app.corpid, open_kfid }, member.userid))
    simulation.store.run(
      'insert into kf_servicers (corpid, open_kfid, userid) values (?, ?, ?)',
      ...[app.corpid, open_kfid, member.userid],
    );
  return 0;
});

const removeServicers = servicers('del', ({ simulation, app }, open_kfid, userid) => {
  const gone = simulation.store.run(
    'delete from kf_servicers where corpid = ? and open_kfid = ? and userid = ?',
    ...[app.corpid, open_kfid, userid],
  );
  return gone === 0 ? 95014 : 0;
});

const listServicers: Endpoint = {
  ...kfEndpoint(
    'servicer/list',
    call => {
      const { open_kfid } = grantedAccount(call, call.query);
      const rows = call.simulation.store.all<{ userid: string; status: number; stop_type: number }>(
        'select userid, status, stop_type from kf_servicers where corpid = ? and open_kfid = ? order by rowid',
        ...[call.app.corpid, open_kfid],
      );
      return {
        servicer_list: rows.map(({ userid, status, stop_type }) => ({
          ...{ userid, status },
          ...(status === 1 && { stop_type }),
        })),
      };
    },
    { servicer_list: [] },
  ),
  method: 'GET',
};

export const kfAccounts: readonly Endpoint[] = [
  ...[add, update, remove, list, contactWay],
  ...[addServicers, removeServicers, listServicers],
];

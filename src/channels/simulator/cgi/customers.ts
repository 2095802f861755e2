import { z } from 'zod';
import type { Simulation } from '../simulation.ts';
import { comesEmpty, pageById, readCursor, writeCursor } from './cursors.ts';
import {
  type CustomerRow,
  presentCustomer,
  presentFollowInfo,
  presentFollowUser,
} from './customers.present.ts';
import {
  type Answer,
  anyId,
  anyUserid,
  type Call,
  cursorField,
  type Endpoint,
  limitField,
  read,
} from './endpoint.ts';
import { Refusal } from './errcodes.ts';
import { contactMember, type RelationRow, visibility } from './permissions.ts';

const followUserList: Endpoint = {
  path: 'externalcontact/get_follow_user_list',
  method: 'GET',
  may: 'customer_contact',
  empty: { follow_user: [] },
  answer({ simulation, app }) {
    const sees = visibility(simulation.store, app);
    const rows = simulation.store.all<{ userid: string }>(
      'select userid from members where corpid = ? and customer_contact = 1 and status <> 5 order by rowid',
      app.corpid,
    );
    return { follow_user: rows.map(row => row.userid).filter(sees) };
  },
};

const list: Endpoint = {
  path: 'externalcontact/list',
  method: 'GET',
  may: 'customer_contact',
  empty: { external_userid: [] },
  answer(call) {
    const { userid } = read(z.object({ userid: anyUserid }), call.query);
    const member = contactMember(call, userid);
    const { store, settings } = call.simulation;
    const rows = store.all<{ external_userid: string }>(
      'select external_userid from relations where corpid = ? and userid = ? and member_deleted = 0 and half = 0 order by id',
      ...[call.app.corpid, member.userid],
    );
    if (rows.length === 0 && settings.memberWithoutCustomers === '84061') throw new Refusal(84061);
    return { external_userid: rows.map(row => row.external_userid) };
  },
};

const get: Endpoint = {
  path: 'externalcontact/get',
  method: 'GET',
  may: 'customer_contact',
  empty: { follow_user: [] },
  answer(call) {
    const request = read(z.object({ external_userid: anyId, cursor: cursorField }), call.query);
    const { simulation, app } = call;
    const customer = simulation.store.one<CustomerRow>(
      'select * from customers where corpid = ? and external_userid = ?',
      ...[app.corpid, request.external_userid],
    );
    if (!customer) throw new Refusal(40096);
    mustHaveFollower(call, customer.external_userid);
    const page = followersPage(call, customer.external_userid, request.cursor);
    return {
      external_contact: presentCustomer(customer, isWechatBound(simulation, app.corpid)),
      follow_user: page.rows.map(row => presentFollowUser(simulation, row)),
      ...(page.next_cursor && { next_cursor: page.next_cursor }),
    };
  },
};

/** @throws Refusal 84061 when no member follows any more, 40096 when none of those who do is visible. */
function mustHaveFollower({ simulation, app }: Call, external: string): void {
  const followers = simulation.store.all<{ userid: string }>(
    'select userid from relations where corpid = ? and external_userid = ? and member_deleted = 0 and half = 0',
    ...[app.corpid, external],
  );
  if (followers.length === 0) throw new Refusal(84061);
  const sees = visibility(simulation.store, app);
  if (!followers.some(follower => sees(follower.userid))) throw new Refusal(40096);
}

function followersPage({ simulation, app }: Call, external: string, cursor: string | undefined) {
  const sees = visibility(simulation.store, app);
  const request = {
    api: `externalcontact/get ${external}`,
    cursor,
    limit: simulation.settings.followersPerPage,
  };
  return pageById(simulation, request, (after, limit) =>
    simulation.store
      .all<RelationRow>(
        `select * from relations where corpid = ? and external_userid = ? and member_deleted = 0 and half = 0 and id > ?
         order by id`,
        ...[app.corpid, external, after],
      )
      .filter(row => sees(row.userid))
      .slice(0, limit),
  );
}

const batchBody = z.object({
  userid_list: z.array(anyUserid).min(1).max(100),
  cursor: cursorField,
  limit: z.number().int().min(0).optional(),
});

/** Walks the members one after the other; a limit above 100 counts as 100 without a word. */
const batchGetByUser: Endpoint = {
  path: 'externalcontact/batch/get_by_user',
  method: 'POST',
  may: 'customer_contact',
  empty: { external_contact_list: [] },
  answer(call) {
    const { simulation, app } = call;
    const request = read(batchBody, call.body);
    const most = simulation.settings.customersPerPage;
    const limit = limitField(Math.min(50, most), most, 'most').parse(request.limit);
    const members = request.userid_list.map(userid => contactMember(call, userid).userid);
    const page = batchPage(simulation, app.corpid, { members, limit, cursor: request.cursor });
    const bound = isWechatBound(simulation, app.corpid);
    return {
      external_contact_list: page.rows.map(row => presentPair(simulation, app.corpid, row, bound)),
      next_cursor: page.next_cursor,
      fail_info: { unlicensed_userid_list: [] },
    };
  },
};

type Walk = { members: string[]; limit: number; cursor: string | undefined };

function batchPage(simulation: Simulation, corpid: string, { members, limit, cursor }: Walk) {
  const api = `batch/get_by_user ${members.join(' ').toLowerCase()}`;
  const place = readCursor(simulation, api, cursor);
  const [startMember = 0, startAfter = 0] = place?.position ?? [];
  const rows: { member: number; row: RelationRow }[] = [];
  for (let member = startMember; member < members.length && rows.length <= limit; member += 1) {
    const after = member === startMember ? startAfter : 0;
    const found = simulation.store.all<RelationRow>(
      `select * from relations where corpid = ? and userid = ? and member_deleted = 0 and half = 0 and id > ?
       order by id limit ?`,
      ...[corpid, members[member] ?? '', after, limit + 1 - rows.length],
    );
    rows.push(...found.map(row => ({ member, row })));
  }
  if (rows.length > 0 && comesEmpty(simulation, api, place))
    return { rows: [], next_cursor: writeCursor(simulation, api, [startMember, startAfter], true) };
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last;
  return {
    rows: shown.map(({ row }) => row),
    next_cursor: more ? writeCursor(simulation, api, [last.member, last.row.id]) : '',
  };
}

function presentPair(simulation: Simulation, corpid: string, row: RelationRow, bound: boolean): Answer {
  const customer = simulation.store.one<CustomerRow>(
    'select * from customers where corpid = ? and external_userid = ?',
    ...[corpid, row.external_userid],
  );
  if (!customer) throw new Error(`No customer ${row.external_userid} behind a relation`);
  return {
    external_contact: presentCustomer(customer, bound),
    follow_info: presentFollowInfo(simulation, row),
  };
}

function isWechatBound({ store }: Simulation, corpid: string): boolean {
  const corp = store.one<{ wechat_bound: number }>('select wechat_bound from corps where corpid = ?', corpid);
  return corp?.wechat_bound === 1;
}

export const customers: readonly Endpoint[] = [followUserList, list, get, batchGetByUser];

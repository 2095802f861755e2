import { z } from 'zod';
import { DAY, fromShanghai, shanghaiDate } from '#platform/clock.ts';
import { balanceOf, quotaOf } from '../people/acquisition-links.ts';
import { ownLink } from './acquisition-links.ts';
import { pageById } from './cursors.ts';
import { cursorField, type Endpoint, limitField, read } from './endpoint.ts';
import { Refusal } from './errcodes.ts';

const PATH = 'externalcontact/customer_acquisition';
const reading = { method: 'POST', may: 'customer_contact' } as const;

type Came = {
  id: number;
  link_id: string;
  external_userid: string;
  userid: string;
  state: string;
  messages: number;
};

const customer: Endpoint = {
  ...reading,
  path: `${PATH}/customer`,
  empty: { customer_list: [] },
  answer(call) {
    const { link_id, corpid } = ownLink(call);
    const page = read(z.object({ limit: limitField(1_000, 1_000, 'most'), cursor: cursorField }), call.body);
    const found = pageById(call.simulation, { ...page, api: `link customer ${link_id}` }, (after, limit) =>
      call.simulation.store.all<Came>(
        'select * from acquisition_customers where corpid = ? and link_id = ? and id > ? order by id limit ?',
        ...[corpid, link_id, after, limit],
      ),
    );
    return {
      customer_list: found.rows.map(({ external_userid, userid, state, messages }) => ({
        ...{ external_userid, userid, state, chat_status: messages > 0 ? 1 : 0 },
      })),
      next_cursor: found.next_cursor,
    };
  },
};

/** Page 97299: a month at a time, half a year back. */
const [LONGEST, OLDEST] = [30 * DAY, 180 * DAY];

/** By whole days; who opened it twice counts once. */
const statistic: Endpoint = {
  ...reading,
  path: `${PATH}/statistic`,
  empty: {},
  answer(call) {
    const { simulation } = call;
    const { link_id, corpid } = ownLink(call);
    const span = read(z.object({ start_time: z.number().int(), end_time: z.number().int() }), call.body);
    const [from, to] = [span.start_time * 1_000, span.end_time * 1_000];
    if (to < from || to - from > LONGEST || from < simulation.clock.milliseconds() - OLDEST)
      throw new Refusal(40058);
    const midnight = (at: number) => fromShanghai(shanghaiDate(new Date(at))).getTime();
    const days = [corpid, link_id, midnight(from), midnight(to) + DAY];
    const count = (what: string) => simulation.store.one<{ n: number }>(what, ...days)?.n ?? 0;
    return {
      click_link_customer_cnt: count(
        'select count(distinct external_userid) as n from acquisition_clicks where corpid = ? and link_id = ? and at >= ? and at < ?',
      ),
      new_customer_cnt: count(
        'select count(*) as n from acquisition_customers where corpid = ? and link_id = ? and added_at >= ? and added_at < ?',
      ),
    };
  },
};

const chat: Endpoint = {
  ...reading,
  path: `${PATH}/get_chat_info`,
  empty: {},
  answer({ simulation, app, body }) {
    const { chat_key } = read(z.object({ chat_key: z.string().min(1) }), body);
    const came = simulation.store.one<Came>(
      'select * from acquisition_customers where corpid = ? and chat_key = ?',
      ...[app.corpid, chat_key],
    );
    if (!came) throw new Refusal(40058);
    const { userid, external_userid, messages, link_id, state } = came;
    return { userid, external_userid, chat_info: { recv_msg_cnt: messages, link_id, state } };
  },
};

const quota: Endpoint = {
  path: 'externalcontact/customer_acquisition_quota',
  method: 'GET',
  may: 'customer_contact',
  empty: { quota_list: [] },
  answer({ simulation, app }) {
    const rows = quotaOf(simulation, app.corpid);
    return {
      total: rows.reduce((sum, row) => sum + row.total, 0),
      balance: balanceOf(rows),
      quota_list: rows.map(row => ({
        expire_date: Math.floor(row.expires_at / 1_000),
        balance: row.balance,
      })),
    };
  },
};

export const acquisitionReading: readonly Endpoint[] = [customer, statistic, chat, quota];

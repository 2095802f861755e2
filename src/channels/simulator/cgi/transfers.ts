import { z } from 'zod';
import {
  beginTransfer,
  countTransfers,
  STATUS,
  type TransferRow,
  waitingTransfer,
} from '../people/transfers.ts';
import { findMember } from '../world/members.ts';
import { pageById } from './cursors.ts';
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
import { contactMember, findRelation } from './permissions.ts';

type Kind = TransferRow['kind'];
const pairBody = z.object({ handover_userid: anyUserid, takeover_userid: anyUserid });
const beginBody = pairBody.extend({
  external_userid: z.array(anyId).min(1),
  transfer_success_msg: z.string().default(''),
});

/** @throws Refusal 40097 one who left was named and works here, 60111 nobody of that userid ever did. */
function giver(call: Call, kind: Kind, userid: string): string {
  if (kind === 'on_job') return contactMember(call, userid).userid;
  const { store } = call.simulation;
  const gone = store.one<{ userid: string }>(
    'select userid from resigned where corpid = ? and userid = ?',
    ...[call.app.corpid, userid],
  );
  if (gone) return gone.userid;
  throw new Refusal(findMember(store, call.app.corpid, userid) ? 40097 : 60111);
}

/** @throws Refusal 41054 who is to have them has not activated their account. */
function taker(call: Call, userid: string): string {
  const member = contactMember(call, userid);
  if (member.status !== 1) throw new Refusal(41054);
  return member.userid;
}

const begin = (kind: Kind, path: string): Endpoint => ({
  path: `externalcontact/${path}`,
  method: 'POST',
  may: 'customer_contact',
  empty: { customer: [] },
  answer(call) {
    const { simulation, app } = call;
    const { settings } = simulation;
    const request = read(beginBody, call.body);
    const words = kind === 'on_job' ? request.transfer_success_msg : '';
    if (request.external_userid.length > settings.customersPerTransfer) throw new Refusal(40058);
    if ([...words].length > settings.transferWords) throw new Refusal(40058);
    const handover = giver(call, kind, request.handover_userid);
    const takeover = taker(call, request.takeover_userid);
    if (handover === takeover) throw new Refusal(40130);
    const one = (external_userid: string): Answer => {
      const errcode = faultOf(call, kind, handover, external_userid);
      if (errcode === 0)
        beginTransfer(simulation, { corpid: app.corpid, kind, handover, takeover, external_userid, words });
      return { external_userid, errcode };
    };
    return { customer: request.external_userid.map(one) };
  },
});

function faultOf(
  { simulation, app: { corpid } }: Call,
  kind: Kind,
  handover: string,
  external: string,
): number {
  const known = simulation.store.one(
    'select 1 from customers where corpid = ? and external_userid = ?',
    corpid,
    external,
  );
  if (!known) return 40096;
  if (!findRelation(simulation, corpid, handover, external)) return 40131;
  if (waitingTransfer(simulation, corpid, external, handover)) return 40129;
  const isTooMany = countTransfers(simulation, corpid, external) >= simulation.settings.transfersInWindow;
  return kind === 'on_job' && isTooMany ? 40128 : 0;
}

/** Of each customer the last transfer between the two; of who works here also that there was none. */
const result = (kind: Kind, path: string): Endpoint => ({
  path: `externalcontact/${path}`,
  method: 'POST',
  may: 'customer_contact',
  empty: { customer: [] },
  answer(call) {
    const { simulation, app } = call;
    const request = read(pairBody.extend({ cursor: cursorField }), call.body);
    const handover = giver(call, kind, request.handover_userid);
    const takeover = contactMember(call, request.takeover_userid).userid;
    const api = `transfer_result ${kind} ${handover} ${takeover}`;
    const found = pageById(simulation, { api, cursor: request.cursor, limit: 1_000 }, (after, limit) =>
      simulation.store.all<TransferRow>(
        `select * from transfers where id in (select max(id) from transfers
           where corpid = ? and kind = ? and handover = ? and takeover = ? group by external_userid) and id > ? order by id limit ?`,
        ...[app.corpid, kind, handover, takeover, after, limit],
      ),
    );
    return { customer: found.rows.map(presentResult), next_cursor: found.next_cursor };
  },
});

function presentResult({ external_userid, status, due_at, settled_at }: TransferRow): Answer {
  const at = status === STATUS.waiting ? due_at : status === STATUS.done ? (settled_at ?? due_at) : 0;
  return { external_userid, status, takeover_time: Math.floor(at / 1_000) };
}

const unassignedBody = z.object({
  page_size: limitField(1_000, 1_000, 'most'),
  cursor: cursorField,
  page_id: z.number().int().optional(),
});

/** Whom those have who left, unless somebody is already taking them over. */
const unassigned: Endpoint = {
  path: 'externalcontact/get_unassigned_list',
  method: 'POST',
  may: 'customer_contact',
  empty: { info: [] },
  answer({ simulation, app, body }) {
    const { page_size, cursor } = read(unassignedBody, body);
    type Row = { id: number; userid: string; external_userid: string; at: number };
    const found = pageById(
      simulation,
      { api: 'get_unassigned_list', cursor, limit: page_size },
      (after, limit) =>
        simulation.store.all<Row>(
          `select r.id, r.userid, r.external_userid, d.at from relations r join resigned d using (corpid, userid)
         where r.corpid = ? and r.id > ? and r.member_deleted = 0 and r.half = 0 and not exists (select 1 from transfers t
           where t.corpid = r.corpid and t.handover = r.userid and t.external_userid = r.external_userid
             and t.status in (${STATUS.waiting}, ${STATUS.done})) order by r.id limit ?`,
          ...[app.corpid, after, limit],
        ),
    );
    return {
      info: found.rows.map(({ userid, external_userid, at }) => ({
        ...{ handover_userid: userid, external_userid },
        dimission_time: Math.floor(at / 1_000),
      })),
      is_last: found.next_cursor === '',
      next_cursor: found.next_cursor,
    };
  },
};

export const transfers: readonly Endpoint[] = [
  begin('on_job', 'transfer_customer'),
  begin('resigned', 'resigned/transfer_customer'),
  result('on_job', 'transfer_result'),
  result('resigned', 'resigned/transfer_result'),
  unassigned,
];

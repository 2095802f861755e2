import { z } from 'zod';
import { DAY } from '#platform/clock.ts';
import { pageById } from './cursors.ts';
import {
  type Answer,
  anyUserid,
  type Call,
  cursorField,
  type Endpoint,
  limitField,
  read,
} from './endpoint.ts';
import { Refusal } from './errcodes.ts';
import { seesAll, visibility } from './permissions.ts';

export type MassMessageRow = {
  id: number;
  msgid: string;
  creator: string | null;
  chat_type: 'single' | 'group';
  create_type: number;
  created_at: number;
  dispatched_at: number;
  cancelled_at: number | null;
  content_json: string;
};

const msgid = z.string().min(1);
const seconds = (milliseconds: number) => Math.floor(milliseconds / 1_000);

/** @throws Refusal 40058 unknown, 41063 while it is being dispatched. */
export function dispatchedMessage({ simulation, app }: Call, id: string): MassMessageRow {
  const row = simulation.store.one<MassMessageRow>(
    'select * from mass_messages where corpid = ? and msgid = ?',
    ...[app.corpid, id],
  );
  if (!row) throw new Refusal(40058);
  if (row.dispatched_at > simulation.clock.milliseconds()) throw new Refusal(41063);
  return row;
}

function readableMessage(call: Call, id: string): MassMessageRow {
  const row = dispatchedMessage(call, id);
  if (row.cancelled_at !== null && call.simulation.settings.cancelledHidesResults) throw new Refusal(41093);
  return row;
}

const listBody = z.object({
  chat_type: z.enum(['single', 'group']),
  start_time: z.number().int(),
  end_time: z.number().int(),
  creator: anyUserid.optional(),
  filter_type: z.union([z.literal(0), z.literal(1), z.literal(2)]).default(2),
  limit: limitField(50, 100, 'fallback'),
  cursor: cursorField,
});

const getList: Endpoint = {
  path: 'externalcontact/get_groupmsg_list_v2',
  method: 'POST',
  may: 'customer_contact',
  empty: { group_msg_list: [] },
  answer(call) {
    const { simulation } = call;
    const request = read(listBody, call.body);
    const { start_time: from, end_time: to } = request;
    if (to < from || (to - from) * 1_000 > simulation.settings.listDays * DAY) throw new Refusal(40058);
    const api = `get_groupmsg_list_v2 ${[request.chat_type, from, to, request.creator, request.filter_type].join(' ')}`;
    const page = pageById(simulation, { ...request, api }, (after, limit) =>
      listed(call, request, after).filter(shownTo(call)).slice(0, limit),
    );
    return { group_msg_list: page.rows.map(presentMessage), next_cursor: page.next_cursor };
  },
};

/** A creator is asked for among members only: what the API made has none. */
function listed(
  { simulation, app }: Call,
  request: z.output<typeof listBody>,
  after: number,
): MassMessageRow[] {
  const { store, clock, settings } = simulation;
  return store.all<MassMessageRow>(
    `select * from mass_messages
     where corpid = ?1 and id > ?2 and chat_type = ?3 and created_at >= ?4 and created_at < ?5
       and created_at <= ?6 and (?7 is null or creator = ?7) and (?8 = 2 or create_type = ?8)
     order by id`,
    app.corpid,
    after,
    request.chat_type,
    request.start_time * 1_000,
    (request.end_time + 1) * 1_000,
    clock.milliseconds() - settings.listLagSeconds * 1_000,
    request.creator ?? null,
    request.filter_type,
  );
}

/** Messages in which a member of the app's visible range has a task. */
function shownTo({ simulation, app }: Call): (row: MassMessageRow) => boolean {
  if (seesAll(app)) return () => true;
  const sees = visibility(simulation.store, app);
  return row =>
    simulation.store
      .all<{ userid: string }>(
        'select userid from mass_tasks where corpid = ? and msgid = ?',
        app.corpid,
        row.msgid,
      )
      .some(task => sees(task.userid));
}

function presentMessage(row: MassMessageRow): Answer {
  return {
    msgid: row.msgid,
    ...(row.creator !== null && { creator: row.creator }),
    create_time: seconds(row.created_at),
    create_type: row.create_type,
    ...JSON.parse(row.content_json),
  };
}

const taskBody = z.object({ msgid, limit: limitField(500, 1_000, 'fallback'), cursor: cursorField });

const getTask: Endpoint = {
  path: 'externalcontact/get_groupmsg_task',
  method: 'POST',
  may: 'customer_contact',
  empty: { task_list: [] },
  answer(call) {
    const { simulation, app } = call;
    const request = read(taskBody, call.body);
    readableMessage(call, request.msgid);
    const sees = visibility(simulation.store, app);
    const page = pageById(
      simulation,
      { ...request, api: `get_groupmsg_task ${request.msgid}` },
      (after, limit) =>
        simulation.store
          .all<{ id: number; userid: string; confirmed_at: number | null }>(
            'select id, userid, confirmed_at from mass_tasks where corpid = ? and msgid = ? and id > ? order by id',
            ...[app.corpid, request.msgid, after],
          )
          .filter(task => sees(task.userid))
          .slice(0, limit),
    );
    const present = ({ userid, confirmed_at }: { userid: string; confirmed_at: number | null }) =>
      confirmed_at === null
        ? { userid, status: 0 }
        : { userid, status: simulation.settings.sentTaskStatus, send_time: seconds(confirmed_at) };
    return { task_list: page.rows.map(present), next_cursor: page.next_cursor };
  },
};

const resultBody = taskBody.extend({ userid: anyUserid });
type TargetRow = { id: number; userid: string; target: string; status: number; sent_at: number | null };

/** Of a message to chats only what was sent is listed: before that the member has not chosen yet. */
const getSendResult: Endpoint = {
  path: 'externalcontact/get_groupmsg_send_result',
  method: 'POST',
  may: 'customer_contact',
  empty: { send_list: [] },
  answer(call) {
    const { simulation, app } = call;
    const request = read(resultBody, call.body);
    const message = readableMessage(call, request.msgid);
    if (!visibility(simulation.store, app)(request.userid)) throw new Refusal(60021);
    const api = `get_groupmsg_send_result ${request.msgid} ${request.userid.toLowerCase()}`;
    const page = pageById(simulation, { ...request, api }, (after, limit) =>
      simulation.store.all<TargetRow>(
        `select id, userid, target, status, sent_at from mass_targets
         where corpid = ? and msgid = ? and userid = ? and id > ? and status >= ? order by id limit ?`,
        ...[app.corpid, request.msgid, request.userid, after, message.chat_type === 'group' ? 1 : 0, limit],
      ),
    );
    const named = message.chat_type === 'group' ? 'chat_id' : 'external_userid';
    const present = (row: TargetRow) => ({
      [named]: row.target,
      userid: row.userid,
      status: row.status,
      ...(row.sent_at !== null && { send_time: seconds(row.sent_at) }),
    });
    return { send_list: page.rows.map(present), next_cursor: page.next_cursor };
  },
};

export const massReading: readonly Endpoint[] = [getList, getTask, getSendResult];

import { z } from 'zod';
import { MINUTE, SECOND } from '#platform/clock.ts';
import { mayAskAgain } from '../people/kf.ts';
import {
  API,
  BOT,
  type KfPair,
  kfSession,
  NEW,
  SYSTEM,
  writeKf,
  writeKfEvent,
} from '../people/kf-sessions.ts';
import { writeLog } from '../recorder/recorder.ts';
import { comesEmpty, readCursor, writeCursor } from './cursors.ts';
import { type Answer, type Call, cursorField, limitField, read } from './endpoint.ts';
import { Refusal } from './errcodes.ts';
import { grantedAccount, kfEndpoint } from './kf-accounts.ts';

type Row = {
  id: number;
  external_userid: string;
  msgid: string;
  at: number;
  origin: number;
  servicer: string;
  msgtype: string;
  body_json: string;
};

/** @throws Refusal 95007 not of this account or too old; 45009 too many calls without one. */
function checkToken({ simulation, app }: Call, openKfId: string, token: string | undefined): void {
  const { store, clock, settings } = simulation;
  const now = clock.milliseconds();
  if (token) {
    const found = store.one<{ at: number }>(
      'select at from kf_tokens where token = ? and corpid = ? and open_kfid = ?',
      ...[token, app.corpid, openKfId],
    );
    if (!found || now - found.at > settings.kfTokenSeconds * SECOND) throw new Refusal(95007);
    return;
  }
  const read = store.one<{ n: number }>(
    `select count(*) as n from log where corpid = ? and kind = 'action' and what = ? and at > ?`,
    ...[app.corpid, `kf_read ${openKfId}`, now - MINUTE],
  );
  if ((read?.n ?? 0) >= settings.kfReadsPerMinute) throw new Refusal(45009);
  writeLog(simulation, { kind: 'action', corpid: app.corpid, what: `kf_read ${openKfId}` });
}

const syncBody = z.object({
  cursor: cursorField,
  token: z.string().optional(),
  limit: limitField(1_000, 1_000, 'fallback'),
});

/** What customers and servicers said, and what happened; what the app sent itself is not told to it. */
const sync = kfEndpoint(
  'sync_msg',
  call => {
    const { simulation, app } = call;
    const { store, clock, settings } = simulation;
    const { open_kfid } = grantedAccount(call, call.body);
    const { cursor, token, limit } = read(syncBody, call.body);
    const api = `sync_msg ${open_kfid}`;
    const place = readCursor(simulation, api, cursor);
    checkToken(call, open_kfid, token);
    const after = place?.position[0] ?? 0;
    const found = store.all<Row>(
      `select * from kf_messages where corpid = ? and open_kfid = ? and id > ? and origin <> ${API} and at >= ? order by id limit ?`,
      ...[app.corpid, open_kfid, after, clock.milliseconds() - settings.kfHistorySeconds * SECOND, limit + 1],
    );
    if (found.length > 0 && comesEmpty(simulation, api, place))
      return { next_cursor: cursorAt(simulation, api, after, true), has_more: 1, msg_list: [] };
    const rows = found.slice(0, limit);
    return {
      // A cursor comes also where nothing is left: reading goes on from there.
      next_cursor: cursorAt(simulation, api, rows.at(-1)?.id ?? after),
      has_more: found.length > limit ? 1 : 0,
      msg_list: rows.map(row => present(row, open_kfid)),
    };
  },
  { next_cursor: '', has_more: 0, msg_list: [] },
);

/** It is kept for as long as one likes: nothing is said of an end. */
const cursorAt = (simulation: Call['simulation'], api: string, id: number, afterEmptyPage = false) =>
  writeCursor(simulation, api, [id], afterEmptyPage, YEARS);
const YEARS = 10 * 365 * 86_400;

function present(row: Row, open_kfid: string): Answer {
  const { msgid, origin, msgtype, servicer } = row;
  return {
    ...{ msgid, send_time: Math.floor(row.at / 1_000), origin, msgtype },
    ...(origin !== SYSTEM && { open_kfid, external_userid: row.external_userid }),
    ...(servicer && { servicer_userid: servicer }),
    [msgtype]: JSON.parse(row.body_json),
  };
}

const KINDS = [
  'text',
  'image',
  'voice',
  'video',
  'file',
  'link',
  'miniprogram',
  'msgmenu',
  'location',
] as const;
const content = z
  .object({
    msgtype: z.enum(KINDS),
    msgid: z
      .string()
      .regex(/^[0-9a-zA-Z_-]{1,32}$/)
      .optional(),
  })
  .loose();

/** @throws Refusal 40058 of a kind that is not there, 95008 a menu of more than ten. */
function contentOf(given: unknown) {
  const { msgtype, msgid, ...rest } = read(content, given);
  const body = z.record(z.string(), z.unknown()).safeParse(rest[msgtype]);
  if (!body.success) throw new Refusal(40058);
  const items = msgtype === 'msgmenu' ? z.array(z.unknown()).safeParse(body.data.list) : undefined;
  if (items && (!items.success || items.data.length > 10)) throw new Refusal(95008);
  return { msgtype, msgid, body: body.data };
}

/** @throws Refusal 95031 never asked, 95002 too long ago, 95018 not ours to answer, 95001 answered often enough. */
function mustBeAnswerable({ simulation }: Call, pair: KfPair) {
  const { clock, settings } = simulation;
  const session = kfSession(simulation, pair);
  if (!session?.customer_at) throw new Refusal(95031);
  if (clock.milliseconds() - session.customer_at > settings.kfAnswerSeconds * SECOND)
    throw new Refusal(95002);
  if (session.state !== NEW && session.state !== BOT) throw new Refusal(95018);
  if (session.answers >= settings.kfAnswers) throw new Refusal(95001);
  return session;
}

/** An id that was used before is answered as it was then, and nothing is said a second time. */
const send = kfEndpoint(
  'send_msg',
  call => {
    const { simulation, app } = call;
    const { store } = simulation;
    const { open_kfid } = grantedAccount(call, call.body);
    const { touser } = read(z.object({ touser: z.string().min(1) }), call.body);
    const { msgtype, msgid, body } = contentOf(call.body);
    const pair = { corpid: app.corpid, open_kfid, external_userid: touser };
    if (msgid && isSaid(call, pair, msgid)) return { msgid };
    const session = mustBeAnswerable(call, pair);
    store.run('update kf_sessions set answers = answers + 1 where id = ?', session.id);
    if (session.rejects) {
      const refused = msgid ?? simulation.chance.name('', 32);
      writeKfEvent(simulation, pair, 'msg_send_fail', { fail_msgid: refused, fail_type: 10 });
      return { msgid: refused };
    }
    const written = writeKf(simulation, pair, { origin: API, msgtype, body, ...(msgid && { msgid }) });
    mayAskAgain(simulation, pair, written);
    return { msgid: written };
  },
  { msgid: '' },
);

function isSaid({ simulation }: Call, { corpid, open_kfid }: KfPair, msgid: string): boolean {
  const { store } = simulation;
  return (
    store.one(
      'select 1 from kf_messages where corpid = ? and open_kfid = ? and msgid = ?',
      ...[corpid, open_kfid, msgid],
    ) !== undefined
  );
}

type Code = KfPair & { state: number | null; until: number; used_at: number | null };

/** Good once; a message about where the session went only while it is still there. */
const sendOnEvent = kfEndpoint(
  'send_msg_on_event',
  call => {
    const { simulation, app } = call;
    const { store, clock } = simulation;
    const { code } = read(z.object({ code: z.string().min(1) }), call.body);
    const { msgtype, msgid, body } = contentOf(call.body);
    if (msgtype !== 'text' && msgtype !== 'msgmenu') throw new Refusal(40058);
    const found = store.one<Code>('select * from kf_codes where corpid = ? and code = ?', app.corpid, code);
    if (!found || found.until < clock.milliseconds()) throw new Refusal(41050);
    if (found.used_at !== null) throw new Refusal(41051);
    const { corpid, open_kfid, external_userid, state } = found;
    const pair = { corpid, open_kfid, external_userid };
    grantedAccount(call, pair);
    if (state !== null && kfSession(simulation, pair)?.state !== state) throw new Refusal(95018);
    const now = clock.milliseconds();
    store.run('update kf_codes set used_at = ? where code = ?', now, code);
    if (state === null)
      store.run(
        'update kf_sessions set welcomed_at = ? where corpid = ? and open_kfid = ? and external_userid = ?',
        ...[now, corpid, open_kfid, external_userid],
      );
    return { msgid: writeKf(simulation, pair, { origin: API, msgtype, body, ...(msgid && { msgid }) }) };
  },
  { msgid: '' },
);

export const kfMessages = [sync, send, sendOnEvent];

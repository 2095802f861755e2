import { createHash } from 'node:crypto';
import type { Simulation } from '../simulation.ts';

/**
 * What really happened, written down once per happening and never merged: a message that reached somebody twice is
 * here twice.
 */
type Recorder = Pick<Simulation, 'store' | 'clock'>;

export type LogKind = 'call' | 'callback' | 'action';

export type LogLine = {
  kind: LogKind;
  corpid?: string | undefined;
  /** The API's path, the callback's event, or the action's name. */
  what: string;
  /** Only of calls; null where no answer was given. */
  errcode?: number | null | undefined;
  detail?: Record<string, unknown> | undefined;
};

export function writeLog({ store, clock }: Recorder, line: LogLine): void {
  const { kind, corpid = '', what, errcode = null, detail = {} } = line;
  store.run(
    'insert into log (at, kind, corpid, what, errcode, detail_json) values (?, ?, ?, ?, ?, ?)',
    clock.milliseconds(),
    kind,
    corpid,
    what,
    errcode,
    JSON.stringify(detail),
  );
  store.run(
    `insert into counts values (?, ?, ?, ?, 1)
     on conflict (kind, corpid, what, errcode) do update set n = n + 1`,
    kind,
    corpid,
    what,
    errcode ?? NO_ANSWER,
  );
}

/** In the counts: the call got no answer. */
const NO_ANSWER = -999;

/** What a message consists of, as the platform's own attachments. */
export type Content = { text?: { content: string } | undefined; attachments?: unknown[] | undefined };

export type Receipt = {
  corpid: string;
  external_userid: string;
  userid: string;
  msgid: string;
  chat_id?: string | undefined;
  content_json: string;
};

/** One message in one customer's client. */
export function writeReceived({ store, clock }: Recorder, receipt: Receipt): void {
  store.run(
    `insert into received (at, corpid, external_userid, userid, msgid, chat_id, content_json, digest)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    clock.milliseconds(),
    receipt.corpid,
    receipt.external_userid,
    receipt.userid,
    receipt.msgid,
    receipt.chat_id ?? null,
    receipt.content_json,
    createHash('sha1').update(receipt.content_json).digest('base64'),
  );
}

export function writeReply(
  { store, clock }: Recorder,
  reply: { corpid: string; external_userid: string; userid: string; text: string },
): void {
  store.run(
    'insert into replies (at, corpid, external_userid, userid, text) values (?, ?, ?, ?, ?)',
    clock.milliseconds(),
    reply.corpid,
    reply.external_userid,
    reply.userid,
    reply.text,
  );
}

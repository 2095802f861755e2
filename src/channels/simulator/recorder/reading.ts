import { z } from 'zod';
import type { Store } from '../store/store.ts';

const page = {
  after: z.coerce.number().int().default(0),
  limit: z.coerce.number().int().min(1).max(10_000).default(200),
};

export const logQuery = z.object({
  ...page,
  kind: z.enum(['call', 'callback', 'action']).optional(),
  corpid: z.string().optional(),
  what: z.string().optional(),
  /** Newest first, for a live view; the default is the order in which things happened. */
  newest: z.stringbool().default(false),
});
export type LogRow = {
  id: number;
  at: string;
  kind: 'call' | 'callback' | 'action';
  corpid: string;
  what: string;
  errcode: number | null;
  detail: Record<string, unknown>;
};

export function readLog(store: Store, query: z.output<typeof logQuery>): LogRow[] {
  const { after, limit, kind, corpid, what, newest } = query;
  const rows = store.all<Omit<LogRow, 'at' | 'detail'> & { at: number; detail_json: string }>(
    `select id, at, kind, corpid, what, errcode, detail_json from log
     where id > ? ${where({ kind, corpid, what })} order by id ${newest ? 'desc' : 'asc'} limit ?`,
    after,
    ...given([kind, corpid, what]),
    limit,
  );
  return rows.map(({ detail_json, at, ...row }) => ({
    ...row,
    at: new Date(at).toISOString(),
    detail: JSON.parse(detail_json),
  }));
}

export const receivedQuery = z.object({
  ...page,
  corpid: z.string().optional(),
  external_userid: z.string().optional(),
  userid: z.string().optional(),
  msgid: z.string().optional(),
});
export type ReceivedRow = {
  id: number;
  at: string;
  corpid: string;
  external_userid: string;
  userid: string;
  msgid: string;
  chat_id: string | null;
  content: { text?: { content: string }; attachments?: unknown[] };
};

export function readReceived(store: Store, query: z.output<typeof receivedQuery>): ReceivedRow[] {
  const { after, limit, corpid, external_userid, userid, msgid } = query;
  const rows = store.all<Omit<ReceivedRow, 'at' | 'content'> & { at: number; content_json: string }>(
    `select id, at, corpid, external_userid, userid, msgid, chat_id, content_json from received
     where id > ? ${where({ corpid, external_userid, userid, msgid })} order by id limit ?`,
    after,
    ...given([corpid, external_userid, userid, msgid]),
    limit,
  );
  return rows.map(({ content_json, at, ...row }) => ({
    ...row,
    at: new Date(at).toISOString(),
    content: JSON.parse(content_json),
  }));
}

export type ReplyRow = {
  id: number;
  at: string;
  corpid: string;
  external_userid: string;
  userid: string;
  text: string;
};

export function readReplies(store: Store, query: z.output<typeof receivedQuery>): ReplyRow[] {
  const { after, limit, corpid, external_userid, userid } = query;
  const rows = store.all<Omit<ReplyRow, 'at'> & { at: number }>(
    `select id, at, corpid, external_userid, userid, text from replies
     where id > ? ${where({ corpid, external_userid, userid })} order by id limit ?`,
    after,
    ...given([corpid, external_userid, userid]),
    limit,
  );
  return rows.map(row => ({ ...row, at: new Date(row.at).toISOString() }));
}

export type Counts = {
  calls: { corpid: string; path: string; errcode: number | null; count: number }[];
  callbacks: { state: string; count: number }[];
  received: number;
  replies: number;
  /** Customers who got the same content more than once, worst first, at most 100. */
  repeated: { corpid: string; external_userid: string; count: number; msgids: string[] }[];
};

export function readCounts(store: Store): Counts {
  const total = (table: 'received' | 'replies') =>
    store.one<{ n: number }>(`select count(*) as n from ${table}`)?.n ?? 0;
  return {
    calls: store.all(
      `select corpid, what as path, nullif(errcode, -999) as errcode, n as count from counts
       where kind = 'call' order by corpid, what, errcode`,
    ),
    callbacks: store.all('select state, count(*) as count from callbacks group by state order by state'),
    received: total('received'),
    replies: total('replies'),
    repeated: repeated(store),
  };
}

function repeated(store: Store): Counts['repeated'] {
  const rows = store.all<{ corpid: string; external_userid: string; count: number; msgids: string }>(
    `select corpid, external_userid, count(*) as count, group_concat(distinct msgid) as msgids
     from received group by corpid, external_userid, digest having count(*) > 1 order by count(*) desc limit 100`,
  );
  return rows.map(row => ({ ...row, msgids: row.msgids.split(',') }));
}

function where(columns: Record<string, string | undefined>): string {
  const named = Object.entries(columns).filter(([, value]) => value !== undefined);
  return named.map(([column]) => `and ${column} = ?`).join(' ');
}

function given(values: (string | undefined)[]): string[] {
  return values.filter(value => value !== undefined);
}

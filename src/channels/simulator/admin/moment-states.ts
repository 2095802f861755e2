import type { z } from 'zod';
import type { Content } from '../recorder/recorder.ts';
import type { Simulation } from '../simulation.ts';
import type { feedQuery, momentsQuery } from './contract.ts';

/** A member's part of a moment. */
export type MomentState = {
  corpid: string;
  moment_id: string;
  userid: string;
  state: 'dispatching' | 'waiting' | 'published' | 'cancelled';
  byMember: boolean;
  createdAt: string;
  publishedAt: string | null;
  planned: number;
  shown: number;
  likes: number;
  comments: number;
  content: Content;
};

type Row = Omit<MomentState, 'state' | 'byMember' | 'createdAt' | 'publishedAt' | 'content'> & {
  create_type: number;
  created_at: number;
  published_at: number | null;
  cancelled_at: number | null;
  content_json: string;
};

const STATES = {
  waiting: 'published_at is null and cancelled_at is null',
  published: 'published_at is not null',
  cancelled: 'published_at is null and cancelled_at is not null',
  all: 'true',
} as const;

/** Newest first. */
export function readMoments(
  { store, clock }: Simulation,
  query: z.output<typeof momentsQuery>,
): MomentState[] {
  const of = (table: string, rule: string) =>
    `(select count(*) from ${table} c where c.corpid = t.corpid and c.moment_id = t.moment_id and c.userid = t.userid and ${rule})`;
  const rows = store.all<Row>(
    `select t.corpid, t.moment_id, t.userid, create_type, created_at, published_at, cancelled_at, content_json,
       ${of('moment_customers', 'true')} as planned, ${of('moment_customers', 'shown_at is not null')} as shown,
       ${of('moment_reactions', "kind = 'like'")} as likes, ${of('moment_reactions', "kind = 'comment'")} as comments
     from moment_tasks t join moments m on m.corpid = t.corpid and m.moment_id = t.moment_id
     where (?1 is null or t.corpid = ?1) and (?2 is null or t.userid = ?2) and (?3 is null or t.moment_id = ?3)
       and ${STATES[query.state]} order by t.id desc limit ?4`,
    ...[query.corpid ?? null, query.userid ?? null, query.moment_id ?? null, query.limit],
  );
  return rows.map(row => {
    const { create_type, created_at, published_at, cancelled_at, content_json, ...rest } = row;
    const open = created_at > clock.milliseconds() ? 'dispatching' : 'waiting';
    return {
      ...rest,
      state: published_at !== null ? 'published' : cancelled_at !== null ? 'cancelled' : open,
      byMember: create_type === 1,
      createdAt: new Date(created_at).toISOString(),
      publishedAt: published_at === null ? null : new Date(published_at).toISOString(),
      content: JSON.parse(content_json),
    };
  });
}

/** One moment in one customer's feed. */
export type FeedRow = {
  corpid: string;
  external_userid: string;
  userid: string;
  moment_id: string;
  at: string;
  liked: boolean;
  comments: string[];
  content: Content;
};

/** What each saw, newest first, and what they did about it. */
export function readFeed({ store }: Simulation, query: z.output<typeof feedQuery>): FeedRow[] {
  const rows = store.all<{
    corpid: string;
    external_userid: string;
    userid: string;
    moment_id: string;
    shown_at: number;
    liked: number;
    comments_json: string;
    content_json: string;
  }>(
    `select c.corpid, c.external_userid, c.userid, c.moment_id, c.shown_at, m.content_json,
       exists (select 1 from moment_reactions r where r.corpid = c.corpid and r.moment_id = c.moment_id and r.userid = c.userid
         and r.external_userid = c.external_userid and r.kind = 'like') as liked,
       (select json_group_array(r.text) from moment_reactions r where r.corpid = c.corpid and r.moment_id = c.moment_id
         and r.userid = c.userid and r.external_userid = c.external_userid and r.kind = 'comment') as comments_json
     from moment_customers c join moments m on m.corpid = c.corpid and m.moment_id = c.moment_id
     where c.shown_at is not null and (?1 is null or c.corpid = ?1) and (?2 is null or c.external_userid = ?2)
       and (?3 is null or c.moment_id = ?3) order by c.shown_at desc, c.id desc limit ?4`,
    ...[query.corpid ?? null, query.external_userid ?? null, query.moment_id ?? null, query.limit],
  );
  return rows.map(({ shown_at, liked, comments_json, content_json, ...row }) => ({
    ...row,
    at: new Date(shown_at).toISOString(),
    liked: liked === 1,
    comments: JSON.parse(comments_json),
    content: JSON.parse(content_json),
  }));
}

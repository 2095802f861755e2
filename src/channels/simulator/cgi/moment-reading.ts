import { z } from 'zod';
import { DAY } from '#platform/clock.ts';
import type { Moment } from '../people/moments.ts';
import type { Content } from '../recorder/recorder.ts';
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
import { momentOf } from './moments.ts';

const seconds = (milliseconds: number) => Math.floor(milliseconds / 1_000);

function reading(path: string, empty: Answer, answer: Endpoint['answer']): Endpoint {
  return { path: `externalcontact/${path}`, method: 'POST', may: 'customer_contact', empty, answer };
}

const listBody = z.object({
  start_time: z.number().int(),
  end_time: z.number().int(),
  creator: anyUserid.optional(),
  filter_type: z.union([z.literal(0), z.literal(1), z.literal(2)]).default(2),
  limit: limitField(50, 100, 'fallback'),
  cursor: cursorField,
});

const getMomentList = reading('get_moment_list', { moment_list: [] }, call => {
  const { simulation, app } = call;
  const { store, clock, settings } = simulation;
  const request = read(listBody, call.body);
  const { start_time: from, end_time: to, creator, filter_type } = request;
  if (to < from || (to - from) * 1_000 > settings.listDays * DAY) throw new Refusal(40058);
  const api = `get_moment_list ${[from, to, creator, filter_type].join(' ')}`;
  const page = pageById(simulation, { ...request, api }, (after, limit) =>
    store.all<Moment>(
      `select * from moments where corpid = ?1 and id > ?2 and errcode = 0 and created_at >= ?3 and created_at < ?4
         and created_at <= ?5 and (?6 is null or creator = ?6) and (?7 = 2 or create_type = ?7) order by id limit ?8`,
      ...[app.corpid, after, from * 1_000, (to + 1) * 1_000],
      ...[clock.milliseconds() - settings.listLagSeconds * 1_000, creator ?? null, filter_type, limit],
    ),
  );
  return { moment_list: page.rows.map(present), next_cursor: page.next_cursor };
});

const shownAttachment = z.looseObject({
  msgtype: z.string(),
  image: z.unknown().optional(),
  video: z.object({ media_id: z.string() }).optional(),
  link: z.object({ title: z.string(), url: z.string() }).optional(),
});

function present(row: Moment): Answer {
  const { text, attachments = [] } = JSON.parse(row.content_json) as Content;
  const shown = attachments.map(attachment => shownAttachment.parse(attachment));
  const [first] = shown;
  const images = shown.filter(one => one.msgtype === 'image').map(one => one.image);
  return {
    moment_id: row.moment_id,
    ...(row.creator !== null && { creator: row.creator }),
    create_time: String(seconds(row.created_at)),
    create_type: row.create_type,
    visible_type: row.visible_type,
    ...(text && { text }),
    ...(images.length > 0 && { image: images }),
    ...(first?.video && { video: { ...first.video, thumb_media_id: first.video.media_id } }),
    ...(first?.link && { link: { title: first.link.title, url: first.link.url } }),
  };
}

const paged = { limit: limitField(500, 1_000, 'fallback'), cursor: cursorField };

const getMomentTask = reading('get_moment_task', { task_list: [] }, call => {
  const { simulation, app } = call;
  const moment = momentOf(call);
  const request = read(z.object(paged), call.body);
  const api = `get_moment_task ${moment.moment_id}`;
  const page = pageById(simulation, { ...request, api }, (after, limit) =>
    simulation.store.all<{ id: number; userid: string; published_at: number | null }>(
      'select id, userid, published_at from moment_tasks where corpid = ? and moment_id = ? and id > ? order by id limit ?',
      ...[app.corpid, moment.moment_id, after, limit],
    ),
  );
  return {
    task_list: page.rows.map(row => ({
      userid: row.userid,
      publish_status: Number(row.published_at !== null),
    })),
    next_cursor: page.next_cursor,
  };
});

/** @throws Refusal 41061 the member has no such moment. */
function theirs(call: Call, moment: Moment): { userid: string; published_at: number | null } {
  const { userid } = read(z.object({ userid: anyUserid }), call.body);
  const task = call.simulation.store.one<{ userid: string; published_at: number | null }>(
    'select userid, published_at from moment_tasks where corpid = ? and moment_id = ? and userid = ?',
    ...[call.app.corpid, moment.moment_id, userid],
  );
  if (!task) throw new Refusal(41061);
  return task;
}

function people(path: string, most: number, whom: 'planned' | 'shown'): Endpoint {
  return reading(path, { customer_list: [] }, call => {
    const { simulation, app } = call;
    const moment = momentOf(call);
    const { userid, published_at } = theirs(call, moment);
    if (whom === 'shown' && published_at === null) throw new Refusal(41062);
    const limit = limitField(most === 5_000 ? 3_000 : 500, most, 'fallback');
    const request = read(z.object({ limit, cursor: cursorField }), call.body);
    const api = `${path} ${moment.moment_id} ${userid}`;
    const page = pageById(simulation, { ...request, api }, (after, limit) =>
      simulation.store.all<{ id: number; external_userid: string }>(
        `select id, external_userid from moment_customers where corpid = ? and moment_id = ? and userid = ? and id > ?
           ${whom === 'shown' ? 'and shown_at is not null' : ''} order by id limit ?`,
        ...[app.corpid, moment.moment_id, userid, after, limit],
      ),
    );
    const row = ({ external_userid }: { external_userid: string }) =>
      whom === 'planned' ? { userid, external_userid } : { external_userid };
    return { customer_list: page.rows.map(row), next_cursor: page.next_cursor };
  });
}

const getMomentComments = reading('get_moment_comments', { comment_list: [], like_list: [] }, call => {
  const { simulation, app } = call;
  const moment = momentOf(call);
  const { userid, published_at } = theirs(call, moment);
  if (published_at === null) throw new Refusal(41062);
  const rows = simulation.store.all<{ kind: string; external_userid: string; at: number }>(
    'select kind, external_userid, at from moment_reactions where corpid = ? and moment_id = ? and userid = ? order by id',
    ...[app.corpid, moment.moment_id, userid],
  );
  const of = (kind: string) =>
    rows
      .filter(row => row.kind === kind)
      .map(row => ({ external_userid: row.external_userid, create_time: seconds(row.at) }));
  return { comment_list: of('comment'), like_list: of('like') };
});

export const momentReading: readonly Endpoint[] = [
  getMomentList,
  getMomentTask,
  people('get_moment_customer_list', 1_000, 'planned'),
  people('get_moment_send_result', 5_000, 'shown'),
  getMomentComments,
];

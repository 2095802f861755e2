import { z } from 'zod';
import type { WecomClient } from '../client.ts';
import type { Endpoint } from '../endpoint.ts';
import { ownFailure, refusal } from '../errors.ts';
import { done, type Failure, type Outcome } from '../outcome.ts';
import { nothing, toSeconds } from './fields.ts';
import {
  type MomentListed,
  type MomentReaction,
  momentJob,
  momentPage,
  momentPeoplePage,
  momentTaskPage,
  reactions,
} from './moment-shapes.ts';
import { allOf, type Page, pagesOf } from './pages.ts';

/** What a moment (客户朋友圈) shows: words, and pictures or one link or one video, their files already at WeCom. */
export type MomentContent = { text: string; attachments: readonly MomentAttachment[] };

/** The media_ids are of media/upload_attachment and of the last three days. */
export type MomentAttachment =
  | { kind: 'image'; mediaId: string }
  | { kind: 'link'; title: string; url: string; mediaId: string }
  | { kind: 'video'; mediaId: string };

/**
 * Who posts, and who may see it. Nobody and nothing named: everybody whom the app sees posts, for all their customers.
 * Tags alone: those whose customers bear one of them. Members alone: those, for all their customers.
 */
export type MomentRange = {
  userIds: readonly string[];
  departmentIds: readonly number[];
  tagIds: readonly string[];
};

/** What has become of a task to create a moment. Of what was wrong in the range WeCom leaves out what it names. */
export type MomentJob =
  | { state: 'running' }
  | { state: 'failed'; failure: Failure }
  | { state: 'done'; momentId: string; left: MomentRange };

const PATH = 'externalcontact';
const SPAN = 28 * 86_400_000;
const NOT_PUBLISHED = 41062;
const GONE = 41060;

const CREATE: Endpoint<{ jobId: string }> = {
  path: `${PATH}/add_moment_task`,
  method: 'POST',
  effect: 'once',
  // Official page of 客户朋友圈: ten a minute and corp.
  perMinute: 10,
  answer: z.object({ jobid: z.string().min(1) }).transform(of => ({ jobId: of.jobid })),
};

const JOB: Endpoint<z.output<typeof momentJob>> = {
  path: `${PATH}/get_moment_task_result`,
  method: 'GET',
  effect: 'repeatable',
  answer: momentJob,
};

const LIST: Endpoint<Page<MomentListed>> = {
  path: `${PATH}/get_moment_list`,
  method: 'POST',
  effect: 'repeatable',
  answer: momentPage,
};
const TASKS = { ...LIST, path: `${PATH}/get_moment_task`, answer: momentTaskPage };
const PLANNED = { ...LIST, path: `${PATH}/get_moment_customer_list`, answer: momentPeoplePage };
const SHOWN = { ...LIST, path: `${PATH}/get_moment_send_result`, answer: momentPeoplePage };
const REACTIONS = { ...LIST, path: `${PATH}/get_moment_comments`, answer: reactions };
const CANCEL: Endpoint<undefined> = { ...LIST, path: `${PATH}/cancel_moment_task`, answer: nothing };

/** Official page of 客户朋友圈: characters of the text, bytes of a link's title, how many pictures, members of a range. */
export const MOMENT_LIMITS = { text: 2_000, linkTitle: 64, images: 9, members: 100_000 } as const;

/**
 * Asks for a moment: WeCom hands it to the members, who publish it in their clients. The job says later which moment it
 * became. `uncertain`: look for it with `listMoments` before another is asked for.
 */
export async function createMoment(
  client: WecomClient,
  content: MomentContent,
  range: MomentRange,
): Promise<Outcome<{ jobId: string }>> {
  const fault = faultOfMoment(content) ?? faultOfRange(range);
  if (fault) return fault;
  return await client.call(CREATE, {
    ...(content.text && { text: { content: content.text } }),
    ...(content.attachments.length > 0 && { attachments: content.attachments.map(attachmentOf) }),
    ...rangeOf(range),
  });
}

/** A job is remembered for a day. */
export async function readMomentJob(client: WecomClient, jobId: string): Promise<Outcome<MomentJob>> {
  const asked = await client.call(JOB, { jobid: jobId });
  if (!asked.ok) return asked;
  const { status, result } = asked.data;
  if (status !== 3) return done({ state: 'running' });
  if (result.errcode !== 0) return done({ state: 'failed', failure: refusal(result.errcode, result.errmsg) });
  if (!result.momentId)
    return done({ state: 'failed', failure: ownFailure('unexpected_answer', 'moment_id') });
  return done({ state: 'done', momentId: result.momentId, left: result.left });
}

const FILTER = { corp: 0, member: 1, anybody: 2 };

/** Moments of the span, oldest first: those of the company and those that members posted by themselves. */
export async function listMoments(
  client: WecomClient,
  from: Date,
  to: Date,
  by: keyof typeof FILTER = 'anybody',
): Promise<Outcome<MomentListed[]>> {
  const found = new Map<string, MomentListed>();
  // One question may span a month.
  for (let start = from.getTime(); start <= to.getTime(); start += SPAN) {
    const span = {
      start_time: toSeconds(new Date(start)),
      end_time: toSeconds(new Date(Math.min(start + SPAN, to.getTime()))) + 1,
    };
    const ask = { ...span, filter_type: FILTER[by], limit: 100 };
    const listed = await allOf(pagesOf(cursor => client.call(LIST, { ...ask, ...(cursor && { cursor }) })));
    if (!listed.ok) return listed;
    for (const moment of listed.data) found.set(moment.momentId, moment);
  }
  return done([...found.values()].sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime()));
}

/** Which members have the moment, and who has published it. 41079 while it is being handed out. */
export function listMomentTasks(client: WecomClient, momentId: string) {
  const ask = { moment_id: momentId, limit: 1_000 };
  return allOf(pagesOf(cursor => client.call(TASKS, { ...ask, ...(cursor && { cursor }) })));
}

/** External ids of those for whom a member was to publish it. */
export function listMomentPlanned(
  client: WecomClient,
  momentId: string,
  userId: string,
): Promise<Outcome<string[]>> {
  const ask = { moment_id: momentId, userid: userId, limit: 1_000 };
  return allOf(pagesOf(cursor => client.call(PLANNED, { ...ask, ...(cursor && { cursor }) })));
}

/** External ids of those in whose feed it lies since the member published it; nobody before that. */
export async function listMomentShown(
  client: WecomClient,
  momentId: string,
  userId: string,
): Promise<Outcome<string[]>> {
  const ask = { moment_id: momentId, userid: userId, limit: 5_000 };
  return unlessUnpublished(
    await allOf(pagesOf(cursor => client.call(SHOWN, { ...ask, ...(cursor && { cursor }) }))),
    [],
  );
}

/** Who liked a member's moment and who wrote under it; what they wrote WeCom does not tell. */
export async function readMomentReactions(
  client: WecomClient,
  momentId: string,
  userId: string,
): Promise<Outcome<MomentReaction[]>> {
  return unlessUnpublished(await client.call(REACTIONS, { moment_id: momentId, userid: userId }), []);
}

/** Stops the members who have not published it; what is published stays. A moment that is gone is stopped. */
export async function cancelMoment(client: WecomClient, momentId: string): Promise<Outcome<undefined>> {
  const cancelled = await client.call(CANCEL, { moment_id: momentId });
  return !cancelled.ok && cancelled.code === GONE ? done(undefined) : cancelled;
}

function unlessUnpublished<T>(outcome: Outcome<T>, otherwise: T): Outcome<T> {
  return !outcome.ok && outcome.code === NOT_PUBLISHED ? done(otherwise) : outcome;
}

/** What WeCom would not take, said before anything is uploaded or asked for. */
export function faultOfMoment(content: {
  text: string;
  attachments: readonly ({ kind: 'image' | 'video' } | { kind: 'link'; title: string })[];
}): Failure | undefined {
  const { attachments } = content;
  const kinds = new Set(attachments.map(({ kind }) => kind));
  if (content.text === '' && attachments.length === 0)
    return ownFailure('invalid_request', 'a text or an attachment is required');
  if ([...content.text].length > MOMENT_LIMITS.text)
    return ownFailure('invalid_request', `text: at most ${MOMENT_LIMITS.text} characters`);
  if (kinds.size > 1) return ownFailure('invalid_request', 'attachments: all of one kind');
  if (attachments.length > (kinds.has('image') ? MOMENT_LIMITS.images : 1))
    return ownFailure(
      'invalid_request',
      `attachments: ${MOMENT_LIMITS.images} pictures, one link or one video`,
    );
  for (const attachment of attachments)
    if (attachment.kind === 'link' && Buffer.byteLength(attachment.title) > MOMENT_LIMITS.linkTitle)
      return ownFailure('invalid_request', `link title: at most ${MOMENT_LIMITS.linkTitle} bytes`);
  return undefined;
}

function faultOfRange({ userIds }: MomentRange): Failure | undefined {
  if (userIds.length <= MOMENT_LIMITS.members) return undefined;
  return ownFailure('invalid_request', `members: at most ${MOMENT_LIMITS.members}`);
}

function attachmentOf(attachment: MomentAttachment): Record<string, unknown> {
  const { kind, mediaId } = attachment;
  if (kind !== 'link') return { msgtype: kind, [kind]: { media_id: mediaId } };
  return { msgtype: kind, link: { title: attachment.title, url: attachment.url, media_id: mediaId } };
}

function rangeOf({ userIds, departmentIds, tagIds }: MomentRange): Record<string, unknown> {
  const senders = {
    ...(userIds.length > 0 && { user_list: userIds }),
    ...(departmentIds.length > 0 && { department_list: departmentIds }),
  };
  const range = {
    ...(Object.keys(senders).length > 0 && { sender_list: senders }),
    ...(tagIds.length > 0 && { external_contact_list: { tag_list: tagIds } }),
  };
  return Object.keys(range).length > 0 ? { visible_range: range } : {};
}

import { z } from 'zod';
import { DAY, fromShanghai } from '#platform/clock.ts';
import { day, id, instant, text } from '#platform/contract.ts';
import { type Route, raw, read, write } from '#platform/http/route.ts';
import { page, span } from '../paging.ts';
import {
  momentBody,
  momentCalendar,
  momentKind,
  momentList,
  momentMember,
  momentPeopleOf,
  momentPerson,
  momentPreview,
  momentStatus,
  momentTrial,
  momentView,
} from './contract.ts';
import { listMoments, membersOf, peopleOfMoment, readCalendar, readMoment } from './list.ts';
import { ASK } from './moments.jobs.ts';
import { changeMoment, createMoment, scheduleMoment, stopMoment } from './moments.ts';
import { previewMoment } from './preview.ts';
import { syncMoments } from './sync.ts';

const tag = '触达';
const params = z.object({ id: id('mom') });
/** Words in one parameter, those that are none of them left out. */
const several = (words: readonly string[]) =>
  text(200).transform(value => value.split(',').filter(part => words.includes(part)));

export const momentRoutes: Route[] = [
  read({
    path: '/moments',
    name: 'listMoments',
    summary: 'Moments (客户朋友圈): drafts first, then the latest',
    tag,
    may: 'broadcasts:read',
    query: page.extend({
      by: z.enum(['company', 'member']).optional(),
      kind: several(momentKind.options).optional(),
      status: several(momentStatus.options).optional(),
    }),
    returns: momentList,
    handle: ({ db, query, platform, actor }) =>
      listMoments(db, platform.clock, query, span(query), actor.language),
  }),
  read({
    path: '/moments/calendar',
    name: 'readMomentCalendar',
    summary: 'The content calendar of a span of at most 62 days, and how much of each kind is in it',
    tag,
    may: 'broadcasts:read',
    query: z
      .object({ from: day, to: day, account: id('acc').optional() })
      .refine(({ from, to }) => from <= to && Date.parse(to) - Date.parse(from) <= 62 * DAY),
    returns: momentCalendar,
    handle: ({ db, query, platform, actor }) => {
      const [from, last] = [fromShanghai(query.from), fromShanghai(query.to)];
      const asked = { from, to: new Date(last.getTime() + DAY), accountId: query.account };
      return readCalendar(db, platform.clock, asked, actor.language);
    },
  }),
  read({
    path: '/moments/{id}',
    name: 'readMoment',
    summary: 'One moment: content, range, figures',
    tag,
    may: 'broadcasts:read',
    params,
    returns: momentView,
    handle: ({ db, params, platform, actor }) => readMoment(db, platform.clock, params.id, actor.language),
  }),
  write({
    method: 'post',
    path: '/moments',
    name: 'createMoment',
    summary: 'Write a moment as a draft',
    tag,
    may: 'broadcasts:write',
    body: momentBody,
    returns: z.object({ id: id('mom') }),
    handle: async ({ db, actor, body, platform }) => ({ id: await createMoment(db, platform, actor, body) }),
  }),
  write({
    method: 'put',
    path: '/moments/{id}',
    name: 'changeMoment',
    summary: 'Change a draft, or one that waits for its time: it is a draft again',
    tag,
    may: 'broadcasts:write',
    params,
    body: momentBody,
    returns: z.object({ id: id('mom') }),
    handle: async ({ db, actor, params, body, platform }) => {
      await changeMoment(db, platform, actor, params.id, body);
      return { id: params.id };
    },
  }),
  write({
    method: 'post',
    path: '/moments/preview',
    name: 'previewMoment',
    summary: 'For whom it would be, by whom, and what the day and the content calendar say to it',
    tag,
    may: 'broadcasts:write',
    body: momentTrial,
    returns: momentPreview,
    status: 200,
    handle: ({ db, body, platform }) => previewMoment(db, platform.clock, body),
  }),
  write({
    method: 'post',
    path: '/moments/{id}/schedule',
    name: 'scheduleMoment',
    summary: 'Hand it to the members now or at a time',
    tag,
    may: 'broadcasts:send',
    params,
    body: z.object({ at: instant.nullable().default(null) }),
    returns: z.object({ status: z.enum(['asking', 'scheduled']) }),
    status: 200,
    handle: async ({ db, actor, params, body, platform }) => {
      const status = await scheduleMoment(db, platform.clock, actor, params.id, body.at);
      if (status === 'asking') await platform.jobs.enqueue(db, ASK, {}, { onlyOne: 'all' });
      return { status };
    },
  }),
  raw({
    method: 'post',
    path: '/moments/{id}/stop',
    name: 'stopMoment',
    summary: 'Stop what is not published yet',
    tag,
    may: 'broadcasts:send',
    params,
    returns: z.object({ status: z.literal('cancelled') }),
    handle: async ({ platform, actor, params, http }) => {
      await stopMoment(platform, actor, params.id);
      return http.json({ status: 'cancelled' });
    },
  }),
  raw({
    method: 'post',
    path: '/moments/{id}/refresh',
    name: 'refreshMoment',
    summary: 'Ask WeCom now who has published, who sees it, who reacted',
    tag,
    may: 'broadcasts:read',
    params,
    returns: z.object({ asked: z.number().int() }),
    handle: async ({ platform, params, http }) =>
      http.json({ asked: await syncMoments(platform, params.id) }),
  }),
  read({
    path: '/moments/{id}/members',
    name: 'listMomentMembers',
    summary: 'The members’ parts: who has published it, and what came of it',
    tag,
    may: 'broadcasts:read',
    params,
    returns: z.object({ data: z.array(momentMember) }),
    handle: async ({ db, params }) => ({ data: await membersOf(db, params.id) }),
  }),
  read({
    path: '/moments/{id}/people',
    name: 'listMomentPeople',
    summary: 'The people behind a number',
    tag,
    may: 'broadcasts:read',
    params,
    query: page.extend({ of: momentPeopleOf.default('planned'), member: id('mem').optional() }),
    returns: z.object({ data: z.array(momentPerson), total: z.number().int() }),
    handle: ({ db, params, query, actor }) => peopleOfMoment(db, actor.scope, params.id, query, span(query)),
  }),
];

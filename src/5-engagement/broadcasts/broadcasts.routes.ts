import { z } from 'zod';
import { openChannel } from '#channels';
import { id, instant, text } from '#platform/contract.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import { type Route, raw, read, write } from '#platform/http/route.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { systemRandom } from '#platform/random.ts';
import { namesIn, sayRule } from '#segmentation';
import { page, span } from '../paging.ts';
import { PLAN } from './broadcasts.jobs.ts';
import {
  type Broadcast,
  changeBroadcast,
  contentOf,
  createBroadcast,
  readBroadcast,
  ruleOf,
  startBroadcast,
} from './broadcasts.ts';
import { cancelBroadcast } from './cancel.ts';
import {
  broadcastBody,
  broadcastList,
  broadcastPerson,
  broadcastView,
  comparisonView,
  memberTasks,
  peopleOf,
  previewBody,
  previewView,
} from './contract.ts';
import { membersOf } from './members.ts';
import { noticeOf } from './notices/content.ts';
import { asTrial, previewBroadcast } from './preview.ts';
import { remindTask } from './remind.ts';
import { compareArms, listBroadcasts, peopleBehind, reasonsOf } from './report.ts';
import { syncResults } from './results.ts';
import { presentSms, sayFailure } from './sms/present.ts';

const tag = '触达';
const params = z.object({ id: id('bro') });

export const broadcastRoutes: Route[] = [
  read({
    path: '/broadcasts',
    name: 'listBroadcasts',
    summary: 'Broadcasts (群发任务) with their funnels, newest first',
    tag,
    may: 'broadcasts:read',
    query: page,
    returns: broadcastList,
    handle: async ({ db, query }) =>
      (await listBroadcasts(db, span(query))) as z.output<typeof broadcastList>,
  }),
  read({
    path: '/broadcasts/{id}',
    name: 'readBroadcast',
    summary: 'One broadcast: text, audience in words, funnel, reasons',
    tag,
    may: 'broadcasts:read',
    params,
    returns: broadcastView,
    handle: ({ db, platform, params, actor }) => present(platform, db, params.id, actor.language),
  }),
  write({
    method: 'post',
    path: '/broadcasts',
    name: 'createBroadcast',
    summary: 'Write a broadcast as a draft',
    tag,
    may: 'broadcasts:write',
    body: broadcastBody,
    returns: z.object({ id: id('bro') }),
    handle: async ({ db, actor, body, platform }) => ({
      id: await createBroadcast(db, platform.clock, systemRandom, actor, body),
    }),
  }),
  write({
    method: 'put',
    path: '/broadcasts/{id}',
    name: 'changeBroadcast',
    summary: 'Change a draft',
    tag,
    may: 'broadcasts:write',
    params,
    body: broadcastBody,
    returns: z.object({}),
    handle: async ({ db, actor, params, body, platform }) => {
      await changeBroadcast(db, platform.clock, actor, params.id, body);
      return {};
    },
  }),
  raw({
    method: 'post',
    path: '/broadcasts/preview',
    name: 'previewBroadcast',
    summary: 'Who would get it now, who would not and why, and what it costs the members',
    tag,
    may: 'broadcasts:write',
    body: previewBody,
    returns: previewView,
    handle: async ({ db, body, actor, platform, http }) => {
      const rule = await ruleOf(db, body);
      const draft = body.draftId === null ? undefined : await readBroadcast(db, body.draftId);
      const slot = body.at ?? platform.clock.now();
      const content = await contentOf(db, platform.clock, body);
      const tried = asTrial(body, content, rule, slot, draft?.seed ?? body.seed);
      const preview = await previewBroadcast(platform, tried, actor.language);
      return http.json(z.encode(previewView, preview));
    },
  }),
  write({
    method: 'post',
    path: '/broadcasts/{id}/start',
    name: 'startBroadcast',
    summary: 'Send now or at a time',
    tag,
    may: 'broadcasts:send',
    params,
    body: z.object({ at: instant.nullable().default(null) }),
    returns: z.object({ status: z.enum(['planning', 'scheduled']) }),
    status: 200,
    handle: async ({ db, actor, params, body, platform }) => {
      const status = await startBroadcast(db, platform.clock, actor, params.id, body.at);
      const options = { onlyOne: String(params.id) };
      if (status === 'planning') await platform.jobs.enqueue(db, PLAN, { broadcastId: params.id }, options);
      return { status };
    },
  }),
  raw({
    method: 'post',
    path: '/broadcasts/{id}/cancel',
    name: 'cancelBroadcast',
    summary: 'Stop what has not been sent yet',
    tag,
    may: 'broadcasts:send',
    params,
    returns: z.object({ cancelled: z.number().int() }),
    handle: async ({ platform, actor, params, http }) =>
      http.json({
        cancelled: await cancelBroadcast(platform, actor, params.id, accountId =>
          openChannel(platform, accountId),
        ),
      }),
  }),
  read({
    path: '/broadcasts/{id}/members',
    name: 'listBroadcastMembers',
    summary: 'The members’ part: how many tasks each has, and who has confirmed',
    tag,
    may: 'broadcasts:read',
    params,
    returns: z.object({ data: z.array(memberTasks) }),
    handle: async ({ db, params }) => ({ data: await membersOf(db, params.id) }),
  }),
  raw({
    method: 'post',
    path: '/send-tasks/{id}/remind',
    name: 'remindMember',
    summary: 'Remind a member to confirm; three times in 24 hours at most',
    tag,
    may: 'broadcasts:send',
    params: z.object({ id: id('tsk') }),
    returns: z.object({ outcome: z.enum(['reminded', 'too_often', 'cancelled']) }),
    handle: async ({ platform, actor, params, http }) =>
      http.json({
        outcome: await remindTask(platform, actor, params.id, accountId => openChannel(platform, accountId)),
      }),
  }),
  raw({
    method: 'post',
    path: '/broadcasts/{id}/refresh',
    name: 'refreshBroadcast',
    summary: 'Ask the platform for the results now',
    tag,
    may: 'broadcasts:read',
    params,
    returns: z.object({ tasks: z.number().int() }),
    handle: async ({ platform, params, http }) =>
      http.json({
        tasks: await syncResults(platform, accountId => openChannel(platform, accountId), 500, params.id),
      }),
  }),
  read({
    path: '/broadcasts/{id}/people',
    name: 'listBroadcastPeople',
    summary: 'The people behind a number of the funnel',
    tag,
    may: 'broadcasts:read',
    params,
    query: page.extend({
      stage: peopleOf.default('audience'),
      reason: text(50).optional(),
      member: id('mem').optional(),
    }),
    returns: z.object({ data: z.array(broadcastPerson), total: z.number().int() }),
    handle: ({ db, params, query, actor }) =>
      peopleBehind(db, actor.scope, params.id, query, actor.language, span(query)),
  }),
  read({
    path: '/broadcasts/{id}/comparison',
    name: 'compareBroadcast',
    summary: 'Sent against held out: buyers and amounts, with intervals',
    tag,
    may: 'broadcasts:read',
    params,
    returns: comparisonView,
    handle: async ({ db, params, actor }) => {
      const { holdoutPercent } = await readBroadcast(db, params.id);
      return await compareArms(db, params.id, holdoutPercent, actor.language);
    },
  }),
];

async function present(
  platform: Platform,
  db: Db | Tx,
  broadcastId: number,
  language: 'zh' | 'en',
): Promise<z.output<typeof broadcastView>> {
  const { data } = await listBroadcasts(db, { limit: 1, offset: 0 }, { id: broadcastId });
  const row = data[0];
  if (!row) throw new Problem(NOT_FOUND);
  const broadcast: Broadcast = await readBroadcast(db, broadcastId);
  const { accountId, message, purpose, topic, holdoutPercent, attributionDays, rule } = broadcast;
  return {
    ...(row as z.output<typeof broadcastView>),
    accountId,
    rule,
    message,
    failure: row.failure && sayFailure(row.failure, language),
    ...(await presentSms(platform, db, broadcast)),
    notice: noticeOf(message) ?? null,
    purpose: purpose as 'marketing' | 'service',
    topic,
    holdoutPercent,
    attributionDays,
    ruleWords: sayRule(rule, language, await namesIn(db, [rule])),
    reasons: await reasonsOf(db, broadcastId, language),
  };
}

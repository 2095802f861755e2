import { z } from 'zod';
import { customerRow } from '#customers';
import { id } from '#platform/contract.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import { sayRule } from '../rules/say-rule.ts';
import {
  peoplePageQuery,
  segmentBody,
  segmentList,
  segmentVersions,
  segmentView,
  whyView,
} from './contract.ts';
import { refreshCount } from './count.ts';
import { fileRoutes } from './file.routes.ts';
import { namesIn } from './names.ts';
import { explainPerson, peoplePage, presentSegment, presentSegments } from './present.ts';
import { ruleRoutes } from './rule.routes.ts';
import {
  archiveSegment,
  changeSegment,
  createSegment,
  liveSegment,
  restoreSegment,
  versionsOf,
} from './segments.ts';

const tag = '分层';
const params = z.object({ id: id('seg') });

export const segmentRoutes: Route[] = [
  read({
    path: '/segments',
    name: 'listSegments',
    summary: 'Saved segments with their last count',
    tag,
    may: 'segments:read',
    returns: segmentList,
    handle: async ({ db, actor }) => {
      const rows = await db
        .selectFrom('segments')
        .selectAll()
        .where('archivedAt', 'is', null)
        .orderBy('updatedAt', 'desc')
        .execute();
      return { data: await presentSegments(db, rows as never, actor.language) };
    },
  }),
  ...fileRoutes,
  read({
    path: '/segments/{id}',
    name: 'readSegment',
    summary: 'One segment',
    tag,
    may: 'segments:read',
    params,
    returns: segmentView,
    handle: ({ db, params, actor }) => presentSegment(db, params.id, actor.language),
  }),
  write({
    method: 'post',
    path: '/segments',
    name: 'createSegment',
    summary: 'Save a rule as a segment',
    tag,
    may: 'segments:write',
    body: segmentBody,
    returns: segmentView,
    handle: async ({ db, actor, body, platform }) =>
      await presentSegment(db, await createSegment(db, platform.clock, actor, body), actor.language),
  }),
  write({
    method: 'put',
    path: '/segments/{id}',
    name: 'changeSegment',
    summary: 'Save a new version of a segment',
    tag,
    may: 'segments:write',
    params,
    body: segmentBody,
    returns: segmentView,
    handle: async ({ db, actor, body, params, platform }) => {
      await changeSegment(db, platform.clock, actor, params.id, body);
      return await presentSegment(db, params.id, actor.language);
    },
  }),
  write({
    method: 'delete',
    path: '/segments/{id}',
    name: 'archiveSegment',
    summary: 'Put a segment away',
    tag,
    may: 'segments:write',
    params,
    returns: z.object({}),
    handle: async ({ db, actor, params, platform }) => {
      await archiveSegment(db, platform.clock, actor, params.id);
      return {};
    },
  }),
  write({
    method: 'post',
    path: '/segments/{id}/restore',
    name: 'restoreSegment',
    summary: 'Take a segment out of the archive',
    tag,
    may: 'segments:write',
    params,
    returns: segmentView,
    status: 200,
    handle: async ({ db, actor, params, platform }) => {
      await restoreSegment(db, platform.clock, actor, params.id);
      return await presentSegment(db, params.id, actor.language);
    },
  }),
  read({
    path: '/segments/{id}/versions',
    name: 'listSegmentVersions',
    summary: 'What a segment’s rule was, the newest first',
    tag,
    may: 'segments:read',
    params,
    returns: segmentVersions,
    handle: async ({ db, params, actor }) => {
      const rows = await versionsOf(db, params.id);
      const names = await namesIn(
        db,
        rows.map(row => row.rule),
      );
      return {
        data: rows.map(row => ({ ...row, words: sayRule(row.rule, actor.language, names) })),
      };
    },
  }),
  write({
    method: 'post',
    path: '/segments/{id}/refresh',
    name: 'refreshSegment',
    summary: 'Count a segment again',
    tag,
    may: 'segments:read',
    params,
    returns: segmentView,
    status: 200,
    handle: async ({ db, params, actor, platform }) => {
      await refreshCount(platform, params.id);
      return await presentSegment(db, params.id, actor.language);
    },
  }),
  read({
    path: '/segments/{id}/people',
    name: 'listSegmentPeople',
    summary: 'The people in a segment now',
    tag,
    may: 'segments:read',
    params,
    query: peoplePageQuery,
    returns: z.object({ data: z.array(customerRow), total: z.number().int() }),
    handle: async ({ db, params, query, actor, platform }) => {
      const { rule } = await liveSegment(db, params.id);
      return await peoplePage(platform, rule, actor.scope, query);
    },
  }),
  read({
    path: '/segments/{id}/why/{customerId}',
    name: 'explainSegment',
    summary: 'Why a person is in or out, condition by condition',
    tag,
    may: 'segments:read',
    params: params.extend({ customerId: id('cus') }),
    returns: whyView,
    handle: async ({ db, params, actor, platform }) => {
      const { rule } = await liveSegment(db, params.id);
      return await explainPerson(db, platform, actor, rule, params.customerId);
    },
  }),
  ...ruleRoutes,
];

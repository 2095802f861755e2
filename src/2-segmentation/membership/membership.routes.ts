import { z } from 'zod';
import { personInScope } from '#customers';
import { id, pageOf } from '#platform/contract.ts';
import { nextPage } from '#platform/http/paging.ts';
import { type Route, read } from '#platform/http/route.ts';
import { liveSegment } from '../segments/segments.ts';
import { changesOf, lastCheck, movementsOf, segmentsSince } from './changes.ts';
import {
  membershipCheckView,
  movementQuery,
  movementView,
  personSegmentsView,
  segmentChangesView,
} from './contract.ts';

const tag = '分层';
const params = z.object({ id: id('seg') });

export const membershipRoutes: Route[] = [
  read({
    path: '/segments/checks/last',
    name: 'readMembershipCheck',
    summary: 'What the last nightly counting anew of all segments found',
    tag,
    may: 'segments:read',
    returns: membershipCheckView,
    handle: async ({ db }) => ({ check: await lastCheck(db) }),
  }),
  read({
    path: '/segments/{id}/changes',
    name: 'readSegmentChanges',
    summary: 'How a segment changed from day to day, and which condition moved how many',
    tag,
    may: 'segments:read',
    params,
    returns: segmentChangesView,
    handle: ({ platform, actor, params }) => changesOf(platform, params.id, actor.language),
  }),
  read({
    path: '/segments/{id}/movements',
    name: 'listSegmentMovements',
    summary: 'Who came into a segment and who went, the newest first',
    tag,
    may: 'segments:read',
    params,
    query: movementQuery,
    returns: pageOf(movementView),
    handle: async ({ db, actor, params, query, platform }) => {
      await liveSegment(db, params.id);
      return nextPage(await movementsOf(platform, params.id, actor.scope, query), query.limit, row => row.id);
    },
  }),
  read({
    path: '/customers/{id}/segments',
    name: 'listCustomerSegments',
    summary: 'The segments a customer is in, and since when',
    tag,
    may: 'customers:read',
    params: z.object({ id: id('cus') }),
    returns: personSegmentsView,
    handle: async ({ db, actor, params }) => ({
      data: await segmentsSince(db, await personInScope(db, actor, params.id)),
    }),
  }),
];

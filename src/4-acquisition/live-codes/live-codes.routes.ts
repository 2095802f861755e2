import { z } from 'zod';
import { id, pageOf } from '#platform/contract.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import { systemRandom } from '#platform/random.ts';
import { entryPeriod } from '../touchpoints/contract.ts';
import {
  decisionView,
  dryRunBody,
  liveCodeBody,
  liveCodeChange,
  liveCodeListQuery,
  liveCodeRow,
  liveCodeView,
  scanQuery,
  scanView,
} from './contract.ts';
import { dryRun, listScans } from './decisions.ts';
import { listCodes, viewCode } from './list-codes.ts';
import { archiveCode, changeCode, createCode } from './live-codes.ts';
import { originOf } from './origin.ts';

/** Tells the platform where ways should lead; asked for with every change. */
export const TELL_WAYS = { name: 'live_codes.tell' };

const params = z.object({ id: id('code') });
const reads = { tag: '引流', may: 'acquisition:read' } as const;
const writes = { tag: '引流', may: 'acquisition:write' } as const;

export const liveCodeRoutes: Route[] = [
  read({
    ...reads,
    path: '/live-codes',
    name: 'listLiveCodes',
    summary: 'Live codes (渠道活码) and how those fared who came by them',
    query: liveCodeListQuery,
    returns: z.object({ data: z.array(liveCodeRow) }),
    handle: async ({ db, platform, query, http }) => ({
      data: await listCodes(db, platform.clock.now(), originOf(platform, http), query),
    }),
  }),
  read({
    ...reads,
    path: '/live-codes/{id}',
    name: 'readLiveCode',
    summary: 'One code with its plan and what stands behind it',
    params,
    query: z.object({ days: entryPeriod }),
    returns: liveCodeView,
    handle: ({ db, platform, params, query, actor, http }) =>
      viewCode(db, platform.clock.now(), {
        ...{ id: params.id, days: query.days, language: actor.language },
        origin: originOf(platform, http),
      }),
  }),
  write({
    ...writes,
    method: 'post',
    path: '/live-codes',
    name: 'createLiveCode',
    summary: 'Make a code; what stands behind it is made at the platform within seconds',
    body: liveCodeBody,
    returns: z.object({ id: id('code') }),
    handle: async ({ db, platform, actor, body }) => {
      const created = await createCode(db, platform.clock, systemRandom, actor, body);
      await platform.jobs.enqueue(db, TELL_WAYS, {}, { onlyOne: TELL_WAYS.name });
      return { id: created };
    },
  }),
  write({
    ...writes,
    method: 'put',
    path: '/live-codes/{id}',
    name: 'changeLiveCode',
    summary: 'Lead a code elsewhere; what is printed stays the same',
    params,
    body: liveCodeChange,
    returns: z.object({ version: z.number().int() }),
    handle: async ({ db, platform, actor, params, body }) => {
      const version = await changeCode(db, platform.clock, actor, params.id, body);
      await platform.jobs.enqueue(db, TELL_WAYS, {}, { onlyOne: TELL_WAYS.name });
      return { version };
    },
  }),
  write({
    ...writes,
    method: 'delete',
    path: '/live-codes/{id}',
    name: 'archiveLiveCode',
    summary: 'Put a code away; its page shows its words from then on',
    params,
    returns: z.object({}),
    handle: async ({ db, platform, actor, params }) => {
      await archiveCode(db, platform.clock, actor, params.id);
      return {};
    },
  }),
  write({
    ...reads,
    method: 'post',
    path: '/live-codes/dry-run',
    name: 'dryRunLiveCode',
    summary: 'Whom a scan would reach at a moment, from a city, and why; nothing is written down',
    status: 200,
    body: dryRunBody,
    returns: decisionView,
    handle: ({ db, body }) => dryRun(db, body),
  }),
  read({
    ...reads,
    path: '/live-codes/{id}/scans',
    name: 'listCodeScans',
    summary: 'Openings of a code’s page with the decision made for each',
    params,
    query: scanQuery,
    returns: pageOf(scanView),
    handle: ({ db, params, query }) => listScans(db, params.id, query),
  }),
];

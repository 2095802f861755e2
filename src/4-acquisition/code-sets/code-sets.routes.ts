import { z } from 'zod';
import { drawPosterById } from '#brand';
import { id, pageOf } from '#platform/contract.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import { type Route, raw, read, write } from '#platform/http/route.ts';
import { systemRandom } from '#platform/random.ts';
import { readCode } from '../live-codes/code.ts';
import { TELL_WAYS } from '../live-codes/live-codes.routes.ts';
import { originOf } from '../live-codes/origin.ts';
import { entryPeriod } from '../touchpoints/contract.ts';
import { archiveCodeSet, createCodeSet } from './code-sets.ts';
import {
  codeSetBody,
  codeSetQuery,
  codeSetRow,
  codeSetView,
  receiptQuery,
  receiptView,
  setPosterQuery,
} from './contract.ts';
import { listCodeSets, viewCodeSet } from './read-sets.ts';
import { listReceipts } from './receipts.ts';

const params = z.object({ id: id('set') });
const reads = { tag: '引流', may: 'acquisition:read' } as const;
const writes = { tag: '引流', may: 'acquisition:write' } as const;

export const codeSetRoutes: Route[] = [
  read({
    ...reads,
    path: '/code-sets',
    name: 'listCodeSets',
    summary: 'Sets of codes of shops (门店码) and how those fared who came by them',
    query: codeSetQuery,
    returns: z.object({ data: z.array(codeSetRow) }),
    handle: async ({ db, platform, query: { archived, days } }) => ({
      data: await listCodeSets(db, platform.clock.now(), { archived: archived === 'yes', days }),
    }),
  }),
  read({
    ...reads,
    path: '/code-sets/{id}',
    name: 'readCodeSet',
    summary: 'One set by shop and clerk, with the funnel of each',
    params,
    query: z.object({ days: entryPeriod }),
    returns: codeSetView,
    handle: ({ db, platform, params, query, http }) =>
      viewCodeSet(db, platform.clock.now(), { ...params, ...query, origin: originOf(platform, http) }),
  }),
  write({
    ...writes,
    method: 'post',
    path: '/code-sets',
    name: 'createCodeSet',
    summary: 'Make the codes of many shops and clerks at once',
    body: codeSetBody,
    returns: z.object({ id: id('set') }),
    handle: async ({ db, platform, actor, body }) => {
      const created = await createCodeSet(db, platform.clock, systemRandom, actor, body);
      await platform.jobs.enqueue(db, TELL_WAYS, {}, { onlyOne: TELL_WAYS.name });
      return { id: created };
    },
  }),
  write({
    ...writes,
    method: 'delete',
    path: '/code-sets/{id}',
    name: 'archiveCodeSet',
    summary: 'Put a set and its codes away',
    params,
    returns: z.object({}),
    handle: async ({ db, platform, actor, params }) => {
      await archiveCodeSet(db, platform.clock, actor, params.id);
      return {};
    },
  }),
  read({
    ...reads,
    may: 'customers:read',
    path: '/code-sets/{id}/receipts',
    name: 'listReceiptScans',
    summary: 'Receipts whose code was scanned, and whose orders they may be',
    params,
    query: receiptQuery,
    returns: pageOf(receiptView),
    handle: ({ db, actor, params, query }) => listReceipts(db, actor.scope, params.id, query),
  }),
  raw({
    ...reads,
    method: 'get',
    path: '/live-codes/{id}/poster',
    name: 'drawCodePoster',
    summary: 'A poster with this code on it, to print',
    params: z.object({ id: id('code') }),
    query: setPosterQuery,
    handle: async ({ platform, db, params, query: { poster, width }, http }) => {
      const code = await readCode(db, params);
      if (!code) throw new Problem(NOT_FOUND);
      const link = `${originOf(platform, http)}/c/${code.slug}`;
      const bytes = await drawPosterById({ platform, db }, poster, {
        ...{ link, format: 'jpg' },
        ...(width !== undefined && { wide: width }),
      });
      http.header('content-type', 'image/jpeg');
      http.header('content-security-policy', "default-src 'none'; sandbox");
      http.header('cache-control', 'private, no-cache');
      return http.body(new Uint8Array(bytes));
    },
  }),
];

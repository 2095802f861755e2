import { z } from 'zod';
import { id, pageOf } from '#platform/contract.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import { noteCall, removeCall } from './calls.ts';
import { callBody, newcomerQuery, newcomerRow } from './contract.ts';
import { listNewcomers } from './newcomers.ts';

export const entryRoutes: Route[] = [
  read({
    tag: '引流',
    may: 'acquisition:read',
    path: '/newcomers',
    name: 'listNewcomers',
    summary: 'Who came in during the last 48 hours and what was done for them',
    query: newcomerQuery,
    returns: pageOf(newcomerRow),
    handle: ({ db, platform, actor, query }) => listNewcomers(db, platform.clock.now(), actor.scope, query),
  }),
  write({
    tag: '引流',
    may: 'customers:write',
    method: 'post',
    path: '/customers/{id}/calls',
    name: 'noteCall',
    summary: 'A customer called, and from which touchpoint they had the number',
    params: z.object({ id: id('cus') }),
    body: callBody,
    returns: z.object({ id: id('ent') }),
    handle: async ({ db, platform, actor, params, body }) => ({
      id: await noteCall(db, platform, actor, params.id, body),
    }),
  }),
  write({
    tag: '引流',
    may: 'customers:write',
    method: 'delete',
    path: '/calls/{id}',
    name: 'removeCall',
    summary: 'Take back a call that was noted wrongly',
    params: z.object({ id: id('ent') }),
    returns: z.object({}),
    handle: async ({ db, platform, actor, params }) => {
      await removeCall(db, platform.clock, actor, params.id);
      return {};
    },
  }),
];

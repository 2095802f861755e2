import { pageOf } from '#platform/contract.ts';
import { type Route, read } from '#platform/http/route.ts';
import { newcomerQuery, newcomerRow } from './contract.ts';
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
];

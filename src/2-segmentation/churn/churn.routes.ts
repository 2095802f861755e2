import { type Route, read } from '#platform/http/route.ts';
import { churnQuery, churnView, rescueList, rescueQuery } from './contract.ts';
import { readChurn } from './last-straw.ts';
import { listRescue } from './rescue.ts';

const tag = '客户';

export const churnRoutes: Route[] = [
  read({
    path: '/churn',
    name: 'readChurn',
    summary: 'Who deleted us and what was sent in the seven days before, broadcast by broadcast',
    tag,
    may: 'insight:read',
    query: churnQuery,
    returns: churnView,
    handle: ({ platform, query }) => readChurn(platform, query.days),
  }),
  read({
    path: '/churn/rescue',
    name: 'listRescue',
    summary: 'Who is about to be lost or was just now: deleted, silent, no longer answering',
    tag,
    may: 'customers:read',
    query: rescueQuery,
    returns: rescueList,
    handle: ({ platform, actor, query }) => listRescue(platform, actor, query),
  }),
];

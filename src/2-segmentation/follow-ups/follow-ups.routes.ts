import { z } from 'zod';
import { personInScope } from '#customers';
import { id } from '#platform/contract.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import {
  customerFollowUpView,
  dueCounts,
  dueList,
  dueQuery,
  followUpBody,
  followUpDone,
  promiseBody,
  promisePatch,
  promiseView,
} from './contract.ts';
import { countDue, listDue } from './due.ts';
import { followUp, readFollowUp } from './follow-ups.ts';
import { makePromise, settlePromise } from './promises.ts';

const tag = '客户';
const params = z.object({ id: id('cus') });

export const followUpRoutes: Route[] = [
  read({
    path: '/follow-ups',
    name: 'listFollowUps',
    summary: 'Who is to be talked to today and why: promises, days that were set, rhythms',
    tag,
    may: 'customers:read',
    query: dueQuery,
    returns: dueList,
    handle: ({ actor, query, platform }) => listDue(platform, actor, query),
  }),
  read({
    path: '/follow-ups/counts',
    name: 'countFollowUps',
    summary: 'How many are to be talked to today, by cause and by member',
    tag,
    may: 'customers:read',
    query: z.object({ member: id('mem').optional() }),
    returns: dueCounts,
    handle: ({ actor, query, platform }) => countDue(platform, actor, query.member),
  }),
  read({
    path: '/customers/{id}/follow-up',
    name: 'readCustomerFollowUp',
    summary: 'A customer’s rhythm, what was promised to them, and when somebody last followed up',
    tag,
    may: 'customers:read',
    params,
    returns: customerFollowUpView,
    handle: async ({ db, actor, params, platform }) =>
      await readFollowUp(db, await personInScope(db, actor, params.id), platform.clock.now()),
  }),
  write({
    method: 'post',
    path: '/customers/{id}/follow-ups',
    name: 'followUpCustomer',
    summary: 'Note that somebody talked to a customer or put it off, and when they are next',
    tag,
    may: 'customers:write',
    params,
    body: followUpBody,
    returns: followUpDone,
    status: 200,
    handle: async ({ db, actor, params, body, platform }) => ({
      nextFollowUp: await followUp(db, platform.clock, actor, params.id, body),
    }),
  }),
  write({
    method: 'post',
    path: '/customers/{id}/promises',
    name: 'makePromise',
    summary: 'Write down what was promised to a customer, and by when',
    tag,
    may: 'customers:write',
    params,
    body: promiseBody,
    returns: promiseView,
    handle: ({ db, actor, params, body, platform }) =>
      makePromise(db, platform.clock, actor, params.id, body),
  }),
  write({
    method: 'patch',
    path: '/promises/{id}',
    name: 'settlePromise',
    summary: 'Say whether a promise was kept',
    tag,
    may: 'customers:write',
    params: z.object({ id: id('prm') }),
    body: promisePatch,
    returns: promiseView,
    handle: ({ db, actor, params, body, platform }) =>
      settlePromise(db, platform.clock, actor, params.id, body),
  }),
];

import { z } from 'zod';
import { id, name, pageOf, pageQuery, text } from '#platform/contract.ts';
import { cursorOf, instantFrom, nextPage, numberFrom, valuesFrom } from '#platform/http/paging.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import {
  customerFacets,
  customerList,
  customerListQuery,
  customerPatch,
  customerView,
  orderView,
  timelineEntry,
  timelineQuery,
} from '../contract.ts';
import { mergeByHand, undoMerge } from '../identities/merges.ts';
import { changeCustomer, personInScope } from './customers.ts';
import { countCustomers, listCustomers, readFacets } from './list.ts';
import { unmaskPhone } from './show-phone.ts';
import { readTimeline } from './timeline.ts';
import { readCustomer, readOrders } from './view.ts';

const tag = '客户';
const params = z.object({ id: id('cus') });

export const customerRoutes: Route[] = [
  read({
    path: '/customers',
    name: 'listCustomers',
    summary: 'Customers in scope: filters, sort, page, exact total',
    tag,
    may: 'customers:read',
    query: customerListQuery,
    returns: customerList,
    handle: ({ platform, actor, query }) => listCustomers(platform, actor, query),
  }),
  read({
    path: '/customers/count',
    name: 'countCustomers',
    summary: 'How many customers the filters find',
    tag,
    may: 'customers:read',
    query: customerListQuery,
    returns: z.object({ total: z.number().int() }),
    handle: async ({ platform, actor, query }) => ({ total: await countCustomers(platform, actor, query) }),
  }),
  read({
    path: '/customers/facets',
    name: 'readCustomerFacets',
    summary: 'Cities and sources of the customers in scope, with counts',
    tag,
    may: 'customers:read',
    returns: customerFacets,
    handle: ({ platform, actor }) => readFacets(platform, actor),
  }),
  read({
    path: '/customers/{id}',
    name: 'readCustomer',
    summary: 'One customer: who they are over all their profiles',
    tag,
    may: 'customers:read',
    params,
    returns: customerView,
    handle: ({ db, platform, actor, params }) => readCustomer(db, platform.clock, actor, params.id),
  }),
  write({
    method: 'patch',
    path: '/customers/{id}',
    name: 'changeCustomer',
    summary: 'Change what the brand wrote about a customer',
    tag,
    may: 'customers:write',
    params,
    body: customerPatch,
    returns: customerView,
    handle: async ({ db, actor, params, body, platform }) => {
      await changeCustomer(db, platform.clock, actor, params.id, body);
      return await readCustomer(db, platform.clock, actor, params.id);
    },
  }),
  read({
    path: '/customers/{id}/orders',
    name: 'listCustomerOrders',
    summary: 'A customer’s orders, newest first',
    tag,
    may: 'customers:read',
    params,
    query: pageQuery,
    returns: pageOf(orderView),
    handle: async ({ db, actor, params, query }) => {
      const before = query.cursor === undefined ? undefined : numberFrom(query.cursor);
      const rows = await readOrders(db, actor, params.id, query.limit + 1, before);
      return nextPage(rows, query.limit, row => String(row.id));
    },
  }),
  read({
    path: '/customers/{id}/timeline',
    name: 'readCustomerTimeline',
    summary: 'What happened with a customer, newest first',
    tag,
    may: 'customers:read',
    params,
    query: timelineQuery,
    returns: pageOf(timelineEntry),
    handle: async ({ db, actor, params, query }) => {
      const [at, seq] = query.cursor === undefined ? [] : valuesFrom(query.cursor, 2);
      const before =
        query.cursor === undefined ? undefined : { at: instantFrom(at), seq: numberFrom(String(seq)) };
      const page = { limit: query.limit + 1, before, kind: query.kind };
      const rows = await readTimeline(db, actor, params.id, page);
      return nextPage(rows, query.limit, row => cursorOf([row.at.toISOString(), row.seqNumber]));
    },
  }),
  write({
    method: 'post',
    path: '/identities/{id}/unmask',
    name: 'unmaskPhone',
    summary: 'Show a phone in full; the reason is kept',
    tag,
    may: 'customers:unmask',
    params: z.object({ id: id('idn') }),
    body: z.object({ reason: name(200) }),
    returns: z.object({ phone: z.string() }),
    status: 200,
    handle: async ({ db, actor, params, body, platform }) => ({
      phone: await unmaskPhone(db, platform.clock, platform.vault, actor, params.id, body.reason),
    }),
  }),
  write({
    method: 'post',
    path: '/customers/{id}/merge',
    name: 'mergeCustomers',
    summary: 'Decide that another record is the same person',
    tag,
    may: 'customers:write',
    params,
    body: z.object({ other: id('cus'), note: text(200).default('') }),
    returns: customerView,
    status: 200,
    handle: async ({ db, actor, params, body, platform }) => {
      await personInScope(db, actor, params.id);
      await personInScope(db, actor, body.other);
      await mergeByHand(db, platform.clock, actor, params.id, body.other, body.note);
      return await readCustomer(db, platform.clock, actor, params.id);
    },
  }),
  write({
    method: 'post',
    path: '/merges/{id}/undo',
    name: 'undoMerge',
    summary: 'Take a merge back, exactly',
    tag,
    may: 'customers:write',
    params: z.object({ id: id('mrg') }),
    body: z.object({ reason: name(200) }),
    returns: z.object({}),
    status: 200,
    handle: async ({ db, actor, params, body, platform }) => {
      await undoMerge(db, platform.clock, actor, params.id, body.reason);
      return {};
    },
  }),
];

import { z } from 'zod';
import { id } from '#platform/contract.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import { customerView } from '../contract.ts';
import { readCustomer } from '../customers/view.ts';
import { chooseValue, readConflicts } from './conflicts.ts';
import {
  acceptManyBody,
  acceptManyResult,
  bindBody,
  bindingDecision,
  bindingList,
  chooseBody,
  conflictList,
  decisionBody,
  sharedBody,
  suggestionCount,
  suggestionList,
  suggestionQuery,
} from './contract.ts';
import { bindOrder, decideBinding, listBindings } from './order-bindings.ts';
import { decideShared } from './shared.ts';
import {
  acceptMany,
  countSuggestions,
  decideSuggestion,
  listSuggestions,
} from './suggestions/suggestions.ts';

const tag = '客户';
const params = z.object({ id: id('cus') });

const suggestionRoutes: Route[] = [
  read({
    path: '/merge-suggestions',
    name: 'listMergeSuggestions',
    summary: 'Pairs that may be one person, the surest first, both sides beside each other',
    tag,
    may: 'customers:read',
    query: suggestionQuery,
    returns: suggestionList,
    handle: ({ actor, platform, query }) => listSuggestions(platform, actor, query),
  }),
  read({
    path: '/merge-suggestions/count',
    name: 'countMergeSuggestions',
    summary: 'How many pairs wait, and what was too common to be compared by',
    tag,
    may: 'customers:read',
    returns: suggestionCount,
    handle: ({ actor, platform }) => countSuggestions(platform, actor),
  }),
  write({
    method: 'post',
    path: '/merge-suggestions/accept',
    name: 'acceptMergeSuggestions',
    summary: 'Merge the pairs that were looked at in a preview',
    tag,
    may: 'customers:write',
    body: acceptManyBody,
    returns: acceptManyResult,
    status: 200,
    handle: ({ db, actor, platform, body }) => acceptMany(db, platform.clock, actor, body.ids),
  }),
  write({
    method: 'post',
    path: '/merge-suggestions/{id}/decide',
    name: 'decideMergeSuggestion',
    summary: 'The same person, not the same, or later',
    tag,
    may: 'customers:write',
    params: z.object({ id: id('sug') }),
    body: decisionBody,
    returns: z.object({}),
    status: 200,
    handle: async ({ db, actor, platform, params, body }) => {
      await decideSuggestion(db, platform.clock, actor, params.id, body);
      return {};
    },
  }),
];

const customerIdentityRoutes: Route[] = [
  read({
    path: '/customers/{id}/conflicts',
    name: 'readCustomerConflicts',
    summary: 'What sources say differently of a customer, what counts and why',
    tag,
    may: 'customers:read',
    params,
    returns: conflictList,
    handle: async ({ db, actor, params }) => ({ data: await readConflicts(db, actor, params.id) }),
  }),
  write({
    method: 'post',
    path: '/customers/{id}/choose',
    name: 'chooseCustomerValue',
    summary: 'Decide which of several values counts',
    tag,
    may: 'customers:write',
    params,
    body: chooseBody,
    returns: customerView,
    status: 200,
    handle: async ({ db, actor, platform, params, body }) => {
      await chooseValue(db, platform.clock, actor, params.id, body);
      return await readCustomer(db, platform.clock, actor, params.id);
    },
  }),
  write({
    method: 'post',
    path: '/identities/{id}/shared',
    name: 'decideSharedPhone',
    summary: 'Say that a phone is several people’s, or that it is not',
    tag,
    may: 'customers:write',
    params: z.object({ id: id('idn') }),
    body: sharedBody,
    returns: z.object({}),
    status: 200,
    handle: async ({ db, actor, platform, params, body }) => {
      await decideShared(db, platform.clock, actor, params.id, body);
      return {};
    },
  }),
  read({
    path: '/customers/{id}/order-bindings',
    name: 'listOrderBindings',
    summary: 'Order numbers a customer has named',
    tag,
    may: 'customers:read',
    params,
    returns: bindingList,
    handle: async ({ db, actor, params }) => ({ data: await listBindings(db, actor, params.id) }),
  }),
  write({
    method: 'post',
    path: '/customers/{id}/order-bindings',
    name: 'bindOrder',
    summary: 'Write down an order number a customer names',
    tag,
    may: 'customers:write',
    params,
    body: bindBody,
    returns: bindingList,
    handle: async ({ db, actor, platform, params, body }) => {
      await bindOrder(db, platform.clock, actor, params.id, body.orderNo);
      return { data: await listBindings(db, actor, params.id) };
    },
  }),
  write({
    method: 'post',
    path: '/order-bindings/{id}/decide',
    name: 'decideOrderBinding',
    summary: 'Take up or take back an order number',
    tag,
    may: 'customers:write',
    params: z.object({ id: id('bnd') }),
    body: bindingDecision,
    returns: z.object({}),
    status: 200,
    handle: async ({ db, actor, platform, params, body }) => {
      await decideBinding(db, platform.clock, actor, params.id, body.decision, body.reason);
      return {};
    },
  }),
];

/** Who is who: the queue of suggested joins, conflicts, shared phones, order numbers. */
export const identityRoutes: Route[] = [...suggestionRoutes, ...customerIdentityRoutes];

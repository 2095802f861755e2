import { z } from 'zod';
import { id, pageOf } from '#platform/contract.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import {
  costBody,
  costView,
  entryPeriod,
  officialFigures,
  orderSourceChoice,
  touchpointBody,
  touchpointListQuery,
  touchpointPeopleQuery,
  touchpointPerson,
  touchpointRow,
} from './contract.ts';
import { addCost, listCosts, removeCost } from './costs.ts';
import { officialFiguresOf } from './official-figures.sql.ts';
import { listOrderSources, SETTLE_ORDERS } from './order-sources.ts';
import { listPeople } from './people.ts';
import {
  archiveTouchpoint,
  changeTouchpoint,
  createTouchpoint,
  listTouchpoints,
  sinceDay,
} from './touchpoints.ts';

const params = z.object({ id: id('tp') });
const reads = { tag: '引流', may: 'acquisition:read' } as const;
const writes = { tag: '引流', may: 'acquisition:write' } as const;

export const touchpointRoutes: Route[] = [
  read({
    ...reads,
    path: '/touchpoints',
    name: 'listTouchpoints',
    summary: 'Where people come in, how they fare and what they cost',
    query: touchpointListQuery,
    returns: z.object({ data: z.array(touchpointRow) }),
    handle: async ({ db, platform, query }) => ({
      data: await listTouchpoints(db, platform.clock.now(), query),
    }),
  }),
  read({
    ...reads,
    path: '/touchpoints/{id}',
    name: 'readTouchpoint',
    summary: 'One touchpoint with its costs',
    params,
    query: z.object({ days: entryPeriod }),
    returns: touchpointRow.extend({ costList: z.array(costView), official: officialFigures.nullable() }),
    handle: async ({ db, platform, params, query }) => {
      const [row] = await listTouchpoints(db, platform.clock.now(), { ...query, ...params });
      if (!row) throw new Problem(NOT_FOUND);
      const now = platform.clock.now();
      const asked = { by: 'touchpoint', id: params.id, from: sinceDay(now, query.days), now } as const;
      return {
        ...row,
        costList: await listCosts(db, params.id),
        official: await officialFiguresOf(db, asked),
      };
    },
  }),
  read({
    ...reads,
    may: 'customers:read',
    path: '/touchpoints/{id}/people',
    name: 'listTouchpointPeople',
    summary: 'Who came in here, each once, and by what',
    params,
    query: touchpointPeopleQuery,
    returns: pageOf(touchpointPerson),
    handle: ({ db, platform, actor, params, query }) =>
      listPeople(db, platform.clock.now(), actor.scope, params.id, query),
  }),
  read({
    ...reads,
    path: '/order-sources',
    name: 'listOrderSources',
    summary: 'Shops and the sources of their orders, to be given to touchpoints',
    returns: z.object({ data: z.array(orderSourceChoice) }),
    handle: async ({ db, platform }) => ({ data: await listOrderSources(db, platform.clock.now()) }),
  }),
  write({
    ...writes,
    method: 'post',
    path: '/touchpoints',
    name: 'createTouchpoint',
    summary: 'Register a place at which people come in',
    body: touchpointBody,
    returns: z.object({ id: id('tp') }),
    handle: async ({ db, platform, actor, body }) => {
      const created = await createTouchpoint(db, platform.clock, actor, body);
      await platform.jobs.enqueue(db, SETTLE_ORDERS, {}, { onlyOne: SETTLE_ORDERS.name });
      return { id: created };
    },
  }),
  write({
    ...writes,
    method: 'put',
    path: '/touchpoints/{id}',
    name: 'changeTouchpoint',
    summary: 'Change what is said of a touchpoint',
    params,
    body: touchpointBody,
    returns: z.object({}),
    handle: async ({ db, platform, actor, params, body }) => {
      await changeTouchpoint(db, platform.clock, actor, params.id, body);
      await platform.jobs.enqueue(db, SETTLE_ORDERS, {}, { onlyOne: SETTLE_ORDERS.name });
      return {};
    },
  }),
  write({
    ...writes,
    method: 'delete',
    path: '/touchpoints/{id}',
    name: 'archiveTouchpoint',
    summary: 'Put a touchpoint away; its figures stay',
    params,
    returns: z.object({}),
    handle: async ({ db, platform, actor, params }) => {
      await archiveTouchpoint(db, platform.clock, actor, params.id);
      return {};
    },
  }),
  write({
    ...writes,
    method: 'post',
    path: '/touchpoints/{id}/costs',
    name: 'addTouchpointCost',
    summary: 'Say what was spent here on a day, in money or in goods given away',
    params,
    body: costBody,
    returns: z.object({ id: id('cost') }),
    handle: async ({ db, platform, actor, params, body }) => ({
      id: await addCost(db, platform.clock, actor, params.id, body),
    }),
  }),
  write({
    ...writes,
    method: 'delete',
    path: '/touchpoints/{id}/costs/{cost}',
    name: 'removeTouchpointCost',
    summary: 'Take back a cost that was wrong',
    params: params.extend({ cost: id('cost') }),
    returns: z.object({}),
    handle: async ({ db, platform, actor, params }) => {
      await removeCost(db, platform.clock, actor, params.id, params.cost);
      return {};
    },
  }),
];

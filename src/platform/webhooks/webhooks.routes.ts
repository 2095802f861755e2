import { z } from 'zod';
import { id, pageOf } from '../contract.ts';
import { type Route, read, write } from '../http/route.ts';
import {
  deliveriesQuery,
  deliveryRow,
  deliveryView,
  endpointBody,
  endpointPatch,
  endpointSecret,
  endpointView,
  eventTypeView,
  replayBody,
} from './contract.ts';
import { listDeliveries, readDelivery, replayDelivery, replayRange, sendTest } from './deliveries.ts';
import {
  changeEndpoint,
  createEndpoint,
  listEndpoints,
  removeEndpoint,
  rotateEndpoint,
} from './endpoints.ts';
import type { Published } from './published.ts';
import { payloadSchema } from './schemas.ts';

const params = z.object({ id: id('whe') });
const common = { tag: '设置', may: 'settings:write' } as const;

/** Endpoints that events are sent to, and the deliveries. */
export function webhookRoutes({ events }: Published): Route[] {
  const known = new Set(events.map(event => event.type));
  return [...endpointRoutes(known), ...actRoutes, ...deliveryRoutes, eventTypes(events)];
}

const eventTypes = (events: Published['events']) =>
  read({
    ...common,
    path: '/webhook-event-types',
    name: 'listWebhookEventTypes',
    summary: 'Events that can be sent, with the JSON schema of what each says',
    returns: z.object({ data: z.array(eventTypeView) }),
    handle: async ({ actor }) => ({
      data: events.map(event => ({
        type: event.type,
        title: event.title[actor.language],
        schema: payloadSchema(event),
      })),
    }),
  });

const endpointRoutes = (known: ReadonlySet<string>): Route[] => [
  read({
    ...common,
    path: '/webhook-endpoints',
    name: 'listWebhookEndpoints',
    summary: 'Where events are sent to',
    returns: z.object({ data: z.array(endpointView) }),
    handle: async ({ db }) => ({ data: await listEndpoints(db) }),
  }),
  write({
    ...common,
    method: 'post',
    path: '/webhook-endpoints',
    name: 'createWebhookEndpoint',
    summary: 'Have events sent to an address from now on; its secret is told once, here',
    body: endpointBody,
    returns: endpointSecret,
    handle: ({ db, platform, actor, body }) => createEndpoint(db, platform, actor, body, known),
  }),
  write({
    ...common,
    method: 'patch',
    path: '/webhook-endpoints/{id}',
    name: 'changeWebhookEndpoint',
    summary: 'Change what is sent and where, pause or resume',
    params,
    body: endpointPatch,
    returns: z.object({}),
    handle: async ({ db, platform, actor, params, body }) => {
      await changeEndpoint(db, platform, actor, params.id, body, known);
      return {};
    },
  }),
  write({
    ...common,
    method: 'delete',
    path: '/webhook-endpoints/{id}',
    name: 'removeWebhookEndpoint',
    summary: 'Send nothing there any more',
    params,
    returns: z.object({}),
    handle: async ({ db, platform, actor, params }) => {
      await removeEndpoint(db, platform, actor, params.id);
      return {};
    },
  }),
];

const actRoutes: Route[] = [
  write({
    ...common,
    method: 'post',
    path: '/webhook-endpoints/{id}/rotate',
    name: 'rotateWebhookEndpoint',
    summary: 'A new secret, told once; for another day the one before signs too',
    params,
    returns: endpointSecret,
    handle: ({ db, platform, actor, params }) => rotateEndpoint(db, platform, actor, params.id),
  }),
  write({
    ...common,
    method: 'post',
    path: '/webhook-endpoints/{id}/test',
    name: 'testWebhookEndpoint',
    summary: 'Send a sample, once, also to an endpoint that is stopped',
    params,
    returns: z.object({ id: id('whd') }),
    handle: async ({ db, platform, actor, params }) => ({
      id: await sendTest(db, platform, actor, params.id),
    }),
  }),
  write({
    ...common,
    method: 'post',
    path: '/webhook-endpoints/{id}/replay',
    name: 'replayWebhookRange',
    summary: 'Send again what was written for an endpoint in a stretch of time',
    params,
    body: replayBody,
    returns: z.object({ replayed: z.number().int() }),
    handle: async ({ db, platform, actor, params, body }) => ({
      replayed: await replayRange(db, platform, actor, params.id, body),
    }),
  }),
];

const deliveryRoutes: Route[] = [
  read({
    ...common,
    path: '/webhook-endpoints/{id}/deliveries',
    name: 'listWebhookDeliveries',
    summary: 'What was sent to an endpoint, the newest first',
    params,
    query: deliveriesQuery,
    returns: pageOf(deliveryRow),
    handle: ({ db, params, query }) => listDeliveries(db, params.id, query),
  }),
  read({
    ...common,
    path: '/webhook-deliveries/{id}',
    name: 'readWebhookDelivery',
    summary: 'One delivery: what it says and each try',
    params: z.object({ id: id('whd') }),
    returns: deliveryView,
    handle: ({ db, params }) => readDelivery(db, params.id),
  }),
  write({
    ...common,
    method: 'post',
    path: '/webhook-deliveries/{id}/replay',
    name: 'replayWebhookDelivery',
    summary: 'Send a delivery again, under its id',
    params: z.object({ id: id('whd') }),
    returns: z.object({}),
    handle: async ({ db, platform, actor, params }) => {
      await replayDelivery(db, platform, actor, params.id);
      return {};
    },
  }),
];

import { z } from 'zod';
import { id } from '#platform/contract.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import { deliveryView, hookBody, hookPatch, hookSecret, hookView } from './contract.ts';
import { listDeliveries, replayDelivery } from './deliveries.ts';
import { changeHook, createHook, listHooks, removeHook, rotateHook } from './hooks.ts';

const params = z.object({ id: id('hook') });
const common = { tag: '设置', may: 'channels:write' } as const;

export const hookRoutes: Route[] = [
  read({
    ...common,
    path: '/order-hooks',
    name: 'listOrderHooks',
    summary: 'Addresses to which shops and ERPs send orders',
    returns: z.object({ data: z.array(hookView) }),
    handle: async ({ db, actor }) => ({ data: await listHooks(db, actor.language) }),
  }),
  write({
    ...common,
    method: 'post',
    path: '/order-hooks',
    name: 'createOrderHook',
    summary: 'Make an address; its secret is told once, here',
    body: hookBody,
    returns: hookSecret,
    handle: ({ db, platform, actor, body }) => createHook(db, platform, actor, body),
  }),
  write({
    ...common,
    method: 'patch',
    path: '/order-hooks/{id}',
    name: 'changeOrderHook',
    summary: 'Rename, pause or resume',
    params,
    body: hookPatch,
    returns: z.object({}),
    handle: async ({ db, platform, actor, params, body }) => {
      await changeHook(db, platform, actor, params.id, body);
      return {};
    },
  }),
  write({
    ...common,
    method: 'post',
    path: '/order-hooks/{id}/rotate',
    name: 'rotateOrderHook',
    summary: 'A new secret, told once; the one before counts for another day',
    params,
    returns: hookSecret,
    handle: ({ db, platform, actor, params }) => rotateHook(db, platform, actor, params.id),
  }),
  write({
    ...common,
    method: 'delete',
    path: '/order-hooks/{id}',
    name: 'removeOrderHook',
    summary: 'Shut the address for good; what came by it stays',
    params,
    returns: z.object({}),
    handle: async ({ db, platform, actor, params }) => {
      await removeHook(db, platform, actor, params.id);
      return {};
    },
  }),
  read({
    ...common,
    path: '/order-hooks/{id}/deliveries',
    name: 'listDeliveries',
    summary: 'The last deliveries of a hook and what became of them',
    params,
    returns: z.object({ data: z.array(deliveryView) }),
    handle: async ({ db, actor, params }) => ({ data: await listDeliveries(db, params.id, actor.language) }),
  }),
  write({
    ...common,
    method: 'post',
    path: '/hook-deliveries/{id}/replay',
    name: 'replayDelivery',
    summary: 'Try a delivery that did not get in again, as it was sent',
    params: z.object({ id: id('dlv') }),
    returns: z.object({}),
    handle: async ({ db, platform, actor, params }) => {
      await replayDelivery(db, platform, actor, params.id);
      return {};
    },
  }),
];

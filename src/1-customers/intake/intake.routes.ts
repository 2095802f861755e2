import { z } from 'zod';
import { id } from '#platform/contract.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import {
  eventDefinitionPatch,
  eventDefinitionView,
  newWriteKey,
  writeKeyBody,
  writeKeyView,
} from './contract.ts';
import { changeDefinition, listDefinitions } from './definitions.ts';
import { createKey, listKeys, revokeKey } from './keys.ts';

export const intakeRoutes: Route[] = [
  read({
    path: '/write-keys',
    name: 'listWriteKeys',
    summary: 'Keys with which events are sent',
    tag: '设置',
    may: 'channels:write',
    returns: z.object({ data: z.array(writeKeyView) }),
    handle: async ({ db }) => ({ data: await listKeys(db) }),
  }),
  write({
    method: 'post',
    path: '/write-keys',
    name: 'createWriteKey',
    summary: 'Make a key; it is told once, here',
    tag: '设置',
    may: 'channels:write',
    body: writeKeyBody,
    returns: newWriteKey,
    handle: ({ db, platform, actor, body }) => createKey(db, platform.clock, actor, body),
  }),
  write({
    method: 'delete',
    path: '/write-keys/{id}',
    name: 'revokeWriteKey',
    summary: 'Revoke a key: from now on it opens nothing',
    tag: '设置',
    may: 'channels:write',
    params: z.object({ id: id('key') }),
    returns: z.object({}),
    handle: async ({ db, platform, actor, params }) => {
      await revokeKey(db, platform.clock, actor, params.id);
      return {};
    },
  }),
  read({
    path: '/event-definitions',
    name: 'listEventDefinitions',
    summary: 'The event dictionary (事件字典): what is tracked, what it is called, how often it came',
    tag: '客户',
    may: 'customers:read',
    returns: z.object({ data: z.array(eventDefinitionView) }),
    handle: async ({ db, platform }) => ({ data: await listDefinitions(db, platform.clickhouse) }),
  }),
  write({
    method: 'patch',
    path: '/event-definitions/{id}',
    name: 'changeEventDefinition',
    summary: 'Name an event and say what it means',
    tag: '客户',
    may: 'segments:write',
    params: z.object({ id: id('evt') }),
    body: eventDefinitionPatch,
    returns: z.object({}),
    handle: async ({ db, platform, actor, params, body }) => {
      await changeDefinition(db, platform.clock, actor, params.id, body);
      return {};
    },
  }),
];

import { z } from 'zod';
import { id } from '#platform/contract.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import { chatMessages, filledScripts, scriptBody, scriptList, scriptPatch } from './contract.ts';
import {
  archiveScript,
  changeScript,
  chatMessagesFor,
  createScript,
  listScripts,
  noteSent,
  scriptsFor,
} from './scripts.ts';

const tag = '触达';
const params = z.object({ id: id('scr') });

export const scriptRoutes: Route[] = [
  read({
    path: '/scripts',
    name: 'listScripts',
    summary: 'Scripts (话术) that members send from the sidebar',
    tag,
    may: 'broadcasts:read',
    returns: scriptList,
    handle: async ({ db }) => ({ data: await listScripts(db) }),
  }),
  write({
    method: 'post',
    path: '/scripts',
    name: 'createScript',
    summary: 'Add a script',
    tag,
    may: 'broadcasts:write',
    body: scriptBody,
    returns: z.object({ id: id('scr') }),
    handle: async ({ db, actor, body, platform }) => ({
      id: await createScript(db, platform.clock, actor, body),
    }),
  }),
  write({
    method: 'patch',
    path: '/scripts/{id}',
    name: 'changeScript',
    summary: 'Change a script',
    tag,
    may: 'broadcasts:write',
    params,
    body: scriptPatch,
    returns: z.object({}),
    handle: async ({ db, actor, params, body, platform }) => {
      await changeScript(db, platform.clock, actor, params.id, body);
      return {};
    },
  }),
  write({
    method: 'delete',
    path: '/scripts/{id}',
    name: 'archiveScript',
    summary: 'Take a script out of use',
    tag,
    may: 'broadcasts:write',
    params,
    returns: z.object({}),
    handle: async ({ db, actor, params, platform }) => {
      await archiveScript(db, platform.clock, actor, params.id);
      return {};
    },
  }),
  read({
    path: '/customers/{id}/scripts',
    name: 'readScriptsForCustomer',
    summary: 'The scripts with their places filled for one customer',
    tag,
    may: 'customers:read',
    params: z.object({ id: id('cus') }),
    returns: filledScripts,
    handle: async ({ db, actor, params }) => ({ data: await scriptsFor(db, actor, params.id) }),
  }),
  read({
    path: '/customers/{customerId}/scripts/{id}/chat-messages',
    name: 'readScriptAsChatMessages',
    summary: 'A script as WeCom’s client takes it: its messages for one customer, with its files at WeCom',
    tag,
    may: 'customers:read',
    params: params.extend({ customerId: id('cus') }),
    query: z.object({ account: id('acc') }),
    returns: chatMessages,
    handle: async ({ actor, params, query, platform }) => {
      const asked = { customerId: params.customerId, scriptId: params.id, accountId: query.account };
      return { data: await chatMessagesFor(platform, actor, asked) };
    },
  }),
  write({
    method: 'post',
    path: '/customers/{customerId}/scripts/{id}',
    name: 'noteScriptSent',
    summary: 'Note that a member sent a script to a customer',
    tag,
    may: 'customers:write',
    params: params.extend({ customerId: id('cus') }),
    returns: z.object({}),
    handle: async ({ db, actor, params, platform }) => {
      await noteSent(db, platform.clock, actor, { customerId: params.customerId, scriptId: params.id });
      return {};
    },
  }),
];

import { z } from 'zod';
import { id } from '#platform/contract.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import { corpTagView, pushesView, syncRunView } from './contract.ts';
import { groupListQuery, groupRow } from './groups/contract.ts';
import { listGroups } from './groups/list-groups.ts';
import { listCorpTags, orderCorpTags } from './pushes/corp-tags.ts';
import { listPushes, retryPushes } from './pushes/list-pushes.ts';
import { listRuns } from './runs.ts';

const params = z.object({ id: id('acc') });

export const wecomRoutes: Route[] = [
  read({
    path: '/accounts/{id}/syncs',
    name: 'listAccountSyncs',
    summary: 'The last comparisons of an account with its platform, and what each found',
    tag: '设置',
    may: 'channels:read',
    params,
    returns: z.object({ data: z.array(syncRunView) }),
    handle: async ({ db, params, actor }) => ({ data: await listRuns(db, params.id, actor.language) }),
  }),
  read({
    path: '/accounts/{id}/pushes',
    name: 'listAccountPushes',
    summary: 'What WeCom is still to be told of customers, and what it refused',
    tag: '设置',
    may: 'channels:read',
    params,
    returns: pushesView,
    handle: ({ db, params, actor }) => listPushes(db, actor, params.id),
  }),
  write({
    method: 'post',
    path: '/accounts/{id}/pushes/retry',
    name: 'retryAccountPushes',
    summary: 'Try again what WeCom refused',
    tag: '设置',
    may: 'channels:write',
    params,
    returns: z.object({ relations: z.number().int() }),
    status: 200,
    handle: async ({ db, params, actor, platform }) => ({
      relations: await retryPushes(db, platform, actor, params.id),
    }),
  }),
  read({
    path: '/customer-groups',
    name: 'listCustomerGroups',
    summary: 'Customer groups (客户群): whose they are, how many are in them, who came and went lately',
    tag: '客户',
    may: 'customers:read',
    query: groupListQuery,
    returns: z.object({ data: z.array(groupRow) }),
    handle: async ({ db, platform, query }) => ({
      data: await listGroups(db, platform.clock.now(), query),
    }),
  }),
  read({
    path: '/corp-tags',
    name: 'listCorpTags',
    summary: 'Which tags are corp tags (企业标签), or are to become some',
    tag: '客户',
    may: 'segments:read',
    returns: z.object({ data: z.array(corpTagView) }),
    handle: async ({ db, actor }) => ({ data: await listCorpTags(db, actor.language) }),
  }),
  write({
    method: 'post',
    path: '/corp-tags',
    name: 'makeCorpTags',
    summary: 'Make tags of Siyu corp tags of a WeCom account',
    tag: '客户',
    may: 'segments:write',
    body: z.object({ accountId: id('acc'), tagIds: z.array(id('tag')).min(1).max(200) }),
    returns: z.object({ ordered: z.number().int() }),
    status: 202,
    handle: async ({ db, body, actor, platform }) => ({
      ordered: await orderCorpTags(db, platform, actor, body.accountId, body.tagIds),
    }),
  }),
];

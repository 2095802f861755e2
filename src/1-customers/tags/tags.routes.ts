import { z } from 'zod';
import { id, name, text } from '#platform/contract.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import { tagGroupPatch, tagGroupView, tagPatch, tagPeopleBody } from '../contract.ts';
import { personInScope } from '../customers/customers.ts';
import { changeGroup, changeTag } from './change-tags.ts';
import { tagPeople } from './tag-people.ts';
import { addTags, createTag, listTags, removeTags } from './tags.ts';

const tag = '客户';
const params = z.object({ id: id('cus') });
const tagIds = z.array(id('tag')).min(1).max(50);
const changed = z.object({ changed: z.number().int() });

export const tagRoutes: Route[] = [
  read({
    path: '/tags',
    name: 'listTags',
    summary: 'Tag groups (企业标签组) and their tags',
    tag,
    may: 'customers:read',
    returns: z.object({ data: z.array(tagGroupView) }),
    handle: async ({ db, platform, actor }) => ({
      data: await listTags(db, platform.clickhouse, actor.scope),
    }),
  }),
  write({
    method: 'post',
    path: '/tags',
    name: 'createTag',
    summary: 'Make a tag, and its group when there is none of that name',
    tag,
    may: 'segments:write',
    body: z.object({ group: name(30), name: name(30) }),
    returns: z.object({ id: id('tag') }),
    handle: async ({ db, actor, body, platform }) => ({
      id: await createTag(db, platform.clock, actor, body.group, body.name),
    }),
  }),
  write({
    method: 'patch',
    path: '/tags/{id}',
    name: 'changeTag',
    summary: 'Change a tag: its name, what it means, who looks after it, how long it holds',
    tag,
    may: 'segments:write',
    params: z.object({ id: id('tag') }),
    body: tagPatch,
    returns: z.object({ dated: z.number().int() }),
    handle: async ({ db, actor, params, body, platform }) => ({
      dated: await changeTag(db, platform.clock, actor, params.id, body),
    }),
  }),
  write({
    method: 'patch',
    path: '/tag-groups/{id}',
    name: 'changeTagGroup',
    summary: 'Say whether somebody may carry more than one tag of a group',
    tag,
    may: 'segments:write',
    params: z.object({ id: id('tgr') }),
    body: tagGroupPatch,
    returns: z.object({}),
    handle: async ({ db, actor, params, body, platform }) => {
      await changeGroup(db, platform.clock, actor, params.id, body.exclusive);
      return {};
    },
  }),
  write({
    method: 'post',
    path: '/customers/tags',
    name: 'tagCustomers',
    summary: 'Tag many customers, or take tags away: named one by one, or everybody the filters find',
    tag,
    may: 'customers:write',
    body: tagPeopleBody,
    returns: z.object({ people: z.number().int(), changed: z.number().int() }),
    status: 200,
    handle: ({ db, actor, body, platform }) => tagPeople(db, platform, actor, body),
  }),
  write({
    method: 'post',
    path: '/customers/{id}/tags',
    name: 'addCustomerTags',
    summary: 'Tag a customer',
    tag,
    may: 'customers:write',
    params,
    body: z.object({ tagIds, reason: text(200).optional() }),
    returns: changed,
    status: 200,
    handle: async ({ db, actor, params, body, platform }) => {
      const customerIds = [await personInScope(db, actor, params.id)];
      const why = { source: 'manual', reason: body.reason } as const;
      return { changed: await addTags(db, platform.clock, actor, { customerIds, tagIds: body.tagIds }, why) };
    },
  }),
  write({
    method: 'delete',
    path: '/customers/{id}/tags/{tagId}',
    name: 'removeCustomerTag',
    summary: 'Take a tag away from a customer',
    tag,
    may: 'customers:write',
    params: params.extend({ tagId: id('tag') }),
    returns: changed,
    handle: async ({ db, actor, params, platform }) => {
      const customerIds = [await personInScope(db, actor, params.id)];
      const change = { customerIds, tagIds: [params.tagId] };
      return { changed: await removeTags(db, platform.clock, actor, change, { source: 'manual' }) };
    },
  }),
];

import { z } from 'zod';
import { archiveTag, mergeTags, restoreTag, undoTagMerge, whileWhole } from '#customers';
import { id } from '#platform/contract.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import { checkTags } from './check-tags.ts';
import { carrierList, carriersQuery, tagHealthView, tagPair } from './contract.ts';
import { liftConflict, listCarriers, readHealth, sayConflict } from './health.ts';
import { keepTag } from './keep.ts';
import { refuseUsed } from './uses.ts';

const tag = '客户';
const nothing = z.object({});
/** What is done to one tag. */
const toTag = {
  method: 'post',
  tag,
  may: 'segments:write',
  params: z.object({ id: id('tag') }),
  status: 200,
} as const;

export const tagHealthRoutes: Route[] = [
  read({
    path: '/tags/health',
    name: 'readTagHealth',
    summary:
      'What the last look through all tags found: unused, contradictory, stale, alike; and how full each 企业微信 is',
    tag,
    may: 'segments:read',
    returns: tagHealthView,
    handle: ({ db }) => readHealth(db),
  }),
  write({
    method: 'post',
    path: '/tags/health',
    name: 'checkTagHealth',
    summary: 'Looks through all tags now, which else happens every night',
    tag,
    may: 'segments:write',
    body: nothing,
    returns: z.object({ findings: z.number().int() }),
    status: 200,
    handle: ({ platform }) => whileWhole(platform, () => checkTags(platform)),
  }),
  read({
    path: '/tags/health/people',
    name: 'listTagCarriers',
    summary:
      'The people behind a finding: who carries two tags that contradict, an old one, or one that ends soon',
    tag,
    may: 'customers:read',
    query: carriersQuery,
    returns: carrierList,
    handle: ({ platform, actor, query }) => listCarriers(platform, actor.scope, query),
  }),
  write({
    method: 'post',
    path: '/customers/{id}/tags/{tagId}/keep',
    name: 'keepCustomerTag',
    summary: 'Of tags that contradict, keep one and take the others off a customer',
    tag,
    may: 'customers:write',
    params: z.object({ id: id('cus'), tagId: id('tag') }),
    body: z.object({ among: z.array(id('tag')).min(1).max(3_000) }),
    returns: z.object({ changed: z.number().int() }),
    status: 200,
    handle: ({ db, actor, params: { id: customerId, tagId }, body: { among }, platform }) =>
      keepTag(db, platform.clock, actor, { customerId, tagId, among }),
  }),
  write({
    ...toTag,
    path: '/tags/{id}/archive',
    name: 'archiveTag',
    summary: 'Put a tag away that no segment asks for',
    body: nothing,
    returns: nothing,
    handle: async ({ db, actor, params, platform }) => {
      await refuseUsed(db, params.id);
      await archiveTag(db, platform.clock, actor, params.id);
      return {};
    },
  }),
  write({
    ...toTag,
    path: '/tags/{id}/restore',
    name: 'restoreTag',
    summary: 'Bring a tag back, with who carried it',
    body: nothing,
    returns: nothing,
    handle: async ({ db, actor, params, platform }) => {
      await restoreTag(db, platform.clock, actor, params.id);
      return {};
    },
  }),
  write({
    ...toTag,
    path: '/tags/{id}/merge',
    name: 'mergeTag',
    summary: 'Make a tag another: who carried it carries the other; can be taken back',
    body: z.object({ into: id('tag') }),
    returns: z.object({ id: id('tmg'), people: z.number().int() }),
    handle: async ({ db, actor, params, body, platform }) => {
      await refuseUsed(db, params.id);
      return await mergeTags(db, platform.clock, actor, params.id, body.into);
    },
  }),
  write({
    method: 'post',
    path: '/tag-merges/{id}/undo',
    name: 'undoTagMerge',
    summary: 'Take a merge of tags back',
    tag,
    may: 'segments:write',
    params: z.object({ id: id('tmg') }),
    body: nothing,
    returns: z.object({ people: z.number().int() }),
    status: 200,
    handle: ({ db, actor, params, platform }) => undoTagMerge(db, platform.clock, actor, params.id),
  }),
  write({
    method: 'post',
    path: '/tag-conflicts',
    name: 'sayTagConflict',
    summary: 'Say that nobody can carry both of two tags',
    tag,
    may: 'segments:write',
    body: tagPair,
    returns: nothing,
    status: 200,
    handle: async ({ db, actor, body, platform }) => {
      await sayConflict(db, platform.clock, actor, body);
      return {};
    },
  }),
  write({
    method: 'delete',
    path: '/tag-conflicts/{a}/{b}',
    name: 'liftTagConflict',
    summary: 'Two tags may be carried together again',
    tag,
    may: 'segments:write',
    params: tagPair,
    returns: nothing,
    handle: async ({ db, actor, params, platform }) => {
      await liftConflict(db, platform.clock, actor, params);
      return {};
    },
  }),
];

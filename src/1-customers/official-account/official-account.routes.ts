import { z } from 'zod';
import { id, pageOf } from '#platform/contract.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import { connectOfficialAccount } from './connect.ts';
import {
  customerOfficialView,
  followerQuery,
  followerRow,
  noticeBody,
  noticeTemplateBody,
  noticeTemplateView,
  officialAccountBody,
  replyBody,
} from './contract.ts';
import {
  archiveNoticeTemplate,
  createNoticeTemplate,
  listNoticeTemplates,
  readNoticeTemplates,
} from './notice-templates.ts';
import { listFollowers, readCustomerOfficial } from './read-official.ts';
import { writeNotice, writeReply } from './write-notice.ts';

const tag = '公众号';
const ofCustomer = z.object({ id: id('cus') });
const made = z.object({ id: id('ofm') });

export const officialAccountRoutes: Route[] = [
  write({
    method: 'post',
    path: '/official-accounts',
    name: 'connectOfficialAccount',
    summary: 'Connect an official account; its followers are read in at once',
    tag: '设置',
    may: 'channels:write',
    body: officialAccountBody,
    returns: z.object({ id: id('acc') }),
    handle: async ({ db, actor, body, platform }) => ({
      id: await connectOfficialAccount(db, platform, actor, body),
    }),
  }),
  read({
    path: '/followers',
    name: 'listFollowers',
    summary: 'Who follows official accounts, by account, code and whether they can be answered now',
    tag,
    may: 'customers:read',
    query: followerQuery,
    returns: pageOf(followerRow),
    handle: ({ db, platform, actor, query }) => listFollowers(db, platform.clock.now(), actor, query),
  }),
  read({
    path: '/customers/{id}/official-accounts',
    name: 'readCustomerOfficial',
    summary: 'What official accounts a customer follows, and what each may send them now',
    tag,
    may: 'customers:read',
    params: ofCustomer,
    returns: customerOfficialView,
    handle: ({ db, platform, actor, params }) => readCustomerOfficial(db, platform, actor, params.id),
  }),
  write({
    method: 'post',
    path: '/customers/{id}/official-replies',
    name: 'replyToFollower',
    summary: 'Answer a customer through an official account, while its window for them is open',
    tag,
    may: 'customers:write',
    params: ofCustomer,
    body: replyBody,
    returns: made,
    handle: async ({ db, platform, actor, params, body }) => ({
      id: await writeReply(db, platform, actor, params.id, body),
    }),
  }),
  write({
    method: 'post',
    path: '/customers/{id}/notices',
    name: 'sendNotice',
    summary: 'Send a subscribe notice to a customer who has accepted one that is left',
    tag,
    may: 'customers:write',
    params: ofCustomer,
    body: noticeBody,
    returns: made,
    handle: async ({ db, platform, actor, params, body }) => ({
      id: await writeNotice(db, platform, actor, params.id, body),
    }),
  }),
  read({
    path: '/notice-templates',
    name: 'listNoticeTemplates',
    summary: 'Templates of subscribe notices, with how many followers take one',
    tag,
    may: 'brand:read',
    returns: z.object({ data: z.array(noticeTemplateView) }),
    handle: async ({ db }) => ({ data: await listNoticeTemplates(db) }),
  }),
  write({
    method: 'post',
    path: '/notice-templates',
    name: 'createNoticeTemplate',
    summary: 'Enter a template of subscribe notices as the platform shows it',
    tag,
    may: 'brand:write',
    body: noticeTemplateBody,
    returns: z.object({ id: id('ntt') }),
    handle: async ({ db, platform, actor, body }) => ({
      id: await createNoticeTemplate(db, platform.clock, actor, body),
    }),
  }),
  write({
    method: 'delete',
    path: '/notice-templates/{id}',
    name: 'archiveNoticeTemplate',
    summary: 'Put a template of subscribe notices away',
    tag,
    may: 'brand:write',
    params: z.object({ id: id('ntt') }),
    returns: z.object({}),
    handle: async ({ db, platform, actor, params }) => {
      await archiveNoticeTemplate(db, platform.clock, actor, params.id);
      return {};
    },
  }),
  write({
    method: 'post',
    path: '/official-accounts/{id}/notice-templates',
    name: 'readNoticeTemplates',
    summary: 'Read the templates the account has chosen on the platform',
    tag,
    may: 'brand:write',
    params: z.object({ id: id('acc') }),
    returns: z.object({ templates: z.number().int() }),
    handle: async ({ db, platform, actor, params }) => ({
      templates: await readNoticeTemplates(db, platform, actor, params.id),
    }),
  }),
];

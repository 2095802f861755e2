import { sql } from 'kysely';
import { z } from 'zod';
import { id } from '#platform/contract.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import { inScope } from '../customers/scope.ts';
import { checkSmsAccount } from './check.ts';
import { smsAccountBody, smsAccountPatch, smsAccountView, smsCheck, smsReply } from './contract.ts';
import { changeSmsAccount, createSmsAccount, listSmsAccounts } from './sms-accounts.ts';

const tag = '短信';
const params = z.object({ id: id('sms') });

export const smsRoutes: Route[] = [
  read({
    path: '/sms-accounts',
    name: 'listSmsAccounts',
    summary: 'Accounts at SMS vendors, and where these push receipts and replies to',
    tag,
    may: 'channels:read',
    returns: z.object({ data: z.array(smsAccountView) }),
    handle: async ({ db, platform, actor }) => ({
      data: await listSmsAccounts(db, platform, actor.permissions.has('channels:write')),
    }),
  }),
  write({
    method: 'post',
    path: '/sms-accounts',
    name: 'connectSmsAccount',
    summary: 'Connect an account at Aliyun or Tencent Cloud',
    tag,
    may: 'channels:write',
    body: smsAccountBody,
    returns: z.object({ id: id('sms') }),
    handle: async ({ db, platform, actor, body }) => ({
      id: await createSmsAccount(db, platform, actor, body),
    }),
  }),
  write({
    method: 'patch',
    path: '/sms-accounts/{id}',
    name: 'changeSmsAccount',
    summary: 'Another signature, price or key; pause or resume',
    tag,
    may: 'channels:write',
    params,
    body: smsAccountPatch,
    returns: z.object({}),
    handle: async ({ db, platform, actor, params, body }) => {
      await changeSmsAccount(db, platform, actor, params.id, body);
      return {};
    },
  }),
  read({
    path: '/sms-accounts/{id}/check',
    name: 'checkSmsAccount',
    summary: 'Ask the vendor now what an account still needs to send',
    tag,
    may: 'channels:write',
    params,
    returns: smsCheck,
    handle: ({ platform, params, actor }) => checkSmsAccount(platform, params.id, actor.language),
  }),
  read({
    path: '/sms-accounts/{id}/replies',
    name: 'listSmsReplies',
    summary: 'What customers answered, the newest first, and who wants no more',
    tag,
    may: 'customers:read',
    params,
    returns: z.object({ data: z.array(smsReply) }),
    handle: async ({ db, params, actor }) => {
      const { rows } = await sql<z.output<typeof smsReply>>`
        select r.id, c.person_id as customer_id, c.name, r.text, r.stop, r.at
        from sms_replies r left join customers c on c.id = r.customer_id
        where r.account_id = ${params.id} and (r.customer_id is null and ${actor.scope.kind === 'all'} or ${inScope(actor.scope, sql`c.person_id`)})
        order by r.at desc, r.id desc limit 200`.execute(db);
      return { data: rows };
    },
  }),
];

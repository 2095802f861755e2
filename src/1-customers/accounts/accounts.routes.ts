import { z } from 'zod';
import { id } from '#platform/contract.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { accountPatch, accountView, wecomAccountBody } from '../contract.ts';
import { SYNC_FOLLOWERS } from '../official-account/official-account.jobs.ts';
import { noteSync } from '../wecom/sync-state.ts';
import { SYNC } from '../wecom/wecom.jobs.ts';
import { changeAccount, createWecomAccount } from './accounts.ts';
import { checkAccount } from './check.ts';
import { accountCheck } from './contract.ts';
import { presentAccounts } from './present.ts';

const tag = '设置';
const params = z.object({ id: id('acc') });

export const accountRoutes: Route[] = [
  read({
    path: '/accounts',
    name: 'listAccounts',
    summary: 'Channel accounts: corps, official accounts, shops …',
    tag,
    may: 'channels:read',
    returns: z.object({ data: z.array(accountView) }),
    handle: async ({ db, platform, actor }) => ({
      data: await presentAccounts(db, platform, actor.language),
    }),
  }),
  write({
    method: 'post',
    path: '/accounts',
    name: 'connectAccount',
    summary: 'Connect a WeCom corp; its members, tags and customers are read in at once',
    tag,
    may: 'channels:write',
    body: wecomAccountBody,
    returns: z.object({ id: id('acc') }),
    handle: async ({ db, actor, body, platform }) => {
      const accountId = await createWecomAccount(db, platform, actor, body);
      await askForSync(db, platform, accountId);
      return { id: accountId };
    },
  }),
  write({
    method: 'patch',
    path: '/accounts/{id}',
    name: 'changeAccount',
    summary: 'Rename, pause or resume an account, or give it new secrets',
    tag,
    may: 'channels:write',
    params,
    body: accountPatch,
    returns: z.object({}),
    handle: async ({ db, actor, params, body, platform }) => {
      await changeAccount(db, platform, actor, params.id, body);
      return {};
    },
  }),
  read({
    path: '/accounts/{id}/check',
    name: 'checkAccount',
    summary: 'Ask the platform now what an account still needs to work',
    tag,
    may: 'channels:write',
    params,
    returns: accountCheck,
    handle: ({ platform, params, actor }) => checkAccount(platform, params.id, actor.language),
  }),
  write({
    method: 'post',
    path: '/accounts/{id}/sync',
    name: 'syncAccount',
    summary: 'Compare an account with its platform now',
    tag,
    may: 'channels:write',
    params,
    returns: z.object({}),
    status: 202,
    handle: async ({ db, params, platform }) => {
      const account = await db
        .selectFrom('channelAccounts')
        .select(['id', 'kind'])
        .where('id', '=', params.id)
        .where('kind', 'in', ['wecom', 'official_account'])
        .where('status', '=', 'active')
        .where('secrets', 'is not', null)
        .executeTakeFirst();
      if (!account) throw new Problem(NOT_FOUND);
      await askForSync(db, platform, account.id, account.kind === 'wecom' ? SYNC : SYNC_FOLLOWERS);
      return {};
    },
  }),
];

async function askForSync(
  tx: Tx,
  { clock, jobs }: Platform,
  accountId: number,
  job: { name: string } = SYNC,
): Promise<void> {
  await noteSync({ db: tx, clock }, accountId, { state: 'waiting' });
  await jobs.enqueue(tx, job, { accountId }, { onlyOne: String(accountId) });
}

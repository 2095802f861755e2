import { z } from 'zod';
import { officialAccount } from '#channels';
import { id } from '#platform/contract.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import { type Route, raw } from '#platform/http/route.ts';
import type { Platform } from '#platform/platform.ts';
import { answerCheck, takeCallback } from '../wecom/take-callback.ts';
import { tellFollower } from './greeting.ts';

const tag = '设置';
const params = z.object({ id: id('acc') });
export const followerCallbackRoutes: Route[] = [
  raw({
    method: 'get',
    path: '/callbacks/official-account/{id}',
    name: 'verifyOfficialAccountCallback',
    summary: 'WeChat checks the callback address of an official account',
    tag,
    may: 'public',
    params,
    handle: async ({ platform, params, http }) => {
      const callback = await openCallback(platform, params.id);
      return await answerCheck(platform, params.id, http, callback);
    },
  }),
  raw({
    method: 'post',
    path: '/callbacks/official-account/{id}',
    name: 'receiveOfficialAccountCallback',
    summary: 'WeChat tells what a follower did; stored, answered, then worked off',
    tag,
    may: 'public',
    params,
    handle: async ({ platform, params, http }) => {
      const callback = await openCallback(platform, params.id);
      const isWanted = ({ change }: officialAccount.FollowerEvent) => change !== 'other';
      const onNews = (event: officialAccount.FollowerEvent) => tellFollower(platform, params.id, event);
      return await takeCallback(platform, params.id, http, callback, { isWanted, onNews });
    },
  }),
];

async function openCallback(platform: Platform, accountId: number) {
  const account = await officialAccount.readOfficialAccount(platform, accountId).catch(() => undefined);
  if (!account?.callbackToken) throw new Problem(NOT_FOUND);
  const { appId, callbackToken: token, callbackKey: encodingAesKey } = account;
  return officialAccount.officialAccountCallback({ appId, token, encodingAesKey }, platform.clock);
}

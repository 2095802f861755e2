import { z } from 'zod';
import { readWecomAccount, wecom } from '#channels';
import { id } from '#platform/contract.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import { type Route, raw } from '#platform/http/route.ts';
import type { Platform } from '#platform/platform.ts';
import { tellKfNewsNow } from './kf-news.ts';
import { answerCheck, takeCallback } from './take-callback.ts';
import { tellWelcomeCode } from './welcome-codes.ts';

const tag = '设置';
const params = z.object({ id: id('acc') });
export const callbackRoutes: Route[] = [
  raw({
    method: 'get',
    path: '/callbacks/wecom/{id}',
    name: 'verifyWecomCallback',
    summary: 'WeCom checks the callback address',
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
    path: '/callbacks/wecom/{id}',
    name: 'receiveWecomCallback',
    summary: 'WeCom tells of a change; stored, answered, then worked off',
    tag,
    may: 'public',
    params,
    handle: async ({ platform, params, http }) => {
      const callback = await openCallback(platform, params.id);
      const onNews = (event: wecom.WecomEvent) => {
        tellWelcomeCode(platform, params.id, event);
        tellKfNewsNow(platform, params.id, event);
      };
      return await takeCallback(platform, params.id, http, callback, { onNews });
    },
  }),
];

async function openCallback(platform: Platform, accountId: number) {
  const account = await readWecomAccount(platform, accountId).catch(() => undefined);
  if (!account?.callbackToken || !account.callbackKey) throw new Problem(NOT_FOUND);
  const keys = {
    token: account.callbackToken,
    encodingAesKey: account.callbackKey,
    receiveId: account.corpId,
  };
  return wecom.wecomCallback(keys, platform.clock);
}

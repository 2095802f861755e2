import { z } from 'zod';
import { officialAccount } from '#channels';
import { id } from '#platform/contract.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import { type Route, raw } from '#platform/http/route.ts';
import type { Platform } from '#platform/platform.ts';
import { noteVerified } from '../accounts/check.ts';
import { storeCallback, wakeInbox } from '../wecom/callbacks.routes.ts';

const tag = '设置';
const params = z.object({ id: id('acc') });
/** Far above any message of a follower. */
const LARGEST = 256 * 1024;

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
      const verified = callback.verifyUrl(http.req.query());
      if (!verified.ok) return http.text(verified.reason, 403);
      await noteVerified(platform, params.id);
      return http.text(verified.text);
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
      const body = await http.req.text();
      if (body.length > LARGEST) return http.text('too large', 413);
      const received = callback.receive(http.req.query(), body);
      if (!received.ok) return http.text(received.reason, 403);
      const { event, dedupeKey } = received;
      if (event.change !== 'other' && (await storeCallback(platform, params.id, dedupeKey, event)))
        wakeInbox(platform);
      return http.text('success');
    },
  }),
];

async function openCallback(platform: Platform, accountId: number) {
  const account = await officialAccount.readOfficialAccount(platform, accountId).catch(() => undefined);
  if (!account?.callbackToken) throw new Problem(NOT_FOUND);
  const { appId, callbackToken: token, callbackKey: encodingAesKey } = account;
  return officialAccount.officialAccountCallback({ appId, token, encodingAesKey }, platform.clock);
}

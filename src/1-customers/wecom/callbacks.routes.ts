import { z } from 'zod';
import { type officialAccount, readWecomAccount, wecom } from '#channels';
import { id } from '#platform/contract.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import { type Route, raw } from '#platform/http/route.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db } from '#platform/postgres/connect.ts';
import { noteVerified } from '../accounts/check.ts';
import { tellWelcomeCode } from './welcome-codes.ts';

const tag = '设置';
const params = z.object({ id: id('acc') });
/** Far above any callback WeCom sends. */
const LARGEST = 256 * 1024;

export const INBOX = { name: 'channel.inbox' };

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
      const verified = callback.verifyUrl(http.req.query() as never);
      if (!verified.ok) return http.text(verified.reason, 403);
      await noteVerified(platform, params.id);
      return http.text(verified.text);
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
      const body = await http.req.text();
      if (body.length > LARGEST) return http.text('too large', 413);
      const received = callback.receive(http.req.query() as never, body);
      if (!received.ok) return http.text(received.reason, 403);
      if (await storeCallback(platform, params.id, received.dedupeKey, received.event)) {
        tellWelcomeCode(platform, params.id, received.event);
        wakeInbox(platform);
      }
      return http.text('success');
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

/** The raw event first; a repeat of one that is already there changes nothing. @returns whether it is news. */
export async function storeCallback(
  { db, clock }: Platform,
  accountId: number,
  dedupeKey: string,
  event: wecom.WecomEvent | officialAccount.FollowerEvent,
): Promise<boolean> {
  const stored = await db
    .insertInto('channelInbox')
    .values({ accountId, dedupeKey, body: JSON.stringify(event), receivedAt: clock.now() })
    .onConflict(conflict => conflict.columns(['accountId', 'dedupeKey']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return stored !== undefined;
}

const waking = new WeakSet<Db>();

/**
 * Has the inbox worked off, without waiting: the event is safe, and the job comes every minute by itself. One asking at a
 * time, because of jobs that may wait only once each waits for the other's commit, and in a flood that is a queue of its
 * own: at a hundred callbacks a second half of the welcomes came too late.
 */
export function wakeInbox({ db, jobs, log }: Platform): void {
  if (waking.has(db)) return;
  waking.add(db);
  void jobs
    .enqueue(db, INBOX, {}, { onlyOne: 'inbox' })
    .catch(error => log.warn({ err: error }, 'inbox not woken; it will be within a minute'))
    .finally(() => waking.delete(db));
}

import { z } from 'zod';
import type { Job } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { GROUP, type GroupRef, readGroupAgain } from './groups/read-group.ts';
import { workOffInbox } from './inbox.ts';
import { workOffPushes } from './pushes/push.ts';
import { PUSH } from './pushes/push-job.ts';
import { syncWecom } from './sync.ts';
import { INBOX } from './take-callback.ts';

export const SYNC = { name: 'wecom.sync' };

/** Callbacks as they come, and every night a comparison of the whole corp, because callbacks get lost. */
export function wecomJobs(platform: Platform): Job<never>[] {
  const { db, jobs, log } = platform;
  const inbox: Job<unknown> = {
    ...INBOX,
    data: z.unknown(),
    unique: true,
    cron: '* * * * *',
    handle: async () => {
      await workOffInbox(platform);
    },
  };
  const push: Job<unknown> = {
    ...PUSH,
    data: z.unknown(),
    unique: true,
    cron: '* * * * *',
    expireInSeconds: 7_200,
    handle: async () => {
      await workOffPushes(platform);
    },
  };
  const group: Job<GroupRef> = {
    ...GROUP,
    data: z.object({ accountId: z.number().int(), chatId: z.string() }),
    unique: true,
    handle: ref => readGroupAgain(platform, ref),
  };
  const sync: Job<{ accountId: number }> = {
    ...SYNC,
    data: z.object({ accountId: z.number().int() }),
    unique: true,
    expireInSeconds: 7_200,
    handle: async ({ accountId }) => {
      log.info({ accountId, ...(await syncWecom(platform, accountId)) }, 'WeCom account compared');
    },
  };
  const nightly: Job<unknown> = {
    name: 'wecom.nightly',
    data: z.unknown(),
    cron: '15 3 * * *',
    handle: async () => {
      const accounts = await db
        .selectFrom('channelAccounts')
        .select('id')
        .where('kind', '=', 'wecom')
        .where('status', '=', 'active')
        .execute();
      for (const { id } of accounts) await jobs.enqueue(db, SYNC, { accountId: id }, { onlyOne: String(id) });
    },
  };
  return [inbox, push, group, sync, nightly] as Job<never>[];
}

import { z } from 'zod';
import type { Job } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { resumeMessages, sendMessage } from './send-message.ts';
import { syncFollowers } from './sync-followers.ts';
import { SEND_MESSAGE } from './write-message.ts';

export const SYNC_FOLLOWERS = { name: 'official_account.sync' };

/** Every night a comparison of who follows, because callbacks get lost. */
export function officialAccountJobs(platform: Platform): Job<never>[] {
  const { db, jobs, log } = platform;
  const sync: Job<{ accountId: number }> = {
    ...SYNC_FOLLOWERS,
    data: z.object({ accountId: z.number().int() }),
    unique: true,
    expireInSeconds: 7_200,
    handle: async ({ accountId }) => {
      log.info({ accountId, ...(await syncFollowers(platform, accountId)) }, 'official account compared');
    },
  };
  const nightly: Job<unknown> = {
    name: 'official_account.nightly',
    data: z.unknown(),
    cron: '45 2 * * *',
    handle: async () => {
      const accounts = await db
        .selectFrom('channelAccounts')
        .select('id')
        .where('kind', '=', 'official_account')
        .where('status', '=', 'active')
        .where('secrets', 'is not', null)
        .execute();
      for (const { id } of accounts)
        await jobs.enqueue(db, SYNC_FOLLOWERS, { accountId: id }, { onlyOne: String(id) });
    },
  };
  const send: Job<{ messageId: number }> = {
    ...SEND_MESSAGE,
    data: z.object({ messageId: z.number().int() }),
    concurrency: 4,
    handle: ({ messageId }) => sendMessage(platform, messageId),
  };
  const resume: Job<unknown> = {
    name: 'official_account.resume',
    data: z.unknown(),
    cron: '* * * * *',
    handle: () => resumeMessages(platform),
  };
  return [sync, nightly, send, resume] as Job<never>[];
}

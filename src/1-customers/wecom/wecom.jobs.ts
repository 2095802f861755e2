import { z } from 'zod';
import type { Job } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { GROUP, type GroupRef, readGroupAgain } from './groups/read-group.ts';
import { workOffInbox } from './inbox.ts';
import { workOffPushes } from './pushes/push.ts';
import { PUSH } from './pushes/push-job.ts';
import { readStatistics } from './statistics/read-statistics.ts';
import { syncWecom } from './sync.ts';
import { INBOX } from './take-callback.ts';

export const SYNC = { name: 'wecom.sync' };
const STATISTICS = { name: 'wecom.statistics' };

/** After the night's comparison, so that new members and their groups are known; WeCom has counted yesterday by then. */
function statisticsJobs(platform: Platform): Job<never>[] {
  const { db, jobs, log } = platform;
  const statistics: Job<{ accountId: number }> = {
    ...STATISTICS,
    data: z.object({ accountId: z.number().int() }),
    unique: true,
    expireInSeconds: 7_200,
    handle: async ({ accountId }) => {
      log.info({ accountId, ...(await readStatistics(platform, accountId)) }, 'WeCom statistics read');
    },
  };
  const nightly: Job<unknown> = {
    name: 'wecom.statistics_nightly',
    data: z.unknown(),
    cron: '30 5 * * *',
    handle: async () => {
      for (const id of await activeAccounts(platform))
        await jobs.enqueue(db, STATISTICS, { accountId: id }, { onlyOne: String(id) });
    },
  };
  return [statistics, nightly] as Job<never>[];
}

async function activeAccounts({ db }: Platform): Promise<number[]> {
  const rows = await db
    .selectFrom('channelAccounts')
    .select('id')
    .where('kind', '=', 'wecom')
    .where('status', '=', 'active')
    .execute();
  return rows.map(({ id }) => id);
}

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
      for (const id of await activeAccounts(platform))
        await jobs.enqueue(db, SYNC, { accountId: id }, { onlyOne: String(id) });
    },
  };
  return [inbox, push, group, sync, nightly, ...statisticsJobs(platform)] as Job<never>[];
}

import { z } from 'zod';
import type { Job } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { syncAllKfAccounts } from './accounts.ts';
import { forgetOldMessages } from './forget-old.ts';
import { readDueKf } from './read.ts';
import { sendAnswers, settleLateWelcomes } from './send.ts';

/** Sends what was written; asked for with every answer. */
export const SEND = { name: 'kf.send' };
/** Reads which accounts there are; asked for from the page. */
export const SYNC_ACCOUNTS = { name: 'kf.sync_accounts' };

/** Callbacks tell what is new; by themselves accounts are read every ten minutes, because callbacks get lost. */
export function kfJobs(platform: Platform): Job<never>[] {
  const byThemselves = { data: z.unknown(), unique: true };
  const send: Job<unknown> = {
    ...{ ...SEND, ...byThemselves, cron: '* * * * *' },
    handle: async () => {
      await sendAnswers(platform);
      await settleLateWelcomes(platform);
    },
  };
  const read: Job<unknown> = {
    ...{ name: 'kf.read', ...byThemselves, cron: '* * * * *', expireInSeconds: 3_600 },
    handle: async () => {
      await readDueKf(platform);
    },
  };
  const accounts: Job<unknown> = {
    ...{ ...SYNC_ACCOUNTS, ...byThemselves, cron: '20 * * * *', expireInSeconds: 3_600 },
    handle: async () => {
      await syncAllKfAccounts(platform);
      await readDueKf(platform);
    },
  };
  const forget: Job<unknown> = {
    ...{ name: 'kf.forget', data: z.unknown(), cron: '50 3 * * *' },
    handle: async () => {
      await forgetOldMessages(platform);
    },
  };
  return [send, read, accounts, forget] as Job<never>[];
}

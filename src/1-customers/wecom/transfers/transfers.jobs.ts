import { z } from 'zod';
import type { Job } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { carryOutTransfers, TRANSFERS } from './carry-out.ts';

/** What was planned is asked for within a minute; what waits is looked at when it should have ended. */
export function transferJobs(platform: Platform): Job<never>[] {
  const carryOut: Job<unknown> = {
    ...TRANSFERS,
    data: z.unknown(),
    unique: true,
    cron: '* * * * *',
    expireInSeconds: 7_200,
    handle: async () => {
      await carryOutTransfers(platform);
    },
  };
  return [carryOut] as Job<never>[];
}

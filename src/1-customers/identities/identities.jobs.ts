import { z } from 'zod';
import type { Job } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { matchEverybody } from './suggestions/matching.ts';

/** Every night everybody is compared anew, after the shops' files and WeCom have been. */
export function identityJobs(platform: Platform): Job<never>[] {
  const nightly: Job<unknown> = {
    name: 'identities.match',
    data: z.unknown(),
    unique: true,
    cron: '40 4 * * *',
    expireInSeconds: 7_200,
    handle: async () => {
      platform.log.info(await matchEverybody(platform), 'everybody compared');
    },
  };
  return [nightly] as Job<never>[];
}

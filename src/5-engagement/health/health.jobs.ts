import { z } from 'zod';
import type { Job } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { evaluateHealth } from './evaluate.ts';

/** Often enough that a bad afternoon slows the evening's broadcast. */
export function healthJobs(platform: Platform): Job<never>[] {
  const evaluate: Job<unknown> = {
    name: 'health.evaluate',
    data: z.unknown(),
    unique: true,
    cron: '*/15 * * * *',
    handle: async () => {
      const changed = await evaluateHealth(platform);
      if (changed > 0) platform.log.info({ changed }, 'account health changed');
    },
  };
  return [evaluate] as Job<never>[];
}

import { z } from 'zod';
import type { Job } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { whileWhole } from '../projection/whole.ts';
import { reckonProducts } from './reckon.ts';

/** How each product does, worked out every night. */
export function productJobs(platform: Platform): Job<never>[] {
  const nightly: Job<unknown> = {
    name: 'products.reckon',
    data: z.unknown(),
    cron: '20 4 * * *',
    handle: async () => void (await whileWhole(platform, () => reckonProducts(platform))),
  };
  return [nightly] as Job<never>[];
}

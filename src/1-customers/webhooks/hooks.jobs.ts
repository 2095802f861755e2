import { z } from 'zod';
import type { Job } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { LIVE_ORDERS } from './deliveries.ts';
import { forgetDeliveries, workOffDeliveries } from './work-off.ts';

/** Deliveries as they come; every minute those that a fault has left lying. */
export function hookJobs(platform: Platform): Job[] {
  return [
    {
      ...LIVE_ORDERS,
      data: z.unknown(),
      unique: true,
      cron: '* * * * *',
      handle: async () => {
        await workOffDeliveries(platform);
      },
    },
    { name: 'hooks.forget', data: z.unknown(), cron: '31 4 * * *', handle: () => forgetDeliveries(platform) },
  ];
}

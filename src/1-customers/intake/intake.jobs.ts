import { z } from 'zod';
import { DAY } from '#platform/clock.ts';
import type { Job } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { forgetMessages } from './intake.sql.ts';

/** How long a message is recognised when it is sent again. Libraries give up after hours, queues after days. */
export const RECOGNISED_DAYS = 30;

export function intakeJobs({ db, clock }: Platform): Job[] {
  return [
    {
      name: 'intake.forget',
      data: z.unknown(),
      cron: '23 4 * * *',
      handle: async () => {
        await forgetMessages(db, new Date(clock.now().getTime() - RECOGNISED_DAYS * DAY));
      },
    },
  ];
}

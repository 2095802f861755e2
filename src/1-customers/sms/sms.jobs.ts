import { z } from 'zod';
import type { Job } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { tidySms, workOffSms } from './inbox.ts';

export const SMS_INBOX = { name: 'sms.inbox' };

export function smsJobs(platform: Platform): Job<never>[] {
  const inbox: Job<unknown> = {
    ...SMS_INBOX,
    data: z.unknown(),
    unique: true,
    cron: '* * * * *',
    handle: async () => void (await workOffSms(platform)),
  };
  const tidy: Job<unknown> = {
    name: 'sms.tidy',
    data: z.unknown(),
    cron: '40 3 * * *',
    handle: () => tidySms(platform),
  };
  return [inbox, tidy] as Job<never>[];
}

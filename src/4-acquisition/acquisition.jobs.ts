import { z } from 'zod';
import { recentWelcomeCodes } from '#customers';
import type { Job } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { TELL_WAYS } from './live-codes/live-codes.routes.ts';
import { tellWays } from './live-codes/tell-ways.ts';
import { turnDuty } from './live-codes/ways.ts';
import { greet, WINDOW } from './welcome/greet.ts';

/** Codes turn to who is on duty by the minute; what the platform did not take is told again. */
export function acquisitionJobs(platform: Platform): Job<never>[] {
  const { db, clock } = platform;
  const tell: Job<unknown> = {
    ...TELL_WAYS,
    data: z.unknown(),
    unique: true,
    cron: '* * * * *',
    handle: async () => {
      await db.transaction().execute(tx => turnDuty(tx, clock));
      await tellWays(platform);
    },
  };
  return [tell] as Job<never>[];
}

/** After a process that died between a callback and its welcome: codes that are still good are used. */
export async function resumeWelcomes(platform: Platform): Promise<void> {
  const codes = await recentWelcomeCodes(platform, new Date(platform.clock.now().getTime() - WINDOW));
  await Promise.all(codes.map(code => greet(platform, code)));
}

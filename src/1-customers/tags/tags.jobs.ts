import { z } from 'zod';
import type { Job } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { expireTags } from './tags.ts';

const AT_ONCE = 20_000;

/** Tags that were given for a time end by themselves. */
export function tagJobs(platform: Platform): Job<never>[] {
  const ending: Job<unknown> = {
    name: 'tags.expire',
    data: z.unknown(),
    unique: true,
    cron: '*/10 * * * *',
    handle: async () => void (await endTags(platform)),
  };
  return [ending] as Job<never>[];
}

/** @returns number of pairs that ended. */
export async function endTags({ db, clock }: Platform): Promise<number> {
  let ended = 0;
  for (;;) {
    const some = await db.transaction().execute(tx => expireTags(tx, clock, AT_ONCE));
    ended += some;
    if (some < AT_ONCE) return ended;
  }
}

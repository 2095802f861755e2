import { z } from 'zod';
import { SECOND } from '#platform/clock.ts';
import type { Job } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { askForMoments } from './ask.ts';
import { readPostedMoments } from './read-posted.ts';
import { syncMoments } from './sync.ts';

export const ASK = { name: 'moment.ask' };

/** Hands out what is due, reads what became of it, and nightly what members have posted by themselves. */
export function momentJobs(platform: Platform): Job<never>[] {
  const { clock, jobs, db } = platform;
  const ask: Job<unknown> = {
    ...ASK,
    data: z.unknown(),
    unique: true,
    async handle(_, { signal }) {
      const next = await askForMoments(platform, signal);
      if (!next) return;
      const startAfter = new Date(Math.max(next.getTime(), clock.now().getTime() + 2 * SECOND));
      await jobs.enqueue(db, ASK, {}, { onlyOne: 'all', startAfter });
    },
  };
  const due: Job<unknown> = {
    name: 'moment.due',
    data: z.unknown(),
    cron: '* * * * *',
    handle: () => resumeMoments(platform),
  };
  const results: Job<unknown> = {
    name: 'moment.results',
    data: z.unknown(),
    cron: '* * * * *',
    handle: async () => void (await syncMoments(platform)),
  };
  const posted: Job<unknown> = {
    name: 'moment.posted',
    data: z.unknown(),
    cron: '40 3 * * *',
    handle: async () => {
      await readPostedMoments(platform);
      await syncMoments(platform, undefined, 1_000);
    },
  };
  return [ask, due, results, posted] as Job<never>[];
}

/** Takes up what is due or was left lying; a second hand at the same does no harm. */
export async function resumeMoments({ db, clock, jobs }: Platform): Promise<void> {
  const waiting = await db
    .selectFrom('moments')
    .select('id')
    .where(eb =>
      eb.or([
        eb('status', '=', 'asking'),
        eb.and([eb('status', '=', 'scheduled'), eb('scheduledAt', '<=', clock.now())]),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  if (waiting) await jobs.enqueue(db, ASK, {}, { onlyOne: 'all' });
}

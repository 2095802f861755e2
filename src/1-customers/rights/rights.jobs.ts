import { z } from 'zod';
import type { Job } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { ERASE } from './erase.ts';
import { runErasure } from './erase-steps.ts';
import { flagMinors } from './minors.ts';
import { scrub } from './scrub.ts';

/** Erasures as they are asked for; every night who is under age, and the cleaning of the engines' files. */
export function rightsJobs(platform: Platform): Job<never>[] {
  const { db, clock, log } = platform;
  const erase: Job<{ receiptId: number }> = {
    ...ERASE,
    data: z.object({ receiptId: z.number().int() }),
    unique: true,
    // What waits for the projection does not hold up the others.
    concurrency: 4,
    retryLimit: 100,
    expireInSeconds: 3_600,
    handle: ({ receiptId }) => runErasure(platform, receiptId),
  };
  const minors: Job<unknown> = {
    name: 'rights.minors',
    data: z.unknown(),
    cron: '5 0 * * *',
    handle: async () => {
      log.info({ changed: await flagMinors(db, clock) }, 'minors flagged');
    },
  };
  const cleaning: Job<unknown> = {
    name: 'rights.scrub',
    data: z.unknown(),
    cron: '45 3 * * *',
    expireInSeconds: 4 * 3_600,
    handle: async () => {
      const { receipts, remainder } = await scrub(platform);
      if (receipts > 0) log.info({ receipts, remainder }, 'erased data scrubbed from the engines');
    },
  };
  return [erase, minors, cleaning] as Job<never>[];
}

/** Erasures that nobody works on any more: the process was killed. */
export async function resumeErasures({ db, jobs }: Platform): Promise<void> {
  const open = await db.selectFrom('erasureReceipts').select('id').where('finishedAt', 'is', null).execute();
  for (const { id } of open) await jobs.enqueue(db, ERASE, { receiptId: id }, { onlyOne: String(id) });
}

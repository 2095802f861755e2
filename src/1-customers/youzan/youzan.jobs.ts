import { z } from 'zod';
import { SECOND } from '#platform/clock.ts';
import type { Job } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { pullShop } from './pull.ts';
import { activeShops } from './shops.ts';

const PULL = { name: 'youzan.pull' };
/**
 * Youzan says to wait so long after a message before what it tells of is read. The messages of half a minute share one
 * fetch, that comes half a minute after the last of them can have come.
 */
const AFTER_PUSH = 30 * SECOND;

export async function askForPull(
  tx: Tx | Db,
  { jobs, clock }: Pick<Platform, 'jobs' | 'clock'>,
  accountId: number,
  when: 'now' | 'after push',
): Promise<void> {
  if (when === 'now') {
    await jobs.enqueue(tx, PULL, { accountId }, { onlyOne: `${accountId} now` });
    return;
  }
  const slot = Math.ceil(clock.now().getTime() / AFTER_PUSH) + 1;
  const startAfter = new Date(slot * AFTER_PUSH);
  await jobs.enqueue(tx, PULL, { accountId }, { onlyOne: `${accountId} ${slot}`, startAfter });
}

/** After a message of Youzan's, and every ten minutes because messages get lost. */
export function youzanJobs(platform: Platform): Job<never>[] {
  const pull: Job<{ accountId: number }> = {
    ...PULL,
    data: z.object({ accountId: z.number().int() }),
    unique: true,
    expireInSeconds: 7_200,
    handle: async ({ accountId }) => {
      await pullShop(platform, accountId);
    },
  };
  const all: Job<unknown> = {
    name: 'youzan.all',
    data: z.unknown(),
    cron: '*/10 * * * *',
    handle: async () => {
      for (const id of await activeShops(platform)) await askForPull(platform.db, platform, id, 'now');
    },
  };
  return [pull, all] as Job<never>[];
}

import { sql } from 'kysely';
import { z } from 'zod';
import { openChannel } from '#channels';
import { SECOND } from '#platform/clock.ts';
import type { Job } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { dispatchBroadcast } from './dispatch.ts';
import { planBroadcast } from './plan.ts';
import { syncResults } from './results.ts';

const data = z.object({ broadcastId: z.number().int() });

export const PLAN = { name: 'broadcast.plan' };
export const DISPATCH = { name: 'broadcast.dispatch' };

/** Plan, dispatch, look at the results; and once a minute pick up what is due or was left lying by a crash. */
export function broadcastJobs(platform: Platform): Job<never>[] {
  const { clock } = platform;
  const channelOf = (accountId: number) => openChannel(platform, accountId);
  const enqueue = enqueuer(platform);

  const plan: Job<z.output<typeof data>> = {
    ...PLAN,
    data,
    unique: true,
    expireInSeconds: 3_600,
    async handle({ broadcastId }) {
      await planBroadcast(platform, broadcastId);
      await enqueue(DISPATCH, broadcastId);
    },
  };
  const dispatch: Job<z.output<typeof data>> = {
    ...DISPATCH,
    data,
    unique: true,
    concurrency: 2,
    expireInSeconds: 3_600,
    async handle({ broadcastId }, { signal }) {
      const run = await dispatchBroadcast(platform, broadcastId, channelOf, signal);
      if (run.outcome === 'later')
        await enqueue(
          DISPATCH,
          broadcastId,
          new Date(Math.max(run.at.getTime(), clock.now().getTime() + SECOND)),
        );
    },
  };
  const due: Job<unknown> = {
    name: 'broadcast.due',
    data: z.unknown(),
    cron: '* * * * *',
    handle: () => resumeBroadcasts(platform),
  };
  const results: Job<unknown> = {
    name: 'broadcast.results',
    data: z.unknown(),
    cron: '* * * * *',
    handle: async () => void (await syncResults(platform, channelOf)),
  };
  return [plan, dispatch, due, results] as Job<never>[];
}

function enqueuer({ db, jobs }: Platform) {
  return (job: { name: string }, broadcastId: number, startAfter?: Date) =>
    jobs.enqueue(db, job, { broadcastId }, { onlyOne: String(broadcastId), startAfter });
}

/** Starts what is due and takes up what is open; a second hand at the same broadcast does no harm. */
export async function resumeBroadcasts(platform: Platform): Promise<void> {
  const { db, clock } = platform;
  const enqueue = enqueuer(platform);
  await sql`
    update broadcasts set status = 'planning', slot = ${clock.now()}, updated_at = ${clock.now()}
    where status = 'scheduled' and scheduled_at <= ${clock.now()}`.execute(db);
  const open = await db
    .selectFrom('broadcasts')
    .select(['id', 'status'])
    .where('status', 'in', ['planning', 'sending'])
    .execute();
  for (const { id, status } of open) await enqueue(status === 'planning' ? PLAN : DISPATCH, id);
}

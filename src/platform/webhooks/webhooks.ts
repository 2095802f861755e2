import { sql } from 'kysely';
import { z } from 'zod';
import { DAY } from '../clock.ts';
import type { Job } from '../jobs/jobs.ts';
import type { Platform } from '../platform.ts';
import type { Stage } from '../stage.ts';
import { WEBHOOK_LIMITS } from './contract.ts';
import { endpointsDue } from './deliver.sql.ts';
import { DELIVER, deliverDue } from './deliver.ts';
import type { Published } from './published.ts';
import { webhooksReader } from './reader.ts';
import { webhookRoutes } from './webhooks.routes.ts';

/** Webhooks out, for what the stages publish. */
export function webhooksOut(stages: readonly Stage[]): Stage {
  const published = publishedBy(stages);
  return {
    name: 'webhooks',
    routes: webhookRoutes(published),
    jobs: platform => webhookJobs(platform, published),
    readers: platform => [webhooksReader(platform, published)],
    // A worker that died may have left tries behind.
    resume: platform => sweep(platform),
  };
}

export function publishedBy(stages: readonly Stage[]): Published {
  const people = stages.find(stage => stage.published?.people)?.published?.people;
  return { events: stages.flatMap(stage => stage.published?.events ?? []), ...(people && { people }) };
}

function webhookJobs(platform: Platform, { people }: Published): Job[] {
  const deliver: Job<{ endpointId: number }> = {
    ...DELIVER,
    data: z.object({ endpointId: z.number().int() }),
    unique: true,
    concurrency: 4,
    handle: async ({ endpointId }, { signal }) => {
      await deliverDue(platform, endpointId, { people }, signal);
    },
  };
  return [
    deliver as Job,
    { name: 'webhooks.sweep', data: z.unknown(), cron: '* * * * *', handle: () => sweep(platform) },
    { name: 'webhooks.forget', data: z.unknown(), cron: '37 4 * * *', handle: () => forgetOld(platform) },
  ];
}

/** Starts a run for every endpoint with something due. */
async function sweep(platform: Platform): Promise<void> {
  for (const endpointId of await endpointsDue(platform))
    await platform.jobs.enqueue(platform.db, DELIVER, { endpointId }, { onlyOne: `now ${endpointId}` });
}

async function forgetOld({ db, clock }: Platform): Promise<void> {
  const before = new Date(clock.now().getTime() - WEBHOOK_LIMITS.keptDays * DAY);
  await sql`delete from webhook_deliveries where created_at < ${before} and state <> 'waiting'`.execute(db);
}

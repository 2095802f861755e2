import { onOptionRenamed } from '#customers';
import { attachmentRoutes } from '#platform/files/attachments.routes.ts';
import { imageRoutes } from '#platform/files/images.routes.ts';
import type { Stage } from '#platform/stage.ts';
import { attributionReader } from './broadcasts/attribution.ts';
import { broadcastJobs, resumeBroadcasts } from './broadcasts/broadcasts.jobs.ts';
import { broadcastRoutes } from './broadcasts/broadcasts.routes.ts';
import { renameInBroadcasts } from './broadcasts/follow-renames.ts';
import { handRoutes } from './hand/hand.routes.ts';
import { healthJobs } from './health/health.jobs.ts';
import { healthRoutes } from './health/health.routes.ts';
import { momentJobs, resumeMoments } from './moments/moments.jobs.ts';
import { momentRoutes } from './moments/moments.routes.ts';
import { published } from './published.ts';
import { savingsRoutes } from './savings/savings.routes.ts';
import { scriptRoutes } from './scripts/scripts.routes.ts';

export { PLAN as planJob } from './broadcasts/broadcasts.jobs.ts';
export { createBroadcast, startBroadcast } from './broadcasts/broadcasts.ts';
export { dispatchBroadcast } from './broadcasts/dispatch.ts';
export { planBroadcast } from './broadcasts/plan.ts';
export { listBroadcasts } from './broadcasts/report.ts';
export { syncResults } from './broadcasts/results.ts';

export { evaluateHealth } from './health/evaluate.ts';
export { listWarnings } from './health/read-health.ts';
export { askForMoments } from './moments/ask.ts';
export { createMoment, scheduleMoment } from './moments/moments.ts';
export { readPostedMoments } from './moments/read-posted.ts';
export { syncMoments } from './moments/sync.ts';
export { createScript } from './scripts/scripts.ts';

export const engagement: Stage = {
  name: 'engagement',
  routes: [
    ...broadcastRoutes,
    ...handRoutes,
    ...scriptRoutes,
    ...healthRoutes,
    ...momentRoutes,
    ...savingsRoutes,
    ...imageRoutes,
    ...attachmentRoutes,
  ],
  open: platform =>
    onOptionRenamed(platform, 'engagement', (tx, _actor, renamed) => renameInBroadcasts(tx, renamed)),
  jobs: platform => [...broadcastJobs(platform), ...healthJobs(platform), ...momentJobs(platform)],
  published,
  readers: () => [attributionReader()],
  resume: async platform => {
    await resumeBroadcasts(platform);
    await resumeMoments(platform);
  },
};

import { z } from 'zod';
import { onOptionRenamed, whileWhole } from '#customers';
import type { Job } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import type { Stage } from '#platform/stage.ts';
import { computeCadence } from './cadence/cadence.ts';
import { churnRoutes } from './churn/churn.routes.ts';
import { followUpRoutes } from './follow-ups/follow-ups.routes.ts';
import { valueLedgerReader } from './lifetime-value/ledger.ts';
import { predict } from './lifetime-value/prediction/predict.ts';
import { predictionRoutes } from './lifetime-value/prediction/prediction.routes.ts';
import { valueRoutes } from './lifetime-value/value.routes.ts';
import { membershipReader } from './membership/follow.ts';
import { membershipJobs } from './membership/membership.jobs.ts';
import { membershipRoutes } from './membership/membership.routes.ts';
import { nextStepRoutes } from './next-step/next-step.routes.ts';
import { computePriceSensitivity } from './price-sensitivity/compute.ts';
import { priceSensitivityRoutes } from './price-sensitivity/price-sensitivity.routes.ts';
import { profilingReader } from './profiling/forget-scores.ts';
import { published } from './published.ts';
import { vocabularyRoutes } from './rules/vocabulary.routes.ts';
import { recountSegments } from './segments/count.ts';
import { renameInSegments } from './segments/follow-renames.ts';
import { segmentRoutes } from './segments/segments.routes.ts';
import { checkTags } from './tag-health/check-tags.ts';
import { tagHealthRoutes } from './tag-health/tag-health.routes.ts';
import { tierRoutes } from './tiers/tiers.routes.ts';
import { computeTiers } from './tiers/tiers.ts';

export { computeCadence } from './cadence/cadence.ts';
export { checkSplit, compareMeans, compareRates, type Rate } from './experiments/compare.ts';
export { makePromise } from './follow-ups/promises.ts';
export { checkLedger } from './lifetime-value/check-ledger.ts';
export { enterAcquisitionCosts, valueLedgerReader } from './lifetime-value/ledger.ts';
export { predict } from './lifetime-value/prediction/predict.ts';
export { fillSegment } from './membership/fill.ts';
export { membershipReader } from './membership/follow.ts';
export { forgetFill, membersOf, segmentsOfPerson } from './membership/members.ts';
export { computePriceSensitivity } from './price-sensitivity/compute.ts';
export type { Rule } from './rules/contract.ts';
export { renameInRule } from './rules/rename.ts';
export { sayRule } from './rules/say-rule.ts';
export { refuseUnusable } from './rules/usable.ts';
export { countRule, refreshCount } from './segments/count.ts';
export { namesIn } from './segments/names.ts';
export { createSegment, everybodyOfRule, liveSegment, peopleOfRule } from './segments/segments.ts';
export { keepSegmentUses } from './segments/uses.ts';
export { checkTags } from './tag-health/check-tags.ts';
export { sayConflict } from './tag-health/health.ts';
export { computeTiers, FEWEST_BUYERS } from './tiers/tiers.ts';

const SYSTEM = { name: 'system' };

/** A job that writes down what it works out from ClickHouse, and so waits while that is being rebuilt. */
function computing(platform: Platform, name: string, cron: string, compute: () => Promise<unknown>): Job {
  return { name, data: z.unknown(), cron, handle: async () => void (await whileWhole(platform, compute)) };
}

export const segmentation: Stage = {
  name: 'segmentation',
  routes: [
    ...membershipRoutes,
    ...segmentRoutes,
    ...vocabularyRoutes,
    ...tierRoutes,
    ...valueRoutes,
    ...predictionRoutes,
    ...followUpRoutes,
    ...nextStepRoutes,
    ...churnRoutes,
    ...priceSensitivityRoutes,
    ...tagHealthRoutes,
  ],
  open: platform =>
    onOptionRenamed(platform, 'segmentation', (tx, actor, renamed) =>
      renameInSegments(tx, platform.clock, actor, renamed),
    ),
  jobs: platform => [
    ...membershipJobs(platform),
    computing(platform, 'segments.count', '*/10 * * * *', () => recountSegments(platform)),
    computing(platform, 'tiers.compute', '30 3 * * *', () => computeTiers(platform, SYSTEM)),
    computing(platform, 'predictions.compute', '45 3 * * *', () => predict(platform, SYSTEM)),
    computing(platform, 'cadence.compute', '55 3 * * *', () => computeCadence(platform, SYSTEM)),
    computing(platform, 'tags.check', '25 4 * * *', () => checkTags(platform)),
    computing(platform, 'price-sensitivity.compute', '0 4 * * *', () =>
      computePriceSensitivity(platform, SYSTEM),
    ),
  ],
  published,
  readers: platform => [valueLedgerReader(platform), profilingReader(platform), membershipReader(platform)],
};

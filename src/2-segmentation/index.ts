import { z } from 'zod';
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
import { computePriceSensitivity } from './price-sensitivity/compute.ts';
import { priceSensitivityRoutes } from './price-sensitivity/price-sensitivity.routes.ts';
import { vocabularyRoutes } from './rules/vocabulary.routes.ts';
import { segmentRoutes } from './segments/segments.routes.ts';
import { recountSegments } from './segments/segments.ts';
import { tierRoutes } from './tiers/tiers.routes.ts';
import { computeTiers } from './tiers/tiers.ts';

export { computeCadence } from './cadence/cadence.ts';
export { checkSplit, compareMeans, compareRates } from './experiments/compare.ts';
export { makePromise } from './follow-ups/promises.ts';
export { checkLedger } from './lifetime-value/check-ledger.ts';
export { enterAcquisitionCosts, valueLedgerReader } from './lifetime-value/ledger.ts';
export { predict } from './lifetime-value/prediction/predict.ts';
export { fillSegment } from './membership/fill.ts';
export { membershipReader } from './membership/follow.ts';
export { forgetMembers, membersOf, segmentsOfPerson } from './membership/members.ts';
export { computePriceSensitivity } from './price-sensitivity/compute.ts';
export type { Rule } from './rules/contract.ts';
export { sayRule } from './rules/say-rule.ts';
export { refuseUnusable } from './rules/usable.ts';
export { namesIn } from './segments/names.ts';
export { countRule, createSegment, liveSegment, peopleOfRule, refreshCount } from './segments/segments.ts';
export { keepSegmentUses } from './segments/uses.ts';
export { computeTiers, FEWEST_BUYERS } from './tiers/tiers.ts';

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
    ...churnRoutes,
    ...priceSensitivityRoutes,
  ],
  jobs: platform => [
    ...membershipJobs(platform),
    {
      name: 'segments.count',
      data: z.unknown(),
      cron: '*/10 * * * *',
      handle: async () => void (await recountSegments(platform)),
    },
    {
      name: 'tiers.compute',
      data: z.unknown(),
      cron: '30 3 * * *',
      handle: async () => void (await computeTiers(platform, { name: 'system' })),
    },
    {
      name: 'predictions.compute',
      data: z.unknown(),
      cron: '45 3 * * *',
      handle: async () => void (await predict(platform, { name: 'system' })),
    },
    {
      name: 'price-sensitivity.compute',
      data: z.unknown(),
      cron: '0 4 * * *',
      handle: async () => void (await computePriceSensitivity(platform, { name: 'system' })),
    },
    {
      name: 'cadence.compute',
      data: z.unknown(),
      cron: '55 3 * * *',
      handle: async () => void (await computeCadence(platform, { name: 'system' })),
    },
  ],
  readers: platform => [valueLedgerReader(platform), membershipReader(platform)],
};

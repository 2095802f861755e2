export {
  customerPredictionView,
  predictionModelView,
  predictionsView,
} from './lifetime-value/prediction/contract.ts';
export {
  membershipCheckView,
  movementView,
  personSegmentsView,
  segmentChangesView,
} from './membership/contract.ts';
export * from './rules/contract.ts';
export {
  countView,
  findingView,
  segmentBody,
  segmentList,
  segmentVersions,
  segmentView,
  whyView,
} from './segments/contract.ts';
export {
  overrideBody,
  scoreSums,
  type Thresholds,
  TIERS,
  type Tier,
  tierModelView,
  transitionView,
} from './tiers/contract.ts';

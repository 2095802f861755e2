export { churnView, rescueList, rescueRow } from './churn/contract.ts';
export {
  customerFollowUpView,
  dueCounts,
  dueRow,
  followUpDone,
  promiseView,
} from './follow-ups/contract.ts';
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
export { priceSensitivityView } from './price-sensitivity/contract.ts';
export * from './rules/contract.ts';
export {
  countView,
  findingView,
  portableFile,
  segmentBody,
  segmentList,
  segmentUsesView,
  segmentVersions,
  segmentView,
  whyView,
} from './segments/contract.ts';
export { carrierList, tagFinding, tagHealthView } from './tag-health/contract.ts';
export {
  movesView,
  overrideBody,
  previewList,
  scoreSums,
  type Thresholds,
  TIERS,
  type Tier,
  tierModelView,
  transitionView,
} from './tiers/contract.ts';

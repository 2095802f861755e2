export * from './rules/contract.ts';
export { countView, findingView, segmentBody, segmentList, segmentView } from './segments/contract.ts';
export {
  overrideBody,
  type Thresholds,
  TIERS,
  type Tier,
  tierModelView,
  transitionView,
} from './tiers/contract.ts';

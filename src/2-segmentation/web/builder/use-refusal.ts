import { ApiProblem } from '#web/api/problem.ts';
import { leansOn } from '../rule/circle.ts';
import { conditionsIn, type Group } from '../rule/draft.ts';
import { useSegments } from './use-vocabulary.ts';

export type SegmentFault = 'circle' | 'unknown';

/** Which conditions a refusal of the server speaks of: those that name the segment it could not accept. */
export function useRefusal(
  problem: Error | null,
  root: Group,
  selfId: string | undefined,
): ReadonlyMap<number, SegmentFault> {
  const segments = useSegments();
  const code = problem instanceof ApiProblem ? problem.code : '';
  if (code !== 'rule_circle' && code !== 'rule_unknown_segment') return NOTHING;
  const circle = selfId === undefined ? NOTHING_ELSE : leansOn(segments, selfId).add(selfId);
  const isBad = (id: string) =>
    code === 'rule_circle' ? circle.has(id) : !segments.some(segment => segment.id === id);
  const faults = conditionsIn(root).flatMap(({ key, leaf }): [number, SegmentFault][] =>
    'segment' in leaf && leaf.segment !== null && isBad(leaf.segment)
      ? [[key, code === 'rule_circle' ? 'circle' : 'unknown']]
      : [],
  );
  return new Map(faults);
}

const NOTHING: ReadonlyMap<number, SegmentFault> = new Map();
const NOTHING_ELSE: ReadonlySet<string> = new Set();

/** Whether a refusal speaks of the rule rather than of its name, and so stands beside the rule. */
export function isOfRule(problem: Error | null): problem is ApiProblem {
  return problem instanceof ApiProblem && problem.code.startsWith('rule_');
}

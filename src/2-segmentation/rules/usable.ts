import { Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { type Leaf, RULE_LIMITS, type Rule } from './contract.ts';

const TOO_COMPLEX: ProblemKind = {
  code: 'rule_too_complex',
  status: 422,
  title: { zh: '规则太复杂', en: 'The rule is too complex' },
  detail: {
    zh: '最多 {leaves} 个条件、{depth} 层，请拆成几个分群再组合。',
    en: 'At most {leaves} conditions and {depth} levels; split it into several segments.',
  },
};

const UNKNOWN_SEGMENT: ProblemKind = {
  code: 'rule_unknown_segment',
  status: 422,
  title: { zh: '引用的分群不存在', en: 'Unknown segment' },
  detail: {
    zh: '规则引用了不存在或已归档的分群。',
    en: 'The rule names a segment that does not exist or is archived.',
  },
};

const CIRCLE: ProblemKind = {
  code: 'rule_circle',
  status: 422,
  title: { zh: '分群互相引用', en: 'Segments in a circle' },
  detail: {
    zh: '这个分群直接或间接地引用了它自己。',
    en: 'The segment refers to itself, directly or through others.',
  },
};

const OF_SEGMENTS: ProblemKind = {
  code: 'rule_about_segment_events',
  status: 422,
  title: { zh: '不能用分群事件做条件', en: 'Events of segments cannot be asked' },
  detail: {
    zh: '“进入分群”“离开分群”这类事件是由规则算出来的，不能再拿来做规则；请直接用“属于分群”。',
    en: 'Who came into a segment and who left follows from rules, and cannot be a condition of one; use “is in segment”.',
  },
};

/** What comes of rules is not asked by rules: two of them could move people in and out for ever. */
function asksAboutSegments(leaf: Leaf): boolean {
  const types =
    'events' in leaf
      ? [leaf.events]
      : 'sequence' in leaf
        ? [leaf.first, leaf.next].flatMap(step => ('event' in step ? [step.event] : []))
        : [];
  return types.some(type => type.startsWith('segment.'));
}

export function leavesOf(rule: Rule): Leaf[] {
  if ('all' in rule) return rule.all.flatMap(leavesOf);
  if ('any' in rule) return rule.any.flatMap(leavesOf);
  if ('not' in rule) return leavesOf(rule.not);
  return [rule];
}

export function segmentsIn(rule: Rule): number[] {
  return leavesOf(rule).flatMap(leaf => ('segment' in leaf ? [leaf.segment] : []));
}

function depthOf(rule: Rule): number {
  if ('all' in rule) return 1 + Math.max(...rule.all.map(depthOf));
  if ('any' in rule) return 1 + Math.max(...rule.any.map(depthOf));
  if ('not' in rule) return 1 + depthOf(rule.not);
  return 1;
}

/** Refuses a rule that is too large, names a missing segment, or leans on `self`. */
export async function refuseUnusable(db: Db | Tx, rule: Rule, self?: number): Promise<void> {
  const { leaves, depth } = RULE_LIMITS;
  if (depthOf(rule) > depth || leavesOf(rule).length > leaves)
    throw new Problem(TOO_COMPLEX, { leaves, depth });
  if (leavesOf(rule).some(asksAboutSegments)) throw new Problem(OF_SEGMENTS);
  const seen = new Set<number>();
  let wanted = segmentsIn(rule);
  while (wanted.length > 0) {
    if (self !== undefined && wanted.includes(self)) throw new Problem(CIRCLE);
    const rows = await db
      .selectFrom('segments')
      .select(['id', 'rule'])
      .where('id', 'in', wanted)
      .where('archivedAt', 'is', null)
      .execute();
    if (rows.length < new Set(wanted).size) throw new Problem(UNKNOWN_SEGMENT);
    for (const id of wanted) seen.add(id);
    wanted = [...new Set(rows.flatMap(row => segmentsIn(row.rule as unknown as Rule)))].filter(
      id => !seen.has(id),
    );
  }
}

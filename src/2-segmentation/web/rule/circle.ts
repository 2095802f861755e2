import type { RuleWire } from '#segmentation/contract';

type Saved = { id: string; rule: RuleWire };

/** The segments a rule names itself. */
export function segmentsIn(rule: RuleWire): string[] {
  if ('all' in rule) return rule.all.flatMap(segmentsIn);
  if ('any' in rule) return rule.any.flatMap(segmentsIn);
  if ('not' in rule) return segmentsIn(rule.not);
  return 'segment' in rule ? [rule.segment] : [];
}

/** All segments that name one, directly or through others: it cannot name them. */
export function leansOn(segments: readonly Saved[], id: string): Set<string> {
  const found = new Set<string>();
  let wanted = [id];
  while (wanted.length > 0) {
    const named = new Set(wanted);
    wanted = segments
      .filter(segment => !found.has(segment.id) && segmentsIn(segment.rule).some(inner => named.has(inner)))
      .map(segment => segment.id);
    for (const next of wanted) found.add(next);
  }
  return found;
}

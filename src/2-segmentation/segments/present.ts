import type { z } from 'zod';
import { describeCustomers, personInScope } from '#customers';
import type { Actor, Scope } from '#platform/auth/actor.ts';
import type { Language } from '#platform/contract.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { explain, type Finding } from '../rules/check.ts';
import type { Rule } from '../rules/contract.ts';
import { loadPerson } from '../rules/load-person.ts';
import { sayLeaf, sayRule } from '../rules/say-rule.ts';
import type { Names } from '../rules/sentence.ts';
import type { findingView, segmentView, whyView } from './contract.ts';
import { namesIn } from './names.ts';
import { sayActual } from './say-actual.ts';
import { liveSegment, peopleOfRule, rulesBehind } from './segments.ts';

type SegmentRow = Omit<z.output<typeof segmentView>, 'words'>;

export async function presentSegments(
  db: Db | Tx,
  rows: SegmentRow[],
  language: Language,
): Promise<z.output<typeof segmentView>[]> {
  const names = await namesIn(
    db,
    rows.map(row => row.rule),
  );
  return rows.map(row => ({ ...row, words: sayRule(row.rule, language, names) }));
}

export async function presentSegment(
  db: Db | Tx,
  segmentId: number,
  language: Language,
): Promise<z.output<typeof segmentView>> {
  const [segment] = await presentSegments(db, [await liveSegment(db, segmentId)], language);
  if (!segment) throw new Error('A segment was presented as nothing');
  return segment;
}

/** One page of the people a rule names, as the customer list shows them. */
export async function peoplePage(
  platform: Platform,
  rule: Rule,
  scope: Scope,
  { page, pageSize }: { page: number; pageSize: number },
) {
  const { personIds, total } = await peopleOfRule(platform, rule, scope, {
    limit: pageSize,
    offset: (page - 1) * pageSize,
  });
  return { data: await describeCustomers(platform.db, personIds), total };
}

/** Why a person is in or out, condition by condition. Whoever is out of the actor's scope is not found. */
export async function explainPerson(
  db: Db | Tx,
  { clock }: Pick<Platform, 'clock'>,
  actor: Actor,
  rule: Rule,
  customerId: number,
): Promise<z.output<typeof whyView>> {
  const personId = await personInScope(db, actor, customerId);
  const now = clock.now();
  const finding = explain(rule, await loadPerson(db, personId, now, await rulesBehind(db, [rule])), now);
  return {
    holds: finding.holds,
    finding: presentFinding(finding, actor.language, await namesIn(db, [rule])),
  };
}

function presentFinding(finding: Finding, language: Language, names: Names): z.output<typeof findingView> {
  if (finding.kind === 'leaf')
    return {
      kind: 'leaf',
      holds: finding.holds,
      words: sayLeaf(finding.leaf, { language, names }),
      actual: sayActual(finding, language, names),
    };
  return {
    kind: finding.kind,
    holds: finding.holds,
    findings: finding.findings.map(branch => presentFinding(branch, language, names)),
  };
}

import { z } from 'zod';
import { customerRow, describeCustomers, personInScope } from '#customers';
import { id, type Language } from '#platform/contract.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { explain, type Finding } from '../rules/check.ts';
import { type Rule, ruleSchema } from '../rules/contract.ts';
import { loadPerson } from '../rules/load-person.ts';
import { type Names, sayLeaf, sayRule } from '../rules/say-rule.ts';
import { refuseUnusable } from '../rules/usable.ts';
import { countView, findingView, segmentBody, segmentList, segmentView } from './contract.ts';
import { namesIn } from './names.ts';
import { sayActual } from './say-actual.ts';
import {
  archiveSegment,
  changeSegment,
  countRule,
  createSegment,
  liveSegment,
  peopleOfRule,
  refreshCount,
  rulesBehind,
} from './segments.ts';

const tag = '分层';
const params = z.object({ id: id('seg') });
const pageQuery = z.object({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(200).default(50),
});

export const segmentRoutes: Route[] = [
  read({
    path: '/segments',
    name: 'listSegments',
    summary: 'Saved segments with their last count',
    tag,
    may: 'segments:read',
    returns: segmentList,
    handle: async ({ db, actor }) => {
      const rows = await db
        .selectFrom('segments')
        .selectAll()
        .where('archivedAt', 'is', null)
        .orderBy('updatedAt', 'desc')
        .execute();
      return { data: await presentSegments(db, rows as never, actor.language) };
    },
  }),
  read({
    path: '/segments/{id}',
    name: 'readSegment',
    summary: 'One segment',
    tag,
    may: 'segments:read',
    params,
    returns: segmentView,
    handle: ({ db, params, actor }) => presentSegment(db, params.id, actor.language),
  }),
  write({
    method: 'post',
    path: '/segments',
    name: 'createSegment',
    summary: 'Save a rule as a segment',
    tag,
    may: 'segments:write',
    body: segmentBody,
    returns: segmentView,
    handle: async ({ db, actor, body, platform }) =>
      await presentSegment(db, await createSegment(db, platform.clock, actor, body), actor.language),
  }),
  write({
    method: 'put',
    path: '/segments/{id}',
    name: 'changeSegment',
    summary: 'Save a new version of a segment',
    tag,
    may: 'segments:write',
    params,
    body: segmentBody,
    returns: segmentView,
    handle: async ({ db, actor, body, params, platform }) => {
      await changeSegment(db, platform.clock, actor, params.id, body);
      return await presentSegment(db, params.id, actor.language);
    },
  }),
  write({
    method: 'delete',
    path: '/segments/{id}',
    name: 'archiveSegment',
    summary: 'Put a segment away',
    tag,
    may: 'segments:write',
    params,
    returns: z.object({}),
    handle: async ({ db, actor, params, platform }) => {
      await archiveSegment(db, platform.clock, actor, params.id);
      return {};
    },
  }),
  write({
    method: 'post',
    path: '/segments/count',
    name: 'countRule',
    summary: 'How many people a rule names now, and how many of them may be contacted',
    tag,
    may: 'segments:read',
    body: z.object({ rule: ruleSchema }),
    returns: countView.extend({ words: z.string() }),
    status: 200,
    handle: async ({ db, body, actor, platform }) => {
      await refuseUnusable(db, body.rule);
      const count = await countRule(platform, body.rule, actor.scope);
      return { ...count, words: sayRule(body.rule, actor.language, await namesIn(db, [body.rule])) };
    },
  }),
  write({
    method: 'post',
    path: '/segments/people',
    name: 'listRulePeople',
    summary: 'The people a rule names, a page at a time',
    tag,
    may: 'segments:read',
    body: z.object({ rule: ruleSchema }).extend(pageQuery.shape),
    returns: z.object({ data: z.array(customerRow), total: z.number().int() }),
    status: 200,
    handle: async ({ db, body, actor, platform }) => {
      await refuseUnusable(db, body.rule);
      return await peoplePage(platform, body.rule, actor.scope, body);
    },
  }),
  write({
    method: 'post',
    path: '/segments/{id}/refresh',
    name: 'refreshSegment',
    summary: 'Count a segment again',
    tag,
    may: 'segments:read',
    params,
    returns: segmentView,
    status: 200,
    handle: async ({ db, params, actor, platform }) => {
      await refreshCount(platform, params.id);
      return await presentSegment(db, params.id, actor.language);
    },
  }),
  read({
    path: '/segments/{id}/people',
    name: 'listSegmentPeople',
    summary: 'The people in a segment now',
    tag,
    may: 'segments:read',
    params,
    query: pageQuery,
    returns: z.object({ data: z.array(customerRow), total: z.number().int() }),
    handle: async ({ db, params, query, actor, platform }) => {
      const { rule } = await liveSegment(db, params.id);
      return await peoplePage(platform, rule, actor.scope, query);
    },
  }),
  read({
    path: '/segments/{id}/why/{customerId}',
    name: 'explainSegment',
    summary: 'Why a person is in or out, condition by condition',
    tag,
    may: 'segments:read',
    params: params.extend({ customerId: id('cus') }),
    returns: z.object({ holds: z.boolean(), finding: findingView }),
    handle: async ({ db, params, actor, platform }) => {
      const personId = await personInScope(db, actor, params.customerId);
      const { rule } = await liveSegment(db, params.id);
      const now = platform.clock.now();
      const finding = explain(rule, await loadPerson(db, personId, now, await rulesBehind(db, rule)), now);
      return {
        holds: finding.holds,
        finding: presentFinding(finding, actor.language, await namesIn(db, [rule])),
      };
    },
  }),
];

type SegmentRow = Omit<z.output<typeof segmentView>, 'words'>;

async function presentSegments(
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

async function presentSegment(
  db: Db | Tx,
  segmentId: number,
  language: Language,
): Promise<z.output<typeof segmentView>> {
  const [segment] = await presentSegments(db, [await liveSegment(db, segmentId)], language);
  if (!segment) throw new Error('A segment was presented as nothing');
  return segment;
}

async function peoplePage(
  platform: Parameters<typeof peopleOfRule>[0] & { db: Db },
  rule: Rule,
  scope: Parameters<typeof peopleOfRule>[2],
  { page, pageSize }: { page: number; pageSize: number },
) {
  const { personIds, total } = await peopleOfRule(platform, rule, scope, {
    limit: pageSize,
    offset: (page - 1) * pageSize,
  });
  return { data: await describeCustomers(platform.db, personIds), total };
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

import { sql } from 'kysely';
import { type Bitmap, currentStanding, rowsOfCounts, type Standing, sizeOf, sizeOfBoth } from '#customers';
import type { Scope } from '#platform/auth/actor.ts';
import type { ClickHouse } from '#platform/clickhouse/connect.ts';
import { MINUTE } from '#platform/clock.ts';
import { dependenceOf, TEAMS } from '../membership/depends.ts';
import { evaluateEach } from '../membership/evaluate.ts';
import type { EventsLeaf, Rule } from '../rules/contract.ts';
import { readTeams } from '../rules/teams.ts';
import { peopleOfPlan, planOf, type Question, questionsIn, rangeOf } from '../rules/to-bitmap.ts';
import { type CompileContext, EAGERLY, eventRowsOf, toSql } from '../rules/to-sql.ts';
import { compileContext, liveSegment, rulesBehind, type SegmentNeeds } from './segments.ts';

export type Count = { people: number; reachable: number; total: number; milliseconds: number };
type Sizes = Omit<Count, 'milliseconds'>;

/** How many people a rule names, how many of them may be contacted, out of how many; within the actor's scope. */
export async function countRule(needs: SegmentNeeds, rule: Rule, scope: Scope): Promise<Count> {
  const started = performance.now();
  const sizes = (await countInMemory(needs, rule, scope)) ?? (await countInClickHouse(needs, rule, scope));
  return { ...sizes, milliseconds: Math.round((performance.now() - started) * 10) / 10 };
}

/** By the sets that stand ready, and ClickHouse for what they do not know; undefined where none stand ready. */
export async function countInMemory(
  needs: SegmentNeeds,
  rule: Rule,
  scope: Scope,
): Promise<Sizes | undefined> {
  const now = needs.clock.now();
  const [standing, segments] = await Promise.all([
    currentStanding(needs, now),
    rulesBehind(needs.db, [rule]),
  ]);
  if (!standing) return undefined;
  const teams = dependenceOf(rule, segments).types.has(TEAMS) ? await readTeams(needs.db) : new Map();
  const plan = planOf(rule, { now, segments, teams });
  const answers = await answer(needs, standing, rule, questionsIn(plan));
  const everybody = standing.everybody(scope);
  const people = peopleOfPlan(plan, standing, everybody, answers);
  return {
    people: sizeOf(people),
    reachable: sizeOfBoth(people, standing.reachable()),
    total: sizeOf(everybody),
  };
}

/** Everybody each question names, and people who are gone: counts each in a statement, the others in one. */
async function answer(
  needs: SegmentNeeds,
  standing: Standing,
  rule: Rule,
  questions: readonly Question[],
): Promise<Map<Question, Bitmap>> {
  if (questions.length === 0) return new Map();
  const context = await compileContext(needs, [rule]);
  const asked = questions.filter(question => 'asked' in question);
  const counted = questions.filter(question => 'counted' in question);
  const [sets, ...counts] = await Promise.all([
    evaluateEach(
      needs.clickhouse,
      asked.map(question => question.asked),
      context,
    ),
    ...counted.map(({ counted: leaf }) => countsOf(needs.clickhouse, leaf, context)),
  ]);
  return new Map<Question, Bitmap>([
    ...asked.map((question, i) => [question, sets[i] as Bitmap] as const),
    ...counted.map((question, i) => {
      const range = rangeOf(question.counted.test);
      return [question, standing.byCount(counts[i] as Buffer, range)] as const;
    }),
  ]);
}

async function countsOf(clickhouse: ClickHouse, leaf: EventsLeaf, context: CompileContext): Promise<Buffer> {
  const { sql, values } = eventRowsOf(leaf, context);
  return await clickhouse.binary(rowsOfCounts(sql), values);
}

/** The same, asked of ClickHouse alone. */
export async function countInClickHouse(needs: SegmentNeeds, rule: Rule, scope: Scope): Promise<Sizes> {
  const context = await compileContext(needs, [rule]);
  const { reachable } = context;
  const condition = toSql(rule, context);
  const visible = scope.kind === 'all' ? '1' : 'hasAny(members, {scope:Array(UInt32)})';
  const [row] = await needs.clickhouse.rows<{ people: number; reachable: number; total: number }>(
    `select countIf(inside) as people, countIf(inside and may) as reachable, count() as total from (
       select ${condition.sql} as inside, ${reachable.sql} as may from customers final where ${visible})
     ${EAGERLY}`,
    { ...condition.values, ...reachable.values, ...(scope.kind === 'members' && { scope: scope.memberIds }) },
  );
  const { people = 0, reachable: may = 0, total = 0 } = row ?? {};
  return {
    people: Number(people),
    reachable: Number(may),
    total: Number(total),
  };
}

/** Counts a segment again and writes the numbers down with the time. */
export async function refreshCount(needs: SegmentNeeds, id: number): Promise<void> {
  const segment = await liveSegment(needs.db, id);
  const count = await countRule(needs, segment.rule, { kind: 'all' });
  await sql`
    update segments set people = ${count.people}, reachable = ${count.reachable}, counted_at = ${needs.clock.now()}
    where id = ${id} and version = ${segment.version}`.execute(needs.db);
}

const STALE = 10 * MINUTE;
const AT_ONCE = 100;

/**
 * Counts anew what was counted a while ago, the longest ago first, so that a list tells of today without being asked.
 * @returns number of segments counted.
 */
export async function recountSegments(needs: SegmentNeeds): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select id from segments
    where archived_at is null and (counted_at is null or counted_at <= ${new Date(needs.clock.now().getTime() - STALE)})
    order by counted_at nulls first, id limit ${AT_ONCE}`.execute(needs.db);
  for (const { id } of rows) await refreshCount(needs, id);
  return rows.length;
}

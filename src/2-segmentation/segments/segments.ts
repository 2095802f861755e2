import { sql } from 'kysely';
import type { z } from 'zod';
import { reachableSql } from '#customers';
import { audit } from '#platform/audit/audit.ts';
import type { Actor, Scope } from '#platform/auth/actor.ts';
import type { ClickHouse } from '#platform/clickhouse/connect.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem, type ProblemKind } from '#platform/http/problem.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { idsOf } from '../membership/bits.ts';
import { dependenceOf, ROLES, TEAMS } from '../membership/depends.ts';
import { evaluateAll } from '../membership/evaluate.ts';
import { forgetFill } from '../membership/members.ts';
import { readCalendar } from '../rules/calendar.ts';
import type { Rule } from '../rules/contract.ts';
import { anyMerged } from '../rules/merged.ts';
import { readProductRoles } from '../rules/product-roles.ts';
import { readTeams } from '../rules/teams.ts';
import { type CompileContext, toSql } from '../rules/to-sql.ts';
import { refuseUnusable, segmentsIn } from '../rules/usable.ts';
import type { segmentBody } from './contract.ts';

export const NAME_TAKEN: ProblemKind = {
  code: 'segment_name_taken',
  status: 409,
  title: { zh: '分群名称重复', en: 'Segment name taken' },
  detail: { zh: '已有名为「{name}」的分群。', en: 'There already is a segment named “{name}”.' },
};

type Input = z.output<typeof segmentBody>;
export type SegmentNeeds = { db: Db; clickhouse: ClickHouse; clock: Clock };

export async function createSegment(tx: Tx, clock: Clock, actor: Actor, input: Input): Promise<number> {
  await refuseUnusable(tx, input.rule);
  await refuseTakenName(tx, input.name);
  const now = clock.now();
  const rule = JSON.stringify(input.rule);
  const { id } = await tx
    .insertInto('segments')
    .values({
      name: input.name,
      description: input.description,
      rule,
      createdBy: actor.name,
      createdAt: now,
      updatedAt: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('segmentVersions')
    .values({ segmentId: id, version: 1, rule, changedBy: actor.name, changedAt: now })
    .execute();
  await audit(tx, clock, actor, { action: 'segment.created', object: { kind: 'segment', id }, after: input });
  await appendEvents(tx, [{ type: 'segment.created', at: now, actor: actor.name, data: { segmentId: id } }]);
  return id;
}

/** Saves a new version; the old ones stay to be read. */
export async function changeSegment(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  id: number,
  input: Input,
): Promise<void> {
  const before = await liveSegment(tx, id, true);
  await refuseUnusable(tx, input.rule, id);
  if (input.name !== before.name) await refuseTakenName(tx, input.name);
  await writeVersion(tx, clock, actor, before, input);
}

/** Writes a segment's next version as it stands; the audit log and the event say what it was. */
export async function writeVersion(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  before: { id: number; name: string; version: number; rule: Rule },
  input: Input,
): Promise<void> {
  const { id } = before;
  const now = clock.now();
  const rule = JSON.stringify(input.rule);
  const version = before.version + 1;
  const fresh = {
    name: input.name,
    description: input.description,
    rule,
    version,
    updatedAt: now,
    people: null,
    reachable: null,
    countedAt: null,
  };
  await tx.updateTable('segments').set(fresh).where('id', '=', id).execute();
  await tx
    .insertInto('segmentVersions')
    .values({ segmentId: id, version, rule, changedBy: actor.name, changedAt: now })
    .execute();
  await audit(tx, clock, actor, {
    action: 'segment.changed',
    object: { kind: 'segment', id },
    before: { name: before.name, rule: before.rule },
    after: input,
  });
  await appendEvents(tx, [
    { type: 'segment.changed', at: now, actor: actor.name, data: { segmentId: id, version } },
  ]);
}

export async function archiveSegment(tx: Tx, clock: Clock, actor: Actor, id: number): Promise<void> {
  await liveSegment(tx, id, true);
  await tx.updateTable('segments').set({ archivedAt: clock.now() }).where('id', '=', id).execute();
  await audit(tx, clock, actor, { action: 'segment.archived', object: { kind: 'segment', id } });
  await appendEvents(tx, [
    { type: 'segment.archived', at: clock.now(), actor: actor.name, data: { segmentId: id } },
  ]);
}

/** Takes a segment out of the archive, unless another has its name by now. */
export async function restoreSegment(tx: Tx, clock: Clock, actor: Actor, id: number): Promise<void> {
  const segment = await tx
    .selectFrom('segments')
    .select(['name', 'rule', 'archivedAt'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!segment) throw new Problem(NOT_FOUND);
  if (segment.archivedAt === null) return;
  await refuseTakenName(tx, segment.name);
  await refuseUnusable(tx, segment.rule as unknown as Rule, id);
  // Nobody followed it in the archive.
  await forgetFill(tx, id);
  await tx.updateTable('segments').set({ archivedAt: null }).where('id', '=', id).execute();
  await audit(tx, clock, actor, { action: 'segment.restored', object: { kind: 'segment', id } });
  await appendEvents(tx, [
    { type: 'segment.restored', at: clock.now(), actor: actor.name, data: { segmentId: id } },
  ]);
}

export async function liveSegment(db: Db | Tx, id: number, lock = false) {
  let query = db.selectFrom('segments').selectAll().where('id', '=', id).where('archivedAt', 'is', null);
  if (lock) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  if (!row) throw new Problem(NOT_FOUND);
  return { ...row, rule: row.rule as unknown as Rule };
}

export type SegmentVersion = { version: number; rule: Rule; changedBy: string; changedAt: Date };

/** What a segment's rule was, the newest first, with the names of those who changed it. */
export async function versionsOf(db: Db | Tx, id: number): Promise<SegmentVersion[]> {
  await liveSegment(db, id);
  const { rows } = await sql<SegmentVersion>`
    select v.version, v.rule, v.changed_at, coalesce(m.name, v.changed_by) as changed_by
    from segment_versions v left join members m on 'member:' || m.id = v.changed_by
    where v.segment_id = ${id} order by v.version desc limit 100`.execute(db);
  return rows;
}

async function refuseTakenName(tx: Tx, name: string): Promise<void> {
  const taken = await tx
    .selectFrom('segments')
    .select('id')
    .where('name', '=', name)
    .where('archivedAt', 'is', null)
    .executeTakeFirst();
  if (taken) throw new Problem(NAME_TAKEN, { name });
}

/** The rules of every segment that rules lean on, directly or through others. */
export async function rulesBehind(db: Db | Tx, rules: readonly Rule[]): Promise<Map<number, Rule>> {
  const found = new Map<number, Rule>();
  let wanted = rules.flatMap(segmentsIn);
  while (wanted.length > 0) {
    const rows = await db.selectFrom('segments').select(['id', 'rule']).where('id', 'in', wanted).execute();
    for (const row of rows) found.set(row.id, row.rule as unknown as Rule);
    wanted = rows.flatMap(row => segmentsIn(row.rule as unknown as Rule)).filter(id => !found.has(id));
  }
  return found;
}

/** What rules need to know beside themselves to become SQL, as things stand now; of what is everybody's only what they ask for. */
export async function compileContext(
  { db, clickhouse, clock }: SegmentNeeds,
  rules: readonly Rule[],
): Promise<CompileContext> {
  const now = clock.now();
  const segments = await rulesBehind(db, rules);
  const asks = (type: string) => rules.some(rule => dependenceOf(rule, segments).types.has(type));
  const [reachable, calendar, teams, roles, merged] = await Promise.all([
    reachableSql(db, 'wecom', now),
    readCalendar(db),
    asks(TEAMS) ? readTeams(db) : new Map(),
    asks(ROLES) ? readProductRoles(db) : new Map(),
    anyMerged(clickhouse),
  ]);
  return { now, segments, merged, reachable, calendar, teams, roles };
}

/** Person ids a rule names, in id order, a page at a time. */
export async function peopleOfRule(
  needs: SegmentNeeds,
  rule: Rule,
  scope: Scope,
  page: { limit: number; offset: number },
) {
  const condition = toSql(rule, await compileContext(needs, [rule]));
  const visible = scope.kind === 'all' ? '1' : 'hasAny(members, {scope:Array(UInt32)})';
  const rows = await needs.clickhouse.rows<{ person_id: number; total: number }>(
    `select person_id, count() over () as total from customers final where ${condition.sql} and ${visible}
     order by person_id limit {limit:UInt32} offset {offset:UInt32}`,
    { ...condition.values, ...page, ...(scope.kind === 'members' && { scope: scope.memberIds }) },
  );
  return { personIds: rows.map(row => row.person_id), total: Number(rows[0]?.total ?? 0) };
}

/** Everybody a rule names, of one moment, in id order. */
export async function everybodyOfRule(needs: SegmentNeeds, rule: Rule): Promise<number[]> {
  return idsOf(await evaluateAll(needs.clickhouse, rule, await compileContext(needs, [rule])));
}

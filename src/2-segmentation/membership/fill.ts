import { sql } from 'kysely';
import { shanghaiDate } from '#platform/clock.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { Rule } from '../rules/contract.ts';
import { leavesOf } from '../rules/usable.ts';
import { compileContext, type SegmentNeeds } from '../segments/segments.ts';
import { type Change, changeBetween } from './bits.ts';
import { leansOn } from './depends.ts';
import { countEach, evaluateAll } from './evaluate.ts';
import { holdMemberships, readMembers, tellChange, tellSize, writeMembers } from './members.ts';

/** A segment as it stands: the rule to evaluate, and which version's people are kept (none when never filled). */
export type Live = { id: number; version: number; rule: Rule; filled: number | null };

export async function liveSegments(db: SegmentNeeds['db'] | Tx, ids?: readonly number[]): Promise<Live[]> {
  const { rows } = await sql<Live>`
    select s.id, s.version, s.rule, f.version as filled from segments s left join segment_fills f on f.segment_id = s.id
    where s.archived_at is null and (${ids === undefined} or s.id = any(${ids ?? []}::bigint[])) order by s.id`.execute(
    db,
  );
  return rows;
}

/**
 * Evaluates one segment for everybody and writes down who came and went. When the rule is new or has changed, it is the
 * segment that changed and not the people: that is one event. Otherwise (time has passed, much has happened) everybody
 * who came or went has an event of their own.
 * @returns the change; undefined when the segment has been put away meanwhile.
 */
export async function fillSegment(needs: SegmentNeeds, id: number): Promise<Change | undefined> {
  return await needs.db.transaction().execute(async tx => {
    await holdMemberships(tx);
    const [segment] = await liveSegments(tx, [id]);
    if (!segment) return undefined;
    const context = await compileContext(needs, [segment.rule]);
    const people = await evaluateAll(needs.clickhouse, segment.rule, context);
    const leaves = await countEach(needs.clickhouse, leavesOf(segment.rule), context);
    const before = (await readMembers(tx, [id])).get(id) ?? new Map();
    const change = changeBetween(before, people);
    await beginDay(tx, context.now, segment, leaves);
    await writeMembers(tx, id, before, change);
    if (segment.filled === segment.version)
      await tellChange(tx, context.now, { segmentId: id, version: segment.version }, change);
    else await tellFill(tx, context.now, segment, change);
    await tellSize(tx, context.now, id);
    return change;
  });
}

async function tellFill(tx: Tx, at: Date, segment: Live, { entered, left }: Change): Promise<void> {
  const data = {
    segmentId: segment.id,
    version: segment.version,
    entered: entered.length,
    left: left.length,
  };
  await appendEvents(tx, [{ type: 'segment.filled', at, actor: 'system', data }]);
  await sql`
    insert into segment_fills (segment_id, version, filled_at, evaluated_at)
    values (${segment.id}, ${segment.version}, ${at}, ${at})
    on conflict (segment_id) do update set version = excluded.version, filled_at = excluded.filled_at`.execute(
    tx,
  );
}

/** The day's first evaluation, or the first of a new rule, writes down how many people each condition names. */
async function beginDay(tx: Tx, at: Date, segment: Live, leaves: number[]): Promise<void> {
  await sql`
    insert into segment_days as d (segment_id, day, version, people, leaves)
    values (${segment.id}, ${shanghaiDate(at)}, ${segment.version}, 0, ${leaves}::integer[])
    on conflict (segment_id, day) do update set version = excluded.version, leaves = excluded.leaves
      where d.version <> excluded.version or d.leaves = '{}'`.execute(tx);
  await sql`
    update segment_fills set evaluated_at = ${at} where segment_id = ${segment.id} and version = ${segment.version}`.execute(
    tx,
  );
}

/** Fills the segments whose rule is new or has changed, and those that name one of them. */
export async function fillChanged(needs: SegmentNeeds, segments: readonly Live[]): Promise<void> {
  const changed = new Set(segments.filter(one => one.filled !== one.version).map(one => one.id));
  if (changed.size === 0) return;
  const rules = new Map(segments.map(({ id, rule }) => [id, rule]));
  for (const { id, rule } of segments)
    if (changed.has(id) || leansOn(rule, rules, changed)) await fillSegment(needs, id);
}

import { sql } from 'kysely';
import { isRefused } from '#platform/clickhouse/connect.ts';
import { shanghaiDate } from '#platform/clock.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Logger } from '#platform/logger.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { Rule } from '../rules/contract.ts';
import { leavesOf } from '../rules/usable.ts';
import { compileContext, rulesBehind, type SegmentNeeds } from '../segments/segments.ts';
import { type Change, changeBetween, countOf } from './bits.ts';
import { leansOn } from './depends.ts';
import { countEach, evaluateAll } from './evaluate.ts';
import { holdMemberships, readMembers, tellChange, tellSize, writeMembers } from './members.ts';

/** A segment as it stands: the rule to evaluate, and which version's people are kept (none when never filled). */
export type Live = { id: number; name: string; version: number; rule: Rule; filled: number | null };

export async function liveSegments(db: SegmentNeeds['db'] | Tx, ids?: readonly number[]): Promise<Live[]> {
  const { rows } = await sql<Live>`
    select s.id, s.name, s.version, s.rule, f.version as filled from segments s left join segment_fills f on f.segment_id = s.id
    where s.archived_at is null and (${ids === undefined} or s.id = any(${ids ?? []}::bigint[])) order by s.id`.execute(
    db,
  );
  return rows;
}

/**
 * Evaluates one segment for everybody and writes down who came and went. When the rule is new or has changed, it is the
 * segment that changed and not the people: that is one event. Otherwise (time has passed, much has happened) everybody
 * who came or went has an event of their own. `isOtherRule`: a segment that this one names has another rule now.
 * @returns the change; undefined when the segment has been put away meanwhile.
 */
export async function fillSegment(
  needs: SegmentNeeds,
  id: number,
  isOtherRule = false,
): Promise<Change | undefined> {
  return await needs.db.transaction().execute(async tx => {
    await holdMemberships(tx);
    const [segment] = await liveSegments(tx, [id]);
    if (!segment) return undefined;
    const context = await compileContext(needs, [segment.rule]);
    const people = await evaluateAll(needs.clickhouse, segment.rule, context);
    const before = (await readMembers(tx, [id])).get(id) ?? new Map();
    const change = changeBetween(before, people);
    await beginDay(tx, context.now, segment, () =>
      countEach(needs.clickhouse, leavesOf(segment.rule), context),
    );
    await writeMembers(tx, id, before, change);
    if (segment.filled === segment.version && !isOtherRule)
      await tellChange(tx, context.now, segment, change);
    else await tellFill(tx, context.now, segment, change);
    await tellSize(tx, context.now, id);
    return change;
  });
}

async function tellFill(tx: Tx, at: Date, segment: Live, { entered, left }: Change): Promise<void> {
  const data = {
    segmentId: segment.id,
    version: segment.version,
    entered: countOf(entered),
    left: countOf(left),
  };
  await appendEvents(tx, [{ type: 'segment.filled', at, actor: 'system', data }]);
  await sql`
    insert into segment_fills (segment_id, version, filled_at) values (${segment.id}, ${segment.version}, ${at})
    on conflict (segment_id) do update set version = excluded.version, filled_at = excluded.filled_at`.execute(
    tx,
  );
}

/** The day's first evaluation, or the first of a new rule, writes down how many people each condition names. */
async function beginDay(tx: Tx, at: Date, segment: Live, count: () => Promise<number[]>): Promise<void> {
  const day = shanghaiDate(at);
  const { rows } = await sql`
    select 1 from segment_days where segment_id = ${segment.id} and day = ${day}
      and version = ${segment.version} and leaves <> '{}'`.execute(tx);
  if (rows.length > 0) return;
  await sql`
    insert into segment_days (segment_id, day, version, people, leaves)
    values (${segment.id}, ${day}, ${segment.version}, 0, ${await count()}::integer[])
    on conflict (segment_id, day) do update set version = excluded.version, leaves = excluded.leaves`.execute(
    tx,
  );
}

type Filling = SegmentNeeds & { log: Logger };

/**
 * Fills the segments whose rule is new or has changed, and those that name one of them, directly or through others.
 * These first: while any of them is left, the changed one still counts as changed, whatever happens in between.
 */
export async function fillChanged(needs: Filling, segments: readonly Live[]): Promise<void> {
  const changed = new Set(segments.filter(one => one.filled !== one.version).map(one => one.id));
  if (changed.size === 0) return;
  const rules = await rulesBehind(
    needs.db,
    segments.map(({ rule }) => rule),
  );
  const leaning = segments.filter(({ id, rule }) => !changed.has(id) && leansOn(rule, rules, changed));
  for (const { id } of leaning) await orTold(needs, id, () => fillSegment(needs, id, true));
  for (const id of changed) await orTold(needs, id, () => fillSegment(needs, id));
}

/** One segment that ClickHouse refuses to evaluate (too large, too slow) must not keep all others from being kept. */
export async function orTold(
  { log }: Filling,
  segmentId: number,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isRefused(error)) throw error;
    log.error({ segmentId, err: error }, 'segment could not be evaluated; its people are those of before');
  }
}

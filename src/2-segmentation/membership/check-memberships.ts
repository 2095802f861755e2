import { sql } from 'kysely';
import { untilRead } from '#platform/log/readers.ts';
import type { Platform } from '#platform/platform.ts';
import { compileContext, rulesBehind } from '../segments/segments.ts';
import { changeBetween, countOf, has, idsOf } from './bits.ts';
import { dependenceOf } from './depends.ts';
import { evaluateAll, evaluateAmong } from './evaluate.ts';
import { fillSegment, type Live, liveSegments } from './fill.ts';
import { MEMBERSHIP } from './follow.ts';
import { readMembers } from './members.ts';

export type MembershipDifference = { segmentId: number; missing: number; surplus: number };
export type MembershipCheck = {
  at: Date;
  segments: number;
  people: number;
  differences: MembershipDifference[];
};

/**
 * Counts every live segment anew beside what is kept. What differs at first may only not have been read yet, so it is
 * asked again after the reader has caught up; what differs still is a fault of ours: written down, told, and mended.
 * Windows of hours move while one looks, and are counted in full each minute as it is: they are left out.
 */
export async function checkMemberships(platform: Platform): Promise<MembershipCheck> {
  const live = (await liveSegments(platform.db)).filter(one => one.filled === one.version);
  const rules = await rulesBehind(
    platform.db,
    live.map(({ rule }) => rule),
  );
  const segments = live.filter(({ rule }) => dependenceOf(rule, rules).clock !== 'minute');
  const differences: MembershipDifference[] = [];
  let people = 0;
  for (const segment of segments) {
    const checked = await checkOne(platform, segment);
    people += checked.people;
    if (checked.missing + checked.surplus === 0) continue;
    differences.push({ segmentId: segment.id, missing: checked.missing, surplus: checked.surplus });
    await fillSegment(platform, segment.id);
  }
  const at = platform.clock.now();
  await sql`
    insert into segment_checks (at, segments, people, differences)
    values (${at}, ${segments.length}, ${people}, ${JSON.stringify(differences)}::jsonb)`.execute(
    platform.db,
  );
  if (differences.length > 0)
    platform.log.error({ differences }, 'segment memberships differ from a full count');
  return { at, segments: segments.length, people, differences };
}

async function checkOne(platform: Platform, { id, rule }: Live) {
  const { db, clickhouse } = platform;
  const whole = await evaluateAll(clickhouse, rule, await compileContext(platform, [rule]));
  const kept = (await readMembers(db, [id])).get(id) ?? new Map();
  const { entered, left } = changeBetween(kept, whole);
  const people = countOf(whole);
  const doubtful = [...idsOf(entered), ...idsOf(left)];
  if (doubtful.length === 0) return { people, missing: 0, surplus: 0 };
  await untilRead(db, MEMBERSHIP, 60_000);
  const { rows } = await sql<{ id: number }>`
    select id from customers where person_id = any(${doubtful}::bigint[])`.execute(db);
  const profiles = [...new Set([...doubtful, ...rows.map(row => row.id)])];
  const context = await compileContext(platform, [rule]);
  const [inside = new Set()] = await evaluateAmong(
    clickhouse,
    [rule],
    { persons: doubtful, profiles },
    context,
  );
  const now = (await readMembers(db, [id], doubtful)).get(id) ?? new Map();
  return {
    people,
    missing: doubtful.filter(person => inside.has(person) && !has(now, person)).length,
    surplus: doubtful.filter(person => !inside.has(person) && has(now, person)).length,
  };
}

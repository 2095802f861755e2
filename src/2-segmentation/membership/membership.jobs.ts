import { sql } from 'kysely';
import { z } from 'zod';
import { whileWhole } from '#customers';
import { shanghaiDate } from '#platform/clock.ts';
import type { Job } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { rulesBehind } from '../segments/segments.ts';
import { checkMemberships } from './check-memberships.ts';
import { dependenceOf } from './depends.ts';
import { fillChanged, fillSegment, liveSegments, orTold } from './fill.ts';

export function membershipJobs(platform: Platform): Job[] {
  return [
    {
      name: 'segments.minute',
      data: z.unknown(),
      cron: '* * * * *',
      unique: true,
      handle: async () => void (await whileWhole(platform, () => fillByTime(platform))),
    },
    {
      name: 'segments.check',
      data: z.unknown(),
      cron: '10 4 * * *',
      handle: async () => void (await whileWhole(platform, () => checkMemberships(platform))),
    },
  ];
}

/**
 * Time passes without an event: who was in a window falls out of it. Asked each minute: segments whose windows are of
 * hours are evaluated every time, all of them when a day begins (or when the first minute is over after a night
 * without power), which also writes down what each condition names, and those that have not been filled yet.
 * @returns number of segments evaluated.
 */
export async function fillByTime(platform: Platform): Promise<number> {
  await fillChanged(platform, await liveSegments(platform.db));
  const segments = await liveSegments(platform.db);
  const rules = await rulesBehind(
    platform.db,
    segments.map(({ rule }) => rule),
  );
  const begun = await begunToday(platform);
  const due = segments.filter(
    ({ id, rule }) => !begun.has(id) || dependenceOf(rule, rules).clock === 'minute',
  );
  for (const { id } of due) await orTold(platform, id, () => fillSegment(platform, id));
  return due.length;
}

async function begunToday({ db, clock }: Platform): Promise<Set<number>> {
  const { rows } = await sql<{ segmentId: number }>`
    select segment_id from segment_days where day = ${shanghaiDate(clock.now())} and leaves <> '{}'`.execute(
    db,
  );
  return new Set(rows.map(row => row.segmentId));
}

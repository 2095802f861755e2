import { claimContacts, type Verdict } from '#customers';
import { type Clock, DAY, fromShanghai, HOUR, shanghaiDate } from '#platform/clock.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { Migration } from './migration.ts';

/** Requests of a day are thought of as made at this hour; a wave that opens after the latest begins the next day. */
const ASKED_AT = 10;
const LATEST = 18;

/** One of a wave: who asks, and on which day. */
export type Placed = { personId: number; memberId: number; due: string };

/**
 * Shares a wave out: members in turn, so that each has as many as the others, and each member's in order over the days.
 * The first day is today while there is time, else tomorrow.
 */
export function placeWave(
  persons: readonly number[],
  { memberIds, memberDay }: Pick<Migration, 'memberIds' | 'memberDay'>,
  now: Date,
): Placed[] {
  const isLate = now >= new Date(fromShanghai(shanghaiDate(now)).getTime() + LATEST * HOUR);
  const first = now.getTime() + (isLate ? DAY : 0);
  return persons.map((personId, i) => {
    const nth = Math.floor(i / memberIds.length);
    const due = shanghaiDate(new Date(first + Math.floor(nth / memberDay) * DAY));
    return { personId, memberId: memberIds[i % memberIds.length] ?? 0, due };
  });
}

/** Asks the gate for everybody of a wave, day by day, since caps count by the day. */
export async function claimWave(tx: Tx, clock: Clock, migrationId: number, placed: readonly Placed[]) {
  const verdicts: Verdict[] = [];
  for (const [due, theirs] of Map.groupBy(placed, one => one.due))
    verdicts.push(
      ...(await claimContacts(tx, clock, {
        ...{ channel: 'hand', purpose: 'marketing', source: 'migration', sourceId: migrationId, step: '' },
        slot: new Date(fromShanghai(due).getTime() + ASKED_AT * HOUR),
        candidates: theirs,
      })),
    );
  return verdicts;
}

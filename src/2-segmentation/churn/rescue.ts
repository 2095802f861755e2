import type { z } from 'zod';
import type { Actor } from '#platform/auth/actor.ts';
import { DAY, shanghaiDate } from '#platform/clock.ts';
import { cursorOf, nextPage, valuesFrom } from '#platform/http/paging.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db } from '#platform/postgres/connect.ts';
import { type Described, describeQuery } from '../follow-ups/due.sql.ts';
import { lastOf } from '../follow-ups/due.ts';
import { LOSSES, type RescueRow, type rescueList, type rescueQuery } from './contract.ts';
import { PEOPLE_OF_STRAW, UNANSWERED } from './last-straw.sql.ts';
import {
  type Asked,
  countQuery,
  type Deletion,
  deletionsQuery,
  type Place,
  type PlacedRow,
  pageQuery,
} from './rescue.sql.ts';

type Query = z.output<typeof rescueQuery>;
const LOOKED_BACK = 180;

/** Who is about to be lost, or was just now: in the actor's scope, those worth most first; with the exact total. */
export async function listRescue(
  platform: Platform,
  actor: Actor,
  query: Query,
): Promise<z.output<typeof rescueList>> {
  const { db } = platform;
  const asked = await askedOf(platform, actor, query);
  const rank = query.cause === undefined ? null : LOSSES.indexOf(query.cause) + 1;
  const after = query.cursor === undefined ? null : placeFrom(query.cursor);
  const [{ rows }, { rows: counts }] = await Promise.all([
    pageQuery(asked, { rank, after, limit: query.limit + 1 }).execute(db),
    countQuery(asked).execute(db),
  ]);
  const [count] = counts;
  const of = (name: 'total' | 'c1' | 'c2' | 'c3') => Number(count?.[name] ?? 0);
  const causes = { deleted: of('c1'), silent: of('c2'), unanswered: of('c3') };
  const page = nextPage(rows, query.limit, row => cursorOf([row.worth, row.personId]));
  const data = await describe(db, page.data, asked.today);
  return { ...page, data, causes, total: query.cause ? causes[query.cause] : of('total') };
}

async function askedOf({ clickhouse, clock }: Platform, actor: Actor, query: Query): Promise<Asked> {
  const now = clock.now();
  const since = String(now.getTime() - LOOKED_BACK * DAY);
  const values = { now: String(now.getTime()), since };
  const people = async (text: string, more: Record<string, unknown> = {}) =>
    (await clickhouse.rows<{ person: number }>(text, { ...values, ...more })).map(row => row.person);
  const [unanswered, only] = await Promise.all([
    people(UNANSWERED),
    query.broadcast === undefined ? null : people(PEOPLE_OF_STRAW, { broadcast: query.broadcast }),
  ]);
  return { scope: actor.scope, now, today: shanghaiDate(now), unanswered, only };
}

function placeFrom(cursor: string): Place {
  const [worth = 0, personId = 0] = valuesFrom(cursor, 2).map(Number);
  return Number.isSafeInteger(worth) && Number.isSafeInteger(personId)
    ? { worth, personId }
    : { worth: 0, personId: 0 };
}

async function describe(db: Db, page: readonly PlacedRow[], today: string): Promise<RescueRow[]> {
  if (page.length === 0) return [];
  const ids = page.map(row => row.personId);
  const [{ rows: told }, { rows: deletions }] = await Promise.all([
    describeQuery(ids, today).execute(db),
    deletionsQuery(ids).execute(db),
  ]);
  const of = new Map(told.map(row => [row.personId, row]));
  const left = new Map(deletions.map(row => [row.personId, row]));
  return page.flatMap(placed => {
    const row = of.get(placed.personId);
    return row ? [rowOf(placed, row, left.get(placed.personId))] : [];
  });
}

const NOT_TOLD = {
  ...{ isReadOnly: true, tier: null, members: [], planned: null, promises: [], value: null, rhythm: null },
  last: null,
};

function rowOf(
  { ranks, worth, seen }: PlacedRow,
  told: Described,
  deletion: Deletion | undefined,
): RescueRow {
  const { personId, name, tier, members, promises, planned, rhythmDays, lastOrder, since } = told;
  const hasRhythm = rhythmDays !== null && lastOrder !== null && since !== null;
  const causes = ranks.flatMap(rank => LOSSES[rank - 1] ?? []);
  const known = { customerId: personId, name, causes };
  if (!seen) return { ...known, ...NOT_TOLD, deleted: deletion ?? null };
  return {
    ...{ ...known, isReadOnly: false, tier, members, planned, promises, value: worth },
    rhythm: hasRhythm ? { days: rhythmDays, gaps: Number(told.orderDays) - 1, since, lastOrder } : null,
    last: lastOf(told),
    deleted: deletion && causes.includes('deleted') ? deletion : null,
  };
}

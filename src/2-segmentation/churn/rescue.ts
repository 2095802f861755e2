import type { z } from 'zod';
import type { Actor } from '#platform/auth/actor.ts';
import { DAY, shanghaiDate } from '#platform/clock.ts';
import { cursorOf, nextPage, valuesFrom } from '#platform/http/paging.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db } from '#platform/postgres/connect.ts';
import { firstStill, standingAnswers } from '#platform/standing.ts';
import { type Described, describeQuery } from '../follow-ups/due.sql.ts';
import { lastOf } from '../follow-ups/due.ts';
import { LOSSES, type RescueRow, type rescueList, type rescueQuery } from './contract.ts';
import { PEOPLE_OF_STRAW, UNANSWERED } from './last-straw.sql.ts';
import { type Asked, type Deletion, deletionsQuery, lostIn, type Place } from './rescue.sql.ts';

type Query = z.output<typeof rescueQuery>;
const LOOKED_BACK = 180;

type Whole = { asked: Asked; places: Place[] };
const peopleLost = standingAnswers<Whole>();

/** Who is about to be lost, or was just now: in the actor's scope, those worth most first; with the total. */
export async function listRescue(
  platform: Platform,
  actor: Actor,
  query: Query,
): Promise<z.output<typeof rescueList>> {
  const { db, clock } = platform;
  const today = shanghaiDate(clock.now());
  const key = JSON.stringify([today, query.broadcast ?? null, actor.scope]);
  const { answer, at } = await peopleLost(platform).get(key, async () => {
    const asked = await askedOf(platform, actor, query);
    return { asked, places: (await lostIn(asked).execute(db)).rows };
  });
  const rank = query.cause === undefined ? null : LOSSES.indexOf(query.cause) + 1;
  const wanted = rank === null ? answer.places : answer.places.filter(one => one.ranks.includes(rank));
  const rest = restAfter(wanted, query.cursor);
  const asked = { ...answer.asked, now: clock.now(), today };
  const most = query.limit + 1;
  const rows = at ? await firstStill(rest, most, isLostStill(db, asked)) : rest.slice(0, most);
  const page = nextPage(rows, query.limit, row => cursorOf([row.worth, row.personId]));
  const of = (wantedRank: number) => answer.places.filter(one => one.ranks.includes(wantedRank)).length;
  const causes = { deleted: of(1), silent: of(2), unanswered: of(3) };
  const data = await describe(db, page.data, today);
  return { ...page, data, causes, total: wanted.length, countedAt: at };
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

/** Who was talked to since, or ordered, is gone at once; the others keep the place they had. */
const isLostStill = (db: Db, asked: Asked) => async (some: readonly Place[]) => {
  const only = some.map(one => one.personId);
  const unanswered = asked.unanswered.filter(id => only.includes(id));
  const { rows } = await lostIn({ ...asked, unanswered, only }).execute(db);
  const now = new Map(rows.map(row => [row.personId, row]));
  return some.map(({ personId, worth }) => {
    const lost = now.get(personId);
    return lost && { ...lost, worth };
  });
};

function restAfter(places: readonly Place[], cursor: string | undefined): readonly Place[] {
  if (cursor === undefined) return places;
  const [worth = 0, personId = 0] = valuesFrom(cursor, 2).map(Number);
  if (!Number.isSafeInteger(worth) || !Number.isSafeInteger(personId)) return places;
  return places.filter(one => (worth - one.worth || one.personId - personId) > 0);
}

async function describe(db: Db, page: readonly Place[], today: string): Promise<RescueRow[]> {
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

function rowOf({ ranks, worth, seen }: Place, told: Described, deletion: Deletion | undefined): RescueRow {
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

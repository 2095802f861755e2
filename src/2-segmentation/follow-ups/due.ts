import type { z } from 'zod';
import type { Actor } from '#platform/auth/actor.ts';
import { shanghaiDate } from '#platform/clock.ts';
import { cursorOf, nextPage, valuesFrom } from '#platform/http/paging.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db } from '#platform/postgres/connect.ts';
import { firstStill, type Standing, standingAnswers } from '#platform/standing.ts';
import { readShopCadence } from '../cadence/cadence.ts';
import { CAUSES, type DueRow, type dueCounts, type dueList, type dueQuery } from './contract.ts';
import { type Asked, type Described, describeQuery, dueIn, memberCountQuery, type Place } from './due.sql.ts';

type Query = z.output<typeof dueQuery>;
type MemberCount = { id: number; name: string; people: number };

const peopleDue = standingAnswers<Place[]>();
/** Counted with them: they stand for as long. */
const membersDue = standingAnswers<MemberCount[]>(0);

/** Who is to be talked to today, in the actor's scope, the most binding first; with the total. */
export async function listDue(
  platform: Platform,
  actor: Actor,
  query: Query,
): Promise<z.output<typeof dueList>> {
  const { db } = platform;
  const asked = askedBy(platform, actor, query.member);
  const due = await everybodyDue(platform, asked);
  const rank = query.cause === undefined ? null : CAUSES.indexOf(query.cause) + 1;
  const wanted = rank === null ? due.answer : due.answer.filter(one => one.rank === rank);
  const after = query.cursor === undefined ? null : placeFrom(query.cursor);
  const rest = after ? wanted.filter(one => comesAfter(one, after)) : wanted;
  const most = query.limit + 1;
  const rows = due.at ? await firstStill(rest, most, isDueStill(db, asked)) : rest.slice(0, most);
  const page = nextPage(rows, query.limit, row => cursorOf([row.rank, row.worth, row.personId]));
  return { ...page, data: await describe(db, page.data, asked.today), total: wanted.length };
}

/** How many by cause and by member. `countedAt`: of when, where it is not of now. */
export async function countDue(
  platform: Platform,
  actor: Actor,
  member: number | undefined,
): Promise<z.output<typeof dueCounts>> {
  const everybody = askedBy(platform, actor);
  const [shop, due, ofAll] = await Promise.all([
    readShopCadence(platform.db),
    everybodyDue(platform, askedBy(platform, actor, member)),
    everybodyDue(platform, everybody),
  ]);
  const members = await countByMember(platform, everybody, ofAll);
  const of = (rank: number) => due.answer.filter(one => one.rank === rank).length;
  const causes = { promise: of(1), planned: of(2), rhythm: of(3) };
  return { shop, total: due.answer.length, causes, members, countedAt: due.at };
}

async function countByMember(
  platform: Platform,
  asked: Asked,
  due: Standing<Place[]>,
): Promise<MemberCount[]> {
  const count = async () => {
    const ids = due.answer.map(one => one.personId);
    const { rows } = await memberCountQuery(asked.scope, ids).execute(platform.db);
    return rows.map(row => ({ ...row, people: Number(row.people) }));
  };
  if (!due.at) return await count();
  return (await membersDue(platform).get(`${keyOf(asked)} ${due.at.toISOString()}`, count)).answer;
}

const askedBy = ({ clock }: Platform, { scope }: Actor, member?: number): Asked => ({
  ...{ scope, member, now: clock.now() },
  today: shanghaiDate(clock.now()),
});

const keyOf = ({ scope, member, today }: Asked) =>
  JSON.stringify([today, member ?? null, scope.kind === 'all' ? null : scope.memberIds]);

async function everybodyDue(platform: Platform, asked: Asked): Promise<Standing<Place[]>> {
  return await peopleDue(platform).get(
    keyOf(asked),
    async () => (await dueIn(asked).execute(platform.db)).rows,
  );
}

/** What was done since, or ordered, counts at once. */
const isDueStill = (db: Db, asked: Asked) => async (some: readonly Place[]) => {
  const { rows } = await dueIn({ ...asked, only: some.map(one => one.personId) }).execute(db);
  const ids = new Set(rows.map(row => row.personId));
  return some.map(one => (ids.has(one.personId) ? one : undefined));
};

/** By cause, then by what is expected of them, most first, then by person. */
function comesAfter(one: Place, other: Place): boolean {
  return (one.rank - other.rank || other.worth - one.worth || one.personId - other.personId) > 0;
}

function placeFrom(cursor: string): Place {
  const [rank, worth, personId] = valuesFrom(cursor, 3).map(Number);
  const place = { rank: rank ?? 0, worth: worth ?? 0, personId: personId ?? 0 };
  return Object.values(place).every(Number.isSafeInteger) ? place : { rank: 0, worth: 0, personId: 0 };
}

async function describe(db: Db, page: readonly Place[], today: string): Promise<DueRow[]> {
  if (page.length === 0) return [];
  const { rows } = await describeQuery(
    page.map(row => row.personId),
    today,
  ).execute(db);
  const of = new Map(rows.map(row => [row.personId, row]));
  return page.flatMap(placed => {
    const told = of.get(placed.personId);
    return told ? [rowOf(placed, told)] : [];
  });
}

function rowOf({ rank }: Place, told: Described): DueRow {
  const { personId, name, tier, members, promises, planned, expected, rhythmDays, lastOrder, since } = told;
  const hasRhythm = rhythmDays !== null && lastOrder !== null && since !== null;
  return {
    ...{ customerId: personId, name, tier, members, planned, promises, expected },
    cause: CAUSES[rank - 1] ?? 'rhythm',
    rhythm: hasRhythm ? { days: rhythmDays, gaps: Number(told.orderDays) - 1, since, lastOrder } : null,
    last: lastOf(told),
  };
}

/** The last follow-up, if there was one. */
export function lastOf({ lastAt, lastBy, lastNote }: Pick<Described, 'lastAt' | 'lastBy' | 'lastNote'>) {
  return lastAt ? { at: lastAt, by: lastBy ?? '', note: lastNote ?? '' } : null;
}

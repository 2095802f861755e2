import type { z } from 'zod';
import type { Actor } from '#platform/auth/actor.ts';
import { shanghaiDate } from '#platform/clock.ts';
import { cursorOf, nextPage, valuesFrom } from '#platform/http/paging.ts';
import type { Db } from '#platform/postgres/connect.ts';
import { readShopCadence } from '../cadence/cadence.ts';
import { CAUSES, type DueRow, type dueCounts, type dueList, type dueQuery } from './contract.ts';
import {
  type Asked,
  countQuery,
  type Described,
  describeQuery,
  memberCountQuery,
  type Place,
  type PlacedRow,
  pageQuery,
} from './due.sql.ts';

type Query = z.output<typeof dueQuery>;

/** Who is to be talked to today, in the actor's scope, the most binding first; with the exact total. */
export async function listDue(
  db: Db,
  actor: Actor,
  now: Date,
  query: Query,
): Promise<z.output<typeof dueList>> {
  const asked: Asked = { scope: actor.scope, member: query.member, now, today: shanghaiDate(now) };
  const rank = query.cause === undefined ? null : CAUSES.indexOf(query.cause) + 1;
  const after = query.cursor === undefined ? null : placeFrom(query.cursor);
  const [{ rows }, { rows: counts }] = await Promise.all([
    pageQuery(asked, { rank, after, limit: query.limit + 1 }).execute(db),
    countQuery(asked).execute(db),
  ]);
  const page = nextPage(rows, query.limit, row => cursorOf([row.rank, row.worth, row.personId]));
  const wanted = counts.filter(one => rank === null || one.rank === rank);
  const total = wanted.reduce((sum, { people }) => sum + Number(people), 0);
  return { ...page, data: await describe(db, page.data, asked.today), total };
}

export async function countDue(
  db: Db,
  actor: Actor,
  now: Date,
  member: number | undefined,
): Promise<z.output<typeof dueCounts>> {
  const asked: Asked = { scope: actor.scope, now, today: shanghaiDate(now) };
  const [shop, { rows: ranks }, { rows: members }] = await Promise.all([
    readShopCadence(db),
    countQuery({ ...asked, member }).execute(db),
    memberCountQuery(asked).execute(db),
  ]);
  const of = (rank: number) => Number(ranks.find(row => row.rank === rank)?.people ?? 0);
  const causes = { promise: of(1), planned: of(2), rhythm: of(3) };
  const total = causes.promise + causes.planned + causes.rhythm;
  return { shop, total, causes, members: members.map(row => ({ ...row, people: Number(row.people) })) };
}

function placeFrom(cursor: string): Place {
  const [rank, worth, personId] = valuesFrom(cursor, 3).map(Number);
  const place = { rank: rank ?? 0, worth: worth ?? 0, personId: personId ?? 0 };
  return Object.values(place).every(Number.isSafeInteger) ? place : { rank: 0, worth: 0, personId: 0 };
}

async function describe(db: Db, page: readonly PlacedRow[], today: string): Promise<DueRow[]> {
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

function rowOf({ rank, expected }: PlacedRow, told: Described): DueRow {
  const { personId, name, tier, members, promises, planned, rhythmDays, lastOrder, since } = told;
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

import { sql } from 'kysely';
import type { z } from 'zod';
import { describeCustomers } from '#customers';
import type { Scope } from '#platform/auth/actor.ts';
import { DAY, shanghaiDate } from '#platform/clock.ts';
import type { Language } from '#platform/contract.ts';
import { numberFrom } from '#platform/http/paging.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { sayLeaf } from '../rules/say-rule.ts';
import { leavesOf } from '../rules/usable.ts';
import { namesIn } from '../segments/names.ts';
import { compileContext, liveSegment, type SegmentNeeds } from '../segments/segments.ts';
import type {
  membershipCheckView,
  movementQuery,
  movementView,
  personSegmentsView,
  segmentChangesView,
} from './contract.ts';
import { countEach } from './evaluate.ts';
import { segmentsOfPerson } from './members.ts';

const DAYS_SHOWN = 30;

type Day = { day: string; version: number; people: number; entered: number; left: number; leaves: number[] };

/** How a segment changed, and which condition moved how many people since the day began. */
export async function changesOf(
  needs: SegmentNeeds,
  id: number,
  language: Language,
): Promise<z.output<typeof segmentChangesView>> {
  const { rule, version, people } = await liveSegment(needs.db, id);
  const { rows: days } = await sql<Day>`
    select day::text, version, people, entered, leaving as "left", leaves from segment_days
    where segment_id = ${id} order by day desc limit ${DAYS_SHOWN + 1}`.execute(needs.db);
  const fill = await needs.db
    .selectFrom('segmentFills')
    .select(['version', 'filledAt'])
    .where('segmentId', '=', id)
    .executeTakeFirst();
  const leaves = leavesOf(rule);
  const now = await countEach(needs.clickhouse, leaves, await compileContext(needs, [rule]));
  const today = days.find(day => day.day === shanghaiDate(needs.clock.now()) && day.version === version);
  const names = await namesIn(needs.db, [rule]);
  return {
    people: people ?? 0,
    filledAt: fill?.version === version ? fill.filledAt : null,
    days: days
      .slice(0, DAYS_SHOWN)
      .map(({ day, people, entered, left, version }, i) => ({
        ...{ day, people, entered, left },
        isNewRule: days[i + 1] !== undefined && days[i + 1]?.version !== version,
      }))
      .reverse(),
    leaves: leaves.map((leaf, i) => ({
      words: sayLeaf(leaf, { language, names }),
      before: today?.leaves[i] ?? null,
      now: now[i] ?? 0,
    })),
  };
}

type Moved = { id: string; customer_id: number; type: string; at: number };

/** Who came into a segment and who went in the days shown, the newest first, one more than asked for; only people in the reader's scope. */
export async function movementsOf(
  { db, clickhouse, clock }: SegmentNeeds,
  id: number,
  scope: Scope,
  query: z.output<typeof movementQuery>,
): Promise<z.output<typeof movementView>[]> {
  const types = query.kind ? [`segment.${query.kind}`] : ['segment.entered', 'segment.left'];
  const rows = await clickhouse.rows<Moved>(
    `select toString(seq) as id, customer_id, type, toUnixTimestamp64Milli(at) as at from events
     where type in {types:Array(String)} and data.segmentId.:Int64 = {id:Int64} and at >= fromUnixTimestamp64Milli({since:Int64})
       and ({cursor:UInt64} = 0 or seq < {cursor:UInt64})
       and ${scope.kind === 'all' ? '1' : 'customer_id in (select person_id from customers final where hasAny(members, {scope:Array(UInt32)}))'}
     order by seq desc limit {limit:UInt32}`,
    {
      types,
      id,
      since: clock.now().getTime() - DAYS_SHOWN * DAY,
      cursor: query.cursor === undefined ? 0 : numberFrom(query.cursor),
      limit: query.limit + 1,
      ...(scope.kind === 'members' && { scope: scope.memberIds }),
    },
  );
  const known = await describeCustomers(db, [...new Set(rows.map(row => row.customer_id))]);
  const names = new Map(known.map(customer => [customer.id, customer.name]));
  return rows.map(row => ({
    id: row.id,
    customerId: row.customer_id,
    name: names.get(row.customer_id) ?? '',
    kind: row.type === 'segment.left' ? 'left' : 'entered',
    at: new Date(Number(row.at)),
  }));
}

/** The segments a person is in, and since when. */
export async function segmentsSince(
  db: Db | Tx,
  personId: number,
): Promise<z.output<typeof personSegmentsView>['data']> {
  const ids = await segmentsOfPerson(db, personId);
  const { rows } = await sql<z.output<typeof personSegmentsView>['data'][number]>`
    select s.id, s.name, (
        select max(e.at) from events e where e.customer_id = ${personId} and e.type = 'segment.entered'
          and (e.data ->> 'segmentId')::bigint = s.id) as since
    from segments s where s.id = any(${ids}::bigint[]) order by s.name`.execute(db);
  return rows;
}

export async function lastCheck(db: Db | Tx): Promise<z.output<typeof membershipCheckView>['check']> {
  const { rows } = await sql<NonNullable<z.output<typeof membershipCheckView>['check']>>`
    select at, segments, people::float8 as people, differences from segment_checks order by id desc limit 1`.execute(
    db,
  );
  return rows[0] ?? null;
}

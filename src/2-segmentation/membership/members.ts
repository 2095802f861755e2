import { sql } from 'kysely';
import { shanghaiDate } from '#platform/clock.ts';
import { appendEvents, type NewEvent } from '#platform/log/events.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { type Change, changed, chunkOf, countOf, idsOf, type People, sizeOf } from './bits.ts';

/** One writer of memberships at a time: what was evaluated later must not be overwritten by what was evaluated before. */
export async function holdMemberships(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('segment_members'))`.execute(tx);
}

/** The people kept for segments; where `ids` are given, only the chunks in which these could be. */
export async function readMembers(
  db: Db | Tx,
  segmentIds: readonly number[],
  ids?: readonly number[],
): Promise<Map<number, People>> {
  const chunks = ids && [...new Set(ids.map(chunkOf))];
  const { rows } = await sql<{ segmentId: number; chunk: number; bits: Buffer }>`
    select segment_id, chunk, bits from segment_members
    where segment_id = any(${segmentIds}::bigint[])
      and (${chunks === undefined} or chunk = any(${chunks ?? []}::integer[]))`.execute(db);
  const members = new Map<number, People>(segmentIds.map(id => [id, new Map()]));
  for (const { segmentId, chunk, bits } of rows) members.get(segmentId)?.set(chunk, new Uint8Array(bits));
  return members;
}

/** The people of a segment, in id order, as last evaluated. */
export async function membersOf(db: Db | Tx, segmentId: number): Promise<number[]> {
  return idsOf((await readMembers(db, [segmentId])).get(segmentId) ?? new Map());
}

/** The people kept are no longer those of the rule: the next evaluation is a first one. */
export async function forgetFill(tx: Tx, segmentId: number): Promise<void> {
  await sql`delete from segment_fills where segment_id = ${segmentId}`.execute(tx);
}

/** The live segments a person is in. */
export async function segmentsOfPerson(db: Db | Tx, personId: number): Promise<number[]> {
  const { rows } = await sql<{ segmentId: number }>`
    select m.segment_id from segment_members m join segments s on s.id = m.segment_id
    where s.archived_at is null and chunk = ${chunkOf(personId)} and has_bit(bits, ${personId})
    order by m.segment_id`.execute(db);
  return rows.map(row => row.segmentId);
}

/** Writes the chunks in which a change happened, and how many people the segment has now. */
export async function writeMembers(tx: Tx, segmentId: number, before: People, change: Change): Promise<void> {
  const rows = [...changed(before, change)].map(([chunk, bits]) => {
    return { chunk, people: sizeOf(bits), bits: Buffer.from(bits).toString('base64') };
  });
  await sql`
    with fresh as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as f (chunk integer, people integer, bits text)
    ), gone as (
      delete from segment_members m using fresh f where m.segment_id = ${segmentId} and m.chunk = f.chunk and f.people = 0
    )
    insert into segment_members (segment_id, chunk, people, bits)
    select ${segmentId}, chunk, people, decode(bits, 'base64') from fresh where people > 0
    on conflict (segment_id, chunk) do update set people = excluded.people, bits = excluded.bits`.execute(tx);
}

/** So many events go into one statement: their texts must fit into memory. */
const AT_ONCE = 50_000;

/** Says what happened to people: an event each, and the day's figures of the segment. */
export async function tellChange(
  tx: Tx,
  at: Date,
  { id: segmentId, version, name }: { id: number; version: number; name: string },
  change: Change,
): Promise<void> {
  const event =
    (type: string) =>
    (customerId: number): NewEvent => ({
      type,
      customerId,
      at,
      actor: 'system',
      data: { segmentId, version, segment: name },
    });
  const events = [
    ...idsOf(change.left).map(event('segment.left')),
    ...idsOf(change.entered).map(event('segment.entered')),
  ];
  for (let from = 0; from < events.length; from += AT_ONCE)
    await appendEvents(tx, events.slice(from, from + AT_ONCE));
  await sql`
    insert into segment_days as d (segment_id, day, version, people, entered, leaving)
    values (${segmentId}, ${shanghaiDate(at)}, ${version}, 0, ${countOf(change.entered)}, ${countOf(change.left)})
    on conflict (segment_id, day) do update
      set entered = d.entered + excluded.entered, leaving = d.leaving + excluded.leaving`.execute(tx);
}

/** Carries the number of people over to the list of segments and the day's row. */
export async function tellSize(tx: Tx, at: Date, segmentId: number): Promise<void> {
  await sql`
    with size as (select coalesce(sum(people), 0)::integer as people from segment_members where segment_id = ${segmentId}),
    day as (
      update segment_days d set people = size.people from size where d.segment_id = ${segmentId} and d.day = ${shanghaiDate(at)}
    )
    update segments s set people = size.people from size where s.id = ${segmentId}`.execute(tx);
}

import { sql } from 'kysely';
import type { Position } from '#platform/log/events.ts';
import type { Db } from '#platform/postgres/connect.ts';
import { CONTACTS, ROLES, TEAMS } from './depends.ts';

type Touched = { type: string; persons: number[] };

const touchedBy = (rows: readonly Touched[]) => new Map(rows.map(row => [row.type, row.persons.map(Number)]));
const within = (from: Position, to: Position) =>
  sql`(xid, seq) > (${from.xid}, ${from.seq}) and (xid, seq) <= (${to.xid}, ${to.seq})`;

/** The people a stretch of the log touched, by the type of what happened; of contacts see `readContacted`. */
export async function readTouched(db: Db, from: Position, to: Position): Promise<Map<string, number[]>> {
  const { rows } = await sql<Touched>`
    select type, array_agg(distinct person_id) as persons from (
      select e.type, c.person_id from events e join customers c on c.id = e.customer_id
      where ${within(from, to)} and e.type not like 'segment.%'
      union all
      select type, jsonb_array_elements_text(data -> 'persons')::bigint from events
      where ${within(from, to)} and type in ('customers.merged', 'customers.unmerged')
      union all
      select e.type, c.person_id from events e join customers c on c.id = (data ->> 'from')::bigint
      where ${within(from, to)} and e.type in ('order.matched', 'order.removed')
    ) t group by type`.execute(db);
  return touchedBy(rows);
}

const CONTACTED = ['contact.claimed', 'contact.settled'] as const;

/**
 * Whom contacts touched. Each is looked up by the index: the planner, who cannot know how many an event tells of, has held
 * every contact there is against every event.
 */
export async function readContacted(db: Db, from: Position, to: Position): Promise<Map<string, number[]>> {
  const { rows } = await sql<Touched>`
    select told.type, array_agg(distinct c.person_id) as persons
    from (
      select distinct type, jsonb_array_elements_text(data -> 'contactIds')::bigint as id from events
      where ${within(from, to)} and type = any(${CONTACTED}::text[])
    ) told
    cross join lateral (select customer_id from contacts where id = told.id offset 0) k
    cross join lateral (select person_id from customers where id = k.customer_id offset 0) c
    group by told.type`.execute(db);
  return touchedBy(rows);
}

/** From so many contacts on, everybody is asked about: to find out whom they touched takes longer. */
const FLOOD = 20_000;

/** What has changed for everybody at once rather than for somebody: types of events, or what such types begin with. */
export async function changedForAll(db: Db, from: Position, to: Position): Promise<string[]> {
  const { rows } = await sql<{ type: string; contacts: number }>`
    select type, coalesce(sum(jsonb_array_length(data -> 'contactIds')), 0) as contacts from events
    where ${within(from, to)} and type = any(${[TEAMS, ROLES, ...CONTACTED]}::text[]) group by type`.execute(
    db,
  );
  const contacts = rows.reduce((sum, row) => sum + row.contacts, 0);
  const told = rows.map(row => row.type).filter(type => type === TEAMS || type === ROLES);
  return contacts > FLOOD ? [...told, CONTACTS] : told;
}

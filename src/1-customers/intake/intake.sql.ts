import { sql } from 'kysely';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { Message } from './read-message.ts';

/** The table says of a message that it has been taken. */
export function wasTaken(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'intake_messages_pkey';
}

/**
 * Writes down that messages are taken, which nearly always none of them has been: then it needs no more than this. Throws
 * what `wasTaken` knows when one has; the transaction is over then, and `claimMessages` must look closer in another.
 */
export async function claimAll(tx: Tx, hashes: readonly string[], at: Date): Promise<void> {
  await sql`
    insert into intake_messages (id, received_at)
    select id, ${at} from unnest(${listOf(hashes)}::uuid[]) as id order by id`.execute(tx);
}

/**
 * Writes down which messages are taken. @returns the hashes of those that had not been: a message sent twice at the
 * same moment waits here for the other, and in this order no two batches wait for each other.
 */
export async function claimMessages(tx: Tx, hashes: readonly string[], at: Date): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    insert into intake_messages (id, received_at)
    select id, ${at} from unnest(${listOf(hashes)}::uuid[]) as id order by id
    on conflict do nothing
    returning replace(id::text, '-', '') as id`.execute(tx);
  return new Set(rows.map(row => row.id));
}

/** An array's literal of what needs no quotes in it; quoting thousands of values one by one is felt. */
function listOf(values: readonly (number | string)[]): string {
  return `{${values.join(',')}}`;
}

export type Tracked = Pick<Message, 'event' | 'at' | 'json'> & { customerId: number };

/**
 * Appends them to the log, in one statement. Their data goes as lines of one text (JSON has no line breaks of its own),
 * which neither side has to quote: half the time of an array of texts.
 */
export async function appendTracked(
  tx: Tx,
  source: { accountId: number; actor: string },
  events: readonly Tracked[],
): Promise<void> {
  if (events.length === 0) return;
  const names = new Map<string, number>();
  for (const { event } of events) if (!names.has(event)) names.set(event, names.size + 1);
  await sql`
    insert into events (type, customer_id, account_id, at, actor, data)
    select (${[...names.keys()]}::text[])[name], customer_id, ${source.accountId}::bigint,
      'epoch'::timestamptz + at * interval '1 millisecond', ${source.actor}, data::jsonb
    from rows from (
      unnest(${listOf(events.map(e => names.get(e.event) ?? 0))}::integer[]),
      unnest(${listOf(events.map(e => e.customerId))}::bigint[]),
      unnest(${listOf(events.map(e => e.at.getTime()))}::bigint[]),
      string_to_table(${events.map(e => e.json).join('\n')}::text, chr(10))
    ) as row (name, customer_id, at, data)`.execute(tx);
}

export type KnownId = { kind: 'user_id' | 'anonymous_id'; key: string; customerId: number; personId: number };

/**
 * Whose the ids of one source are, as far as they are known; which persons only when that is asked (it costs as much
 * again), otherwise 0. `offset 0` keeps each look-up one of the index: joined freely, the planner has read every id of
 * the source instead.
 */
export async function findIds(
  tx: Tx,
  accountId: number,
  { userIds, anonymousIds }: { userIds: readonly string[]; anonymousIds: readonly string[] },
  ask: 'persons' | 'profiles',
): Promise<KnownId[]> {
  const keys = [...userIds, ...anonymousIds];
  if (keys.length === 0) return [];
  const person = sql`(select c.person_id from customers c where c.id = i.customer_id)`;
  const { rows } = await sql<{ customers: number[]; persons: number[] }>`
    select array_agg(coalesce(found.customer_id, 0) order by n) as customers, array_agg(coalesce(found.person_id, 0) order by n) as persons
    from unnest(${keys}::text[]) with ordinality as told (key, n)
    left join lateral (
      select i.customer_id, ${ask === 'persons' ? person : sql`0`} as person_id from identities i
      where i.kind = case when n <= ${userIds.length} then 'user_id' else 'anonymous_id' end
        and i.account_id = ${accountId} and i.key = told.key and not i.shared offset 0
    ) found on true`.execute(tx);
  const { customers = [], persons = [] } = rows[0] ?? {};
  return keys.flatMap((key, at) => {
    const customerId = customers[at] ?? 0;
    const kind = at < userIds.length ? ('user_id' as const) : ('anonymous_id' as const);
    return customerId === 0 ? [] : [{ kind, key, customerId, personId: persons[at] ?? 0 }];
  });
}

/** Which users of the source the persons behind some visitors are. */
export async function usersBehind(
  tx: Tx,
  accountId: number,
  anonymousIds: readonly string[],
): Promise<{ anonymousId: string; personId: number; userId: string | null }[]> {
  const { rows } = await sql<{ anonymousId: string; personId: number; userId: string | null }>`
    select told.key as anonymous_id, visitor.person_id, users.key as user_id
    from unnest(${anonymousIds}::text[]) as told (key)
    cross join lateral (
      select c.person_id from identities a join customers c on c.id = a.customer_id
      where a.kind = 'anonymous_id' and a.account_id = ${accountId} and a.key = told.key offset 0
    ) visitor
    left join lateral (
      select u.key from customers p join identities u on u.customer_id = p.id
      where p.person_id = visitor.person_id and u.kind = 'user_id' and u.account_id = ${accountId} offset 0
    ) users on true`.execute(tx);
  return rows;
}

/** Of these visitors, those about whom nothing else is known: only there a browser's traits fill anything. */
export async function strangersAmong(
  tx: Tx,
  accountId: number,
  anonymousIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`
    select told.key
    from unnest(${anonymousIds}::text[]) as told (key)
    cross join lateral (
      select c.person_id from identities a join customers c on c.id = a.customer_id
      where a.kind = 'anonymous_id' and a.account_id = ${accountId} and a.key = told.key offset 0
    ) visitor
    where not exists (
      select 1 from customers p join identities i on i.customer_id = p.id
      where p.person_id = visitor.person_id and i.kind <> 'anonymous_id')`.execute(tx);
  return new Set(rows.map(row => row.key));
}

const MOST_TRAITS = 200;

/** Adds what has no column to what is known of people already; what is known stays. */
export async function fillTraits(
  tx: Tx,
  actor: string,
  at: Date,
  told: readonly { customerId: number; custom: Record<string, unknown> }[],
): Promise<void> {
  const rows = told
    .filter(({ custom }) => Object.keys(custom).length > 0)
    .map(({ customerId, custom }) => ({ id: customerId, custom }));
  if (rows.length === 0) return;
  await sql`
    with told as (
      select id, jsonb_object_agg(key, value) as custom
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (id bigint, custom jsonb), jsonb_each(t.custom)
      group by id
    ), filled as (
      update customers c set custom = told.custom || c.custom, updated_at = ${at}
      from told
      where c.id = told.id and exists (select 1 from jsonb_object_keys(told.custom) key where not c.custom ? key)
        and (select count(*) from jsonb_object_keys(told.custom || c.custom)) <= ${MOST_TRAITS}
      returning c.id
    )
    insert into events (type, customer_id, at, actor, data)
    select 'customer.changed', id, ${at}, ${actor}, '{"by": "source"}'::jsonb from filled`.execute(tx);
}

/** What was refused after all has not been taken: sent again it is looked at again. */
export async function releaseMessages(tx: Tx, hashes: readonly string[]): Promise<void> {
  await sql`delete from intake_messages where id = any(${hashes}::uuid[])`.execute(tx);
}

/** @returns how many messages were forgotten: sent again, they would be taken as new. */
export async function forgetMessages(db: Db, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`delete from intake_messages where received_at < ${before}`.execute(
    db,
  );
  return Number(numAffectedRows ?? 0n);
}

import { sql } from 'kysely';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';

/** The key of the fact that tells by which touchpoint a person came last; rules ask for it by this name. */
const CAME_BY = 'touchpoint';

/** A tag that was put away since is given no more. */
export async function usable(tx: Tx, tagIds: readonly number[]): Promise<number[]> {
  const rows = await tx
    .selectFrom('tags')
    .select('id')
    .where('id', 'in', [...tagIds])
    .where('archivedAt', 'is', null)
    .execute();
  return rows.map(row => row.id);
}

/** By which touchpoint each came last. */
export async function noteCameBy(
  tx: Tx,
  { clock }: Pick<Platform, 'clock'>,
  entries: readonly { personId: number; touchpoint: string; at: Date }[],
): Promise<void> {
  const latest = new Map(entries.map(entry => [entry.personId, entry]));
  const rows = [...latest].map(([person, { touchpoint, at }]) => ({
    person,
    touchpoint,
    at: at.toISOString(),
  }));
  await sql`
    with told as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (person bigint, touchpoint text, at timestamptz)
    ), noted as (
      insert into customer_facts (customer_id, key, str, at, updated_at)
      select person, ${CAME_BY}, touchpoint, at, ${clock.now()} from told
      on conflict (customer_id, key) do update set str = excluded.str, at = excluded.at, updated_at = excluded.updated_at
        where customer_facts.at is null or customer_facts.at <= excluded.at
      returning customer_id
    )
    insert into events (type, customer_id, at, actor, data)
    select 'facts.changed', customer_id, ${clock.now()}, 'system', ${JSON.stringify({ keys: [CAME_BY] })}::jsonb from noted`.execute(
    tx,
  );
}

import { sql } from 'kysely';
import { postgresTable } from '#customers';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { applyInParts, isIn, leaveOutRefusing, type Part, whileComputing } from '../scoring.ts';
import { SCORES } from './price-sensitivity.sql.ts';

export const KEYS = ['price.sensitivity', 'price.discounted', 'price.depth', 'price.drift'];

/**
 * How much a price decides for each customer with three orders or more, as facts. Done by ClickHouse and PostgreSQL
 * between them. Safe to repeat: of whom nothing changed, nothing is written. @returns how many persons were written.
 */
export async function computePriceSensitivity(
  { clickhouse, db, clock, postgresForClickHouse }: Platform,
  actor: Pick<Actor, 'name'>,
): Promise<{ changed: number }> {
  return await whileComputing(db, 7480018, async () => {
    await sql`truncate price_scores`.execute(db);
    const target = postgresTable(postgresForClickHouse, 'price_scores');
    await clickhouse.command(`insert into function ${target} ${SCORES} settings max_execution_time = 0`, {
      now: String(clock.now().getTime()),
    });
    await leaveOutRefusing(db, 'price_scores');
    return { changed: await applyInParts(db, (tx, part) => applyScores(tx, clock, actor, part)) };
  });
}

/** Compares a part's scores with what is known and writes the difference, in one statement. */
async function applyScores(tx: Tx, clock: Clock, actor: Pick<Actor, 'name'>, part: Part): Promise<number> {
  const now = clock.now();
  const { rows } = await sql<{ changed: number }>`
    with score as (
      select s.* from price_scores s join customers c on c.id = s.person_id and c.person_id = s.person_id and c.status = 'active'
      where ${isIn(part, 's.person_id')}
    ), wanted as (
      select person_id, v.key, v.num from score, lateral (values
        ('price.sensitivity', score::float8), ('price.discounted', discounted), ('price.depth', depth), ('price.drift', drift)) as v (key, num)
    ), facts as (
      insert into customer_facts as f (customer_id, key, num, str, at, updated_at)
      select w.person_id, w.key, w.num, null, null, ${now}::timestamptz from wanted w
      left join customer_facts k on k.customer_id = w.person_id and k.key = w.key where k.num is distinct from w.num
      on conflict (customer_id, key) do update set num = excluded.num, updated_at = excluded.updated_at
      returning f.customer_id
    ), gone as (
      delete from customer_facts f where ${isIn(part, 'f.customer_id')} and f.key = any(${KEYS}) and not exists (select 1 from score s where s.person_id = f.customer_id)
      returning customer_id
    ), told as (
      insert into events (type, customer_id, at, actor, data)
      select 'facts.changed', customer_id, ${now}::timestamptz, ${actor.name}, ${JSON.stringify({ keys: KEYS })}::jsonb
      from (select customer_id from facts union select customer_id from gone) moved
      returning 1
    )
    select count(*) as changed from told`.execute(tx);
  return Number(rows[0]?.changed ?? 0);
}

import { sql } from 'kysely';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { isIn, type Part } from '../scoring.ts';
import { CADENCE } from './formula.contract.ts';

export const KEYS = ['rhythm.days', 'rhythm.next', 'rhythm.due'];

/**
 * Compares a part's rhythms with what is known and writes the difference, in one statement. The shop's rhythm moves everybody's
 * a little; a person is written again once theirs moved by half a day or two percent, or they came again.
 * @returns how many persons were written.
 */
export async function applyRhythms(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  part: Part,
): Promise<number> {
  const now = clock.now();
  const { rows } = await sql<{ changed: number }>`
    with score as (
      select s.person_id, s.days,
        (s.last_day + ceil(s.days)::int)::timestamp at time zone 'Asia/Shanghai' as next,
        (s.last_day + ceil(${CADENCE.due}::float8 * s.days)::int)::timestamp at time zone 'Asia/Shanghai' as due
      from cadence_scores s join customers c on c.id = s.person_id and c.person_id = s.person_id and c.status = 'active'
      where ${isIn(part, 's.person_id')}
    ), known as (
      select customer_id, max(num) filter (where key = 'rhythm.days') as days,
        max(at) filter (where key = 'rhythm.next') as next, max(at) filter (where key = 'rhythm.due') as due
      from customer_facts where ${isIn(part, 'customer_id')} and key = any(${KEYS}) group by customer_id
    ), changed as (
      select s.* from score s left join known k on k.customer_id = s.person_id
      where k.days is null or k.next is null or k.due is null
        or abs(s.days - k.days) > greatest(0.4999, 0.02 * k.days)
        or abs(extract(epoch from s.next - k.next)) > greatest(86000, 2000 * k.days)
    ), facts as (
      insert into customer_facts (customer_id, key, num, str, at, updated_at)
      select person_id, v.key, v.num, null, v.at, ${now}::timestamptz
      from changed, lateral (values
        ('rhythm.days', days, null::timestamptz), ('rhythm.next', null::float8, next), ('rhythm.due', null, due)) as v (key, num, at)
      on conflict (customer_id, key) do update set num = excluded.num, at = excluded.at, updated_at = excluded.updated_at
    ), gone as (
      delete from customer_facts f
      where ${isIn(part, 'f.customer_id')} and f.key = any(${KEYS}) and not exists (select 1 from score s where s.person_id = f.customer_id)
      returning customer_id
    ), told as (
      insert into events (type, customer_id, at, actor, data)
      select 'facts.changed', customer_id, ${now}::timestamptz, ${actor.name}, ${JSON.stringify({ keys: KEYS })}::jsonb
      from (select person_id as customer_id from changed union select customer_id from gone) moved
      returning 1
    )
    select count(*) as changed from told`.execute(tx);
  return Number(rows[0]?.changed ?? 0);
}

import { sql } from 'kysely';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { isIn, type Part } from '../../scoring.ts';

export const KEYS = ['value.expected', 'orders.expected', 'alive', 'order.next'];

/**
 * Compares a part's scores with what is known and writes the difference, in one statement. Time alone moves every probability
 * a little every day; a person is written again once something moved that one would notice: two points of being alive,
 * two percent of value or orders, two days of the next order. @returns how many persons were written.
 */
export async function applyScores(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  today: string,
  part: Part,
): Promise<number> {
  const now = clock.now();
  const { rows } = await sql<{ changed: number }>`
    with score as (
      select s.person_id, s.value::float8 as value, s.orders, s.alive,
        (${today}::date + s.next_days)::timestamp at time zone 'Asia/Shanghai' as next
      from prediction_scores s join customers c on c.id = s.person_id and c.person_id = s.person_id
      where ${isIn(part, 's.person_id')}
    ), known as (
      select customer_id, max(num) filter (where key = 'value.expected') as value,
        max(num) filter (where key = 'orders.expected') as orders, max(num) filter (where key = 'alive') as alive,
        max(at) filter (where key = 'order.next') as next
      from customer_facts where ${isIn(part, 'customer_id')} and key = any(${KEYS}) group by customer_id
    ), changed as (
      select s.* from score s left join known k on k.customer_id = s.person_id
      where k.value is null or k.orders is null or k.alive is null
        or abs(s.alive - k.alive) > 0.0199
        or abs(s.value - k.value) > greatest(100, 0.02 * k.value)
        or abs(s.orders - k.orders) > greatest(0.0499, 0.02 * k.orders)
        or (s.next is null) <> (k.next is null) or abs(extract(epoch from s.next - k.next)) > 172000
    ), facts as (
      insert into customer_facts (customer_id, key, num, str, at, updated_at)
      select person_id, v.key, v.num, null, v.at, ${now}::timestamptz
      from changed, lateral (values
        ('value.expected', value, null::timestamptz), ('orders.expected', orders, null), ('alive', alive, null),
        ('order.next', null::float8, next)) as v (key, num, at)
      where v.key <> 'order.next' or next is not null
      on conflict (customer_id, key) do update set num = excluded.num, at = excluded.at, updated_at = excluded.updated_at
    ), gone as (
      delete from customer_facts f
      where ${isIn(part, 'f.customer_id')} and f.key = any(${KEYS}) and (
        not exists (select 1 from score s where s.person_id = f.customer_id)
        or (f.key = 'order.next' and exists (select 1 from changed c where c.person_id = f.customer_id and c.next is null)))
      returning customer_id
    ), told as (
      insert into events (type, customer_id, at, actor, data)
      select 'facts.changed', customer_id, ${now}::timestamptz, ${actor.name}, ${JSON.stringify({ keys: KEYS })}::jsonb
      from (select person_id as customer_id from changed union select customer_id from gone) moved
      returning 1
    )
    select count(*) as changed from told`.execute(tx);
  return rows[0]?.changed ?? 0;
}

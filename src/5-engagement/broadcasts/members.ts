import { sql } from 'kysely';
import type { z } from 'zod';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { memberTasks } from './contract.ts';

/**
 * Each member's part of a broadcast: one task, or as many as there are texts. Counted where they lie, because a text
 * with the customer's name in it makes a task of every customer. Who still has something to do comes first, then those
 * with most people.
 */
export async function membersOf(db: Db | Tx, broadcastId: number): Promise<z.output<typeof memberTasks>[]> {
  const waits = sql`t.state = 'created' and t.confirmed_at is null`;
  const { rows } = await sql<z.output<typeof memberTasks>>`
    select jsonb_build_object('id', m.id, 'name', m.name) as member,
      count(*) as tasks, sum(t.people)::bigint as people,
      (select count(*) from broadcast_people p
        where p.broadcast_id = ${broadcastId} and p.member_id = m.id and p.state = 'delivered') as delivered,
      count(*) filter (where ${waits}) as waiting,
      min(t.id) filter (where ${waits}) as waits_longest,
      count(*) filter (where t.state in ('recorded', 'calling')) as building,
      count(*) filter (where t.state = 'cancelled') as cancelled,
      coalesce(array_agg(distinct t.failure) filter (where t.failure is not null), '{}') as failures,
      sum(cardinality(t.reminded_at))::bigint as reminders,
      case when bool_and(t.confirmed_at is not null or t.state in ('cancelled', 'failed')) then max(t.confirmed_at) end as confirmed_at
    from send_tasks t join members m on m.id = t.member_id
    where t.broadcast_id = ${broadcastId} group by m.id
    order by count(*) filter (where ${waits}) = 0, sum(t.people) desc, m.id`.execute(db);
  return rows;
}

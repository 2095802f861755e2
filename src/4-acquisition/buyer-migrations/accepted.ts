import { sql } from 'kysely';
import { settleContacts } from '#customers';
import type { Clock } from '#platform/clock.ts';
import type { Position } from '#platform/log/events.ts';
import type { Tx } from '#platform/postgres/connect.ts';

/**
 * Who of the asked has become a friend, worked out anew for whoever the log says something of that bears on it: the
 * relation itself, or that a friend and a buyer are one person (a mobile noted in the remark, an order number, a merge by
 * hand). Before anybody asked it is no answer to a request. Taken apart again, they stand where they stood.
 */
export async function noteAccepted(tx: Tx, clock: Clock, from: Position, to: Position): Promise<void> {
  const { rows } = await sql<{ freed: number | null }>`
    with told as (
      select type, customer_id, data from events
      where (xid, seq) > (${from.xid}, ${from.seq}) and (xid, seq) <= (${to.xid}, ${to.seq})
        and (type like 'follow.%' or type in ('customers.merged', 'customers.unmerged'))
    ), profiles as (
      select customer_id as id from told where customer_id is not null
      union select jsonb_array_elements_text(data -> 'profiles')::bigint from told where type like 'customers.%'
    ), persons as (
      select distinct c.person_id from profiles p join customers c on c.id = p.id
    ), concerned as (
      select mp.migration_id, mp.customer_id, mp.state, mp.asked_at, mp.contact_id, first.at
      from persons s join customers c on c.person_id = s.person_id join migration_people mp on mp.customer_id = c.id
      join buyer_migrations m on m.id = mp.migration_id
      left join lateral (
        select min(f.followed_at) as at from follows f join customers p on p.id = f.customer_id
        where p.person_id = c.person_id and f.account_id = m.account_id
      ) first on true
      where mp.state in ('queued', 'waiting', 'asked', 'no_answer', 'refused', 'wrong_number', 'accepted')
    ), changed as (
      update migration_people p set settled_at = coalesce(c.at, p.asked_at), contact_id = case when c.state = 'waiting' then null else p.contact_id end,
        state = case when c.at is null then 'asked' when c.asked_at is null then 'joined' else 'accepted' end
      from concerned c
      where p.migration_id = c.migration_id and p.customer_id = c.customer_id and (c.state = 'accepted') = (c.at is null)
      returning case when c.state = 'waiting' then c.contact_id end as freed
    )
    select freed from changed where freed is not null`.execute(tx);
  const freed = rows.flatMap(row => (row.freed === null ? [] : [row.freed]));
  await settleContacts(tx, clock, freed, 'released');
}

import { sql } from 'kysely';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { Values } from './render.ts';

/** What messages may say about these people, one statement for all of them. Only the wanted variables are filled. */
export async function valuesOf(
  db: Db | Tx,
  people: readonly { customerId: number; memberId: number | null }[],
): Promise<Map<number, Values>> {
  const { rows } = await sql<Values & { personId: number }>`
    with wanted as (
      select * from unnest(${people.map(p => p.customerId)}::bigint[], ${people.map(p => p.memberId)}::bigint[]) as w (person_id, member_id)
    )
    select w.person_id,
      (select c.name from customers c where c.person_id = w.person_id and c.name is not null order by c.id = w.person_id desc, c.id limit 1) as name,
      (select c.city from customers c where c.person_id = w.person_id and c.city is not null order by c.id = w.person_id desc, c.id limit 1) as city,
      (select m.name from members m where m.id = w.member_id) as member,
      (select f.str from customer_facts f where f.customer_id = w.person_id and f.key = 'tier') as tier,
      (select i.name from orders o join customers c on c.id = o.customer_id join order_items i on i.order_id = o.id
        where c.person_id = w.person_id and o.payment = 'paid' order by o.ordered_at desc, i.line limit 1) as last_product
    from wanted w`.execute(db);
  return new Map(rows.map(({ personId, ...values }) => [personId, withoutNulls(values)]));
}

function withoutNulls(values: Record<string, string | null | undefined>): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value != null)) as Values;
}

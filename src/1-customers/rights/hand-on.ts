import { sql } from 'kysely';
import type { Clock } from '#platform/clock.ts';
import type { Tx } from '#platform/postgres/connect.ts';

/**
 * A phone of the person that somebody else uses as well (it has changed hands, a family shares it) becomes the row of who
 * used it last, with all that was decided about it: gone, the family would be joined by it at the next file.
 */
export async function handPhonesOn(tx: Tx, clock: Clock, profiles: readonly number[]): Promise<number> {
  const ids = sql`any(${profiles}::bigint[])`;
  const { rows } = await sql`
    with next as (
      select distinct on (i.id) i.id, u.customer_id, u.source, u.import_id, s.first_seen_at, s.last_seen_at
      from identities i join identity_uses u on u.identity_id = i.id
      join customers c on c.id = u.customer_id and c.status = 'active' and not c.id = ${ids}
      cross join lateral (
        select min(first_seen_at) as first_seen_at, max(last_seen_at) as last_seen_at from identity_uses
        where identity_id = i.id and customer_id = u.customer_id
      ) s
      where i.kind = 'phone' and i.customer_id = ${ids}
      order by i.id, u.last_seen_at desc, u.customer_id
    ), handed as (
      update identities i set customer_id = n.customer_id, source = n.source, import_id = n.import_id,
        first_seen_at = n.first_seen_at, last_seen_at = n.last_seen_at
      from next n where n.id = i.id returning i.id, i.customer_id, i.shown
    ), own as (
      -- Whose number it is has not taken it over from anybody.
      update identity_uses u set verdict = 'joined' from handed h
      where u.identity_id = h.id and u.customer_id = h.customer_id and u.verdict = 'recycled'
    )
    insert into events (type, customer_id, at, actor, data)
    select 'identity.linked', customer_id, ${clock.now()}, 'system', jsonb_build_object('kind', 'phone', 'shown', shown) from handed
    returning customer_id`.execute(tx);
  return rows.length;
}

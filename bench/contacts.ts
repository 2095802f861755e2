import { projectionReader } from '#customers';
import { catchUp } from '#platform/log/readers.ts';
import type { Platform } from '#platform/platform.ts';

/** Contacts of each customer within the last thirty days. */
const EACH = 2;
const MINUTES = 30 * 1_440;
/** Contacts that one event tells of. */
const TOLD_AT_ONCE = 20_000;

/**
 * Gives everybody contacts, marketing and service in turn, unless there are some: who may still be contacted is part of
 * every count, and costs nothing where nobody ever was. The projection hears of them as of any others.
 */
export async function fillContacts({ pool, db, ...rest }: Platform): Promise<void> {
  const { rows } = await pool.query('select exists (select from contacts) as there');
  if ((rows[0] as { there: boolean }).there) return;
  await pool.query(
    `with made as (
       insert into contacts (customer_id, channel, purpose, source, source_id, step, slot, state, claimed_at, settled_at)
       select c.id, 'wecom', case n when 1 then 'marketing' else 'service' end, 'bench', 1, n::text, at, 'sent', at, at
       from customers c cross join generate_series(1, ${EACH}) n
       cross join lateral (select now() - make_interval(mins => ((c.id * 7919 + n * 104729) % ${MINUTES})::integer) as at) t
       where c.status = 'active' returning id
     )
     insert into events (type, at, actor, data)
     select 'contact.settled', now(), 'bench', jsonb_build_object('contactIds', jsonb_agg(id), 'state', 'sent')
     from (select id, row_number() over (order by id) / ${TOLD_AT_ONCE} as part from made) numbered group by part`,
  );
  await pool.query('analyze contacts');
  await catchUp(db, projectionReader({ pool, db, ...rest }));
}

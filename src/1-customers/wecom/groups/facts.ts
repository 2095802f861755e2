import { sql } from 'kysely';
import type { Reader } from '#platform/log/readers.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { concernedBy } from '../../identities/concerned.ts';

/** In how many customer groups somebody is, and when they came to the last of these. */
const KEYS = ['groups.count', 'groups.joined'];

/** Keeps what rules may ask of somebody's groups, by the events of the log and whenever people come together or apart. */
export function groupFactsReader(platform: Platform): Reader {
  return {
    name: 'wecom.group-facts',
    only: ['group.%', 'customers.merged', 'customers.unmerged'],
    handle: async (tx, events) => {
      await settleGroupFacts(tx, platform, concernedBy(events, 'persons'));
    },
  };
}

export async function settleGroupFacts(
  tx: Tx,
  { clock }: Pick<Platform, 'clock'>,
  customerIds: readonly number[],
): Promise<void> {
  if (customerIds.length === 0) return;
  const now = clock.now();
  await sql`
    with persons as (
      select person_id as id from customers where id = any(${customerIds}::bigint[]) union select unnest(${customerIds}::bigint[])
    ), inside as (
      select c.person_id as id, count(distinct g.group_id)::double precision as groups, max(g.joined_at) as joined
      from customers c join group_members g on g.customer_id = c.id and g.left_at is null
      where c.person_id in (select id from persons) and c.status = 'active' group by c.person_id
    ), wanted as (
      select id as customer_id, 'groups.count' as key, groups as num, null::timestamptz as at from inside
      union all select id, 'groups.joined', null, joined from inside
    ), gone as (
      delete from customer_facts k where k.key = any(${KEYS}::text[]) and k.customer_id in (select id from persons)
        and not exists (select 1 from wanted w where w.customer_id = k.customer_id and w.key = k.key)
      returning k.customer_id, k.key
    ), put as (
      insert into customer_facts as k (customer_id, key, num, at, updated_at)
      select customer_id, key, num, at, ${now}::timestamptz from wanted
      on conflict (customer_id, key) do update set num = excluded.num, at = excluded.at, updated_at = excluded.updated_at
        where (k.num, k.at) is distinct from (excluded.num, excluded.at)
      returning k.customer_id, k.key
    )
    insert into events (type, customer_id, at, actor, data)
    select 'facts.changed', customer_id, ${now}::timestamptz, 'system', jsonb_build_object('keys', jsonb_agg(key order by key))
    from (select * from gone union all select * from put) changed group by customer_id`.execute(tx);
}

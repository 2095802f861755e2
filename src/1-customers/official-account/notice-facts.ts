import { sql } from 'kysely';
import type { Clock } from '#platform/clock.ts';
import type { Reader } from '#platform/log/readers.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { concernedBy } from '../identities/concerned.ts';

/** How many subscribe notices may still be sent to somebody, of templates in use and accounts they follow. */
const KEY = 'notices.left';

/** What people who come together, or who come and go, have accepted; each use and word is settled where it happens. */
export function noticeFactsReader({ clock }: Pick<Platform, 'clock'>): Reader {
  return {
    name: 'official-account.notice-facts',
    only: [
      'official_account.followed',
      'official_account.unfollowed',
      'customers.merged',
      'customers.unmerged',
    ],
    handle: async (tx, events) => {
      await settleNoticeFacts(tx, clock, concernedBy(events, 'persons'));
    },
  };
}

/** Who takes a template, for when it is put away or comes back. */
export async function settleTemplateFacts(tx: Tx, clock: Clock, templateId: number): Promise<void> {
  const { rows } = await sql<{ customerId: number }>`
    select g.customer_id from notice_grants g join notice_templates t on t.account_id = g.account_id and t.code = g.code
    where t.id = ${templateId} and g.remaining > 0`.execute(tx);
  await settleNoticeFacts(
    tx,
    clock,
    rows.map(row => row.customerId),
  );
}

export async function settleNoticeFacts(tx: Tx, clock: Clock, customerIds: readonly number[]): Promise<void> {
  if (customerIds.length === 0) return;
  const now = clock.now();
  const ids = [...new Set(customerIds)];
  await sql`
    with persons as (
      select person_id as id from customers where id = any(${ids}::bigint[]) union select unnest(${ids}::bigint[])
    ), wanted as (
      select c.person_id as customer_id, sum(g.remaining)::double precision as num
      from customers c join followers f on f.customer_id = c.id and f.ended_at is null
      join notice_grants g on g.account_id = f.account_id and g.openid = f.openid and g.remaining > 0
      join notice_templates t on t.account_id = g.account_id and t.code = g.code and t.archived_at is null
      where c.person_id in (select id from persons) and c.status = 'active' group by c.person_id
    ), gone as (
      delete from customer_facts k where k.key = ${KEY} and k.customer_id in (select id from persons)
        and not exists (select 1 from wanted w where w.customer_id = k.customer_id)
      returning k.customer_id
    ), put as (
      insert into customer_facts as k (customer_id, key, num, updated_at)
      select customer_id, ${KEY}, num, ${now}::timestamptz from wanted
      on conflict (customer_id, key) do update set num = excluded.num, updated_at = excluded.updated_at
        where k.num is distinct from excluded.num
      returning k.customer_id
    )
    insert into events (type, customer_id, at, actor, data)
    select 'facts.changed', customer_id, ${now}::timestamptz, 'system', jsonb_build_object('keys', jsonb_build_array(${KEY}::text))
    from (select * from gone union select * from put) changed`.execute(tx);
}

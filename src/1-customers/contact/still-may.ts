import { sql } from 'kysely';
import type { Db, Tx } from '#platform/postgres/connect.ts';

/** Why somebody whose contact was claimed may no longer be contacted. */
export type Withdrawn = { contactId: number; reason: 'suppressed' | 'refused' | 'unknown' };

/**
 * Of contacts that were claimed a while ago: who has refused, was put on the do-not-contact list or was erased since. A
 * claim is a decision of its moment; whatever waits for its turn asks again before it goes out.
 */
export async function withdrawnSince(db: Db | Tx, contactIds: readonly number[]): Promise<Withdrawn[]> {
  if (contactIds.length === 0) return [];
  const { rows } = await sql<Withdrawn>`
    with claimed as (
      select k.id, k.channel, k.purpose, c.person_id from contacts k join customers c on c.id = k.customer_id
      where k.id = any(${contactIds}::bigint[]) and k.state = 'claimed'
    ), profile as (
      select claimed.id as contact_id, claimed.channel, claimed.purpose, c.id, c.status
      from claimed join customers c on c.person_id = claimed.person_id
    ), said as (
      select distinct on (p.contact_id, k.channel) p.contact_id, k.given
      from profile p join consents k on k.customer_id = p.id and k.purpose = p.purpose and k.channel in ('all', p.channel)
      order by p.contact_id, k.channel, k.at desc, k.id desc
    )
    select id as contact_id, reason from (
      select claimed.id, case
        when not exists (select 1 from profile p where p.contact_id = claimed.id and p.status = 'active') then 'unknown'
        when exists (select 1 from profile p join suppressions b on b.customer_id = p.id
          where p.contact_id = claimed.id and b.lifted_at is null and b.channel in ('all', p.channel) and b.purpose in ('all', p.purpose))
          then 'suppressed'
        when exists (select 1 from said where said.contact_id = claimed.id and not said.given) then 'refused'
      end as reason from claimed
    ) asked where reason is not null`.execute(db);
  return rows;
}

import { sql } from 'kysely';
import type { People } from '#platform/webhooks/published.ts';
import { profilesOf } from '../identities/persons.ts';
import { readPhone } from '../identities/phones.ts';

/** Who the customers are that events name, and what of them goes along where an endpoint may be told. */
export const people: People = {
  /** Locked against an erasure at the same moment: it waits, or is seen. */
  async personsOf(db, profiles) {
    const { rows } = await sql<{ id: number; personId: number }>`
      select id, person_id from customers where id = any(${profiles}::bigint[]) and status <> 'erased'
      order by id for key share`.execute(db);
    return new Map(rows.map(({ id, personId }) => [id, personId]));
  },

  /** The newest phone of their own: a phone shared by strangers names nobody. */
  async reveal({ db, vault }, profile, fields) {
    if (fields.length === 0) return {};
    const { rows } = await sql<{ personId: number; name: string | null }>`
      select p.person_id, p.name from customers c join customers p on p.person_id = c.person_id and p.status <> 'erased'
      where c.id = ${profile} and c.status <> 'erased'
      order by p.name is null, p.id <> p.person_id, p.id limit 1`.execute(db);
    const [person] = rows;
    if (!person) return {};
    const phone = fields.includes('phone')
      ? await newestPhone(db, await profilesOf(db, person.personId))
      : undefined;
    return {
      ...(fields.includes('name') && person.name !== null && { name: person.name }),
      ...(phone && { phone: readPhone(vault, phone) }),
    };
  },
};

async function newestPhone(db: Parameters<typeof profilesOf>[0], profiles: readonly number[]) {
  const { rows } = await sql<{ key: string; sealed: Buffer }>`
    select key, sealed from identities
    where customer_id = any(${profiles}::bigint[]) and kind = 'phone' and sealed is not null and not shared
    order by last_seen_at desc, id desc limit 1`.execute(db);
  return rows[0];
}

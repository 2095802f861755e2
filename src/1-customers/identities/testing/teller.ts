import { sql } from 'kysely';
import { SYSTEM } from '#platform/auth/actor.ts';
import type { TestPlatform } from '#platform/testing/test-platform.ts';
import { type IdentityKey, type Learned, learnPeople } from '../learn.ts';
import { storePhone } from '../phones.ts';

/** What a shop tells of people, for tests: each call is one batch in one transaction. */
export function teller(platform: TestPlatform, shop: number) {
  const { db, clock, vault } = platform;
  const phone = (e164: string): IdentityKey => ({ kind: 'phone', accountId: 0, ...storePhone(vault, e164) });
  const buyer = (key: string, accountId = shop): IdentityKey => ({
    kind: 'buyer',
    accountId,
    key,
    shown: key,
  });
  const learn = (...people: (Partial<Learned> & Pick<Learned, 'keys'>)[]) =>
    db.transaction().execute(tx =>
      learnPeople(
        tx,
        { clock, vault, actor: SYSTEM, source: 'shop' },
        people.map(person => ({ at: clock.now(), ...person })),
      ),
    );
  const personOf = async (customerId: number | undefined) => {
    const { rows } = await sql<{
      personId: number;
    }>`select person_id from customers where id = ${customerId}`.execute(db);
    return rows[0]?.personId;
  };
  /** Which of these profiles are one person: the index of the first of each group. */
  const groups = async (ids: readonly (number | undefined)[]) => {
    const persons = await Promise.all(ids.map(personOf));
    return persons.map(person => persons.indexOf(person));
  };
  return { phone, buyer, learn, personOf, groups };
}

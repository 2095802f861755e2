import type { Db, Tx } from '#platform/postgres/connect.ts';
import { boundOf, factsOn } from '#platform/settings/facts-on.ts';

/** What the dated rule facts say of phones today. */
export type IdentityRules = {
  /** A phone told with more buyers of one shop, or under more names, is several people's. */
  phonePeople: number;
  /** Days without a sign after which a phone under another name may be another's. */
  recycledDays: number;
};

/** A fact that is missing is an error, not a licence. */
export async function identityRules(db: Db | Tx, at: Date): Promise<IdentityRules> {
  const [people, days] = ['identity.phone.people', 'identity.phone.recycled_days'] as const;
  const facts = await factsOn(db, at, [people, days]);
  const max = (name: string) => Math.max(1, boundOf(facts, name, at));
  return { phonePeople: max(people), recycledDays: max(days) };
}

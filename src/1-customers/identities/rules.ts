import { sql } from 'kysely';
import { z } from 'zod';
import { shanghaiDate } from '#platform/clock.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';

/** What the settings page lets people enter; "no bound" is said in so many words. */
const bound = z.object({ max: z.union([z.number().int().min(0), z.enum(['unlimited', 'days_of_month'])]) });
const UNLIMITED = 2_147_483_647;

/** What the dated rule facts say of phones today. */
export type IdentityRules = {
  /** A phone told with more buyers of one shop, or under more names, is several people's. */
  phonePeople: number;
  /** Days without a sign after which a phone under another name may be another's. */
  recycledDays: number;
};

/** A fact that is missing is an error, not a licence. */
export async function identityRules(db: Db | Tx, at: Date): Promise<IdentityRules> {
  const { rows } = await sql<{ name: string; value: unknown }>`
    select distinct on (name) name, value from rule_facts
    where name in ('identity.phone.people', 'identity.phone.recycled_days') and effective_from <= ${shanghaiDate(at)}
      and (effective_to is null or effective_to >= ${shanghaiDate(at)})
    order by name, effective_from desc, id desc`.execute(db);
  const max = (name: string) => {
    const told = bound.parse(rows.find(row => row.name === name)?.value).max;
    if (typeof told === 'string') return told === 'unlimited' ? UNLIMITED : 31;
    return Math.max(1, told);
  };
  return { phonePeople: max('identity.phone.people'), recycledDays: max('identity.phone.recycled_days') };
}

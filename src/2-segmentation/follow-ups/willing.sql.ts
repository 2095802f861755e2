import { type RawBuilder, sql } from 'kysely';

/**
 * The condition that a person neither refused marketing nor stands on the do-not-contact list. A reminder to talk to
 * somebody because they stayed away is marketing by hand; what was promised or agreed with them is not.
 */
export function isWilling(person: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(
    not exists (select 1 from suppressions s join customers w on w.id = s.customer_id
      where w.person_id = ${person} and s.lifted_at is null and s.channel in ('all', 'wecom'))
    and not exists (
      select 1 from (
        select distinct on (k.channel) k.given from consents k join customers w on w.id = k.customer_id
        where w.person_id = ${person} and k.purpose = 'marketing' and k.channel in ('all', 'wecom') order by k.channel, k.at desc, k.id desc
      ) latest where not latest.given))`;
}

/** The same of very many: only the few are asked about one by one who have said anything of the kind. */
export const isWillingOfMany = (person: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`(${person} not in (${MAY_BE_UNWILLING}) or ${isWilling(person)})`;

const MAY_BE_UNWILLING = sql`
  select w.person_id from suppressions s join customers w on w.id = s.customer_id where s.lifted_at is null
  union select w.person_id from consents k join customers w on w.id = k.customer_id where k.purpose = 'marketing' and not k.given`;

import { sql } from 'kysely';
import { type Clock, shanghaiDate } from '#platform/clock.ts';
import type { Db } from '#platform/postgres/connect.ts';

/** 不满十四周岁: PIPL art. 28 and 31. It is the law's number, not a setting. */
const OF_AGE = 14;

/** The latest birthday of whom the consent of a guardian is not needed, on the day of an instant in Shanghai. */
export function lastBirthdayOfAge(at: Date): string {
  const [year = '', month, date] = shanghaiDate(at).split('-');
  const day = `${Number(year) - OF_AGE}-${month}-${date}`;
  // Fourteen years before a leap day there is none.
  return day.replace(/02-29$/, '02-28');
}

/**
 * Flags who is under fourteen by their birthday, and takes the flag away again from who has come of age; what somebody
 * decided by hand stays. The gate looks at the birthday itself and does not wait for this.
 */
export async function flagMinors(db: Db, clock: Clock): Promise<number> {
  const now = clock.now();
  const { rows } = await sql<{ id: number }>`
    with changed as (
      update customers set minor = birthday > ${lastBirthdayOfAge(now)}::date, updated_at = ${now}
      where status = 'active' and birthday is not null and not corrected ? 'minor'
        and minor <> (birthday > ${lastBirthdayOfAge(now)}::date)
      returning id, minor
    ), told as (
      insert into events (type, customer_id, at, actor, data)
      select 'customer.changed', id, ${now}, 'system', '{"fields": ["minor"]}'::jsonb from changed
    ), audited as (
      insert into audit_log (at, actor, action, object_kind, object_id, customer_id, reason, before, after)
      select ${now}, 'system', 'customer.changed', 'customer', id::text, id, 'birthday', jsonb_build_object('minor', not minor),
        jsonb_build_object('minor', minor) from changed
    )
    select id from changed`.execute(db);
  return rows.length;
}

import { sql } from 'kysely';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import type { LunarCode } from '#platform/lunar.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { settleFields } from './tell.sql.ts';

/** A file or a client of the intake may know by which lunar day people keep their birthday; it overwrites neither what is known nor a correction. */
export async function fillLunarBirthdays(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  told: readonly { id: number; lunarBirthday: LunarCode }[],
): Promise<void> {
  if (told.length === 0) return;
  const now = clock.now();
  const { rows } = await sql<{ personId: number }>`
    with filled as (
      update customers c set lunar_birthday = t.code, updated_at = ${now}
      from unnest(${told.map(one => one.id)}::bigint[], ${told.map(one => one.lunarBirthday)}::text[]) as t (id, code)
      where c.id = t.id and c.status = 'active' and c.lunar_birthday is null and not c.corrected ? 'lunarBirthday'
      returning c.id, c.person_id
    ), logged as (
      insert into events (type, customer_id, at, actor, data)
      select 'customer.changed', id, ${now}, ${actor.name}, '{"fields": ["lunarBirthday"], "by": "source"}'::jsonb from filled
    )
    select distinct person_id from filled`.execute(tx);
  await settleFields(
    tx,
    clock,
    actor,
    rows.map(row => row.personId),
  );
}

import { sql } from 'kysely';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Tx } from '#platform/postgres/connect.ts';

type Column = 'gender' | 'birthday';
type Overlay = {
  choiceId: number;
  customerId: number;
  field: Column;
  ownValue: string | null;
  value: string;
};

/**
 * Lets the choices that stand decide what counts in these persons. What is chosen is laid over the person's own profile
 * and what that profile itself says is kept beside it, so that every reader sees the chosen value, and a person that is
 * drawn anew (a merge, its undo) gets back exactly what its profiles say. The same choices and the same persons always
 * come to the same values, in whatever order they came.
 */
export async function settleChoices(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  personIds: readonly number[],
): Promise<void> {
  const { rows: profiles } = await sql<{ id: number }>`
    select distinct c.id from customers c where c.person_id = any(${personIds}::bigint[])
      and exists (select 1 from field_choices f where f.customer_id = c.id or f.chosen_profile = c.id)`.execute(
    tx,
  );
  if (profiles.length === 0) return;
  const { rows: lifted } = await sql<Overlay>`
    delete from overlaid_fields o using customers c
    where c.id = o.customer_id and c.person_id = any(${personIds}::bigint[])
    returning o.customer_id, o.field, o.own_value`.execute(tx);
  for (const one of lifted) await write(tx, one.customerId, one.field, one.ownValue);
  const { rows: laid } = await sql<Overlay>`
    with standing as (
      select distinct on (a.person_id, f.field) f.id as choice_id, a.person_id, f.field, f.chosen_profile, f.value
      from field_choices f join customers a on a.id = f.customer_id join customers b on b.id = f.chosen_profile
      where f.withdrawn_at is null and a.person_id = b.person_id and a.person_id = any(${personIds}::bigint[])
        and f.field in ('gender', 'birthday')
      order by a.person_id, f.field, f.id desc
    )
    insert into overlaid_fields (customer_id, field, own_value, choice_id)
    select s.person_id, s.field, case s.field when 'gender' then c.gender::text else c.birthday::text end, s.choice_id
    from standing s join customers c on c.id = s.person_id
    returning customer_id, field, own_value, choice_id, (select f.value from field_choices f where f.id = choice_id) as value`.execute(
    tx,
  );
  for (const one of laid) await write(tx, one.customerId, one.field, one.value);
  await tellChanged(tx, clock, actor, [...lifted, ...laid]);
}

async function write(tx: Tx, customerId: number, field: Column, value: string | null): Promise<void> {
  if (field === 'birthday')
    await tx.updateTable('customers').set({ birthday: value }).where('id', '=', customerId).execute();
  else
    await tx
      .updateTable('customers')
      .set({ gender: value === null ? null : Number(value) })
      .where('id', '=', customerId)
      .execute();
}

async function tellChanged(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  overlays: readonly Overlay[],
): Promise<void> {
  const fieldsOf = Map.groupBy(overlays, overlay => overlay.customerId);
  const events = [...fieldsOf].map(([customerId, changed]) => ({
    type: 'customer.changed',
    customerId,
    at: clock.now(),
    actor: actor.name,
    data: { fields: [...new Set(changed.map(one => one.field))], by: 'choice' },
  }));
  await appendEvents(tx, events);
}

/** The brand's own word about a field is newer than any choice between sources. */
export async function withdrawChoices(
  tx: Tx,
  clock: Clock,
  personId: number,
  fields: readonly string[],
): Promise<void> {
  await sql`
    update field_choices f set withdrawn_at = ${clock.now()} from customers c
    where c.id = f.customer_id and c.person_id = ${personId} and f.field = any(${fields}::text[]) and f.withdrawn_at is null`.execute(
    tx,
  );
  await sql`delete from overlaid_fields where customer_id = ${personId} and field = any(${fields}::text[])`.execute(
    tx,
  );
}

import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { Problem, type ProblemKind } from '#platform/http/problem.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { personInScope } from '../customers/customers.ts';
import { settleChoices } from './choices.sql.ts';
import type { conflictView } from './contract.ts';
import { profilesOf } from './persons.ts';

type Conflict = z.output<typeof conflictView>;
type Field = Conflict['field'];

const NOT_TOLD: ProblemKind = {
  code: 'value_not_told',
  status: 422,
  title: { zh: '没有这个说法', en: 'Nobody told this' },
  detail: {
    zh: '只能从各来源说过的值里选一个；要填别的值，请直接修改资料。',
    en: 'Only what a source has told can be chosen; to enter something else, edit the profile.',
  },
};

const CORRECTED: ProblemKind = {
  code: 'value_corrected',
  status: 409,
  title: { zh: '这一项由成员改过', en: 'Corrected by hand' },
  detail: {
    zh: '成员手动改过的值优先于任何来源，要换请直接修改资料。',
    en: 'What a member corrected outweighs every source; to change it, edit the profile.',
  },
};

type Told = {
  field: Field;
  value: string;
  shown: string;
  profile: number;
  source: string;
  toldAt: Date;
  isOwn: boolean;
  shared: boolean;
  /** Corrected by hand on another of the person's profiles: it outweighs the person's own. */
  corrected: boolean;
  chosenBy: string | null;
  chosenAt: Date | null;
};

/** What sources say differently of one person, with what counts and why. Phones are no fault, but one of them is first. */
export async function readConflicts(db: Db | Tx, actor: Actor, customerId: number): Promise<Conflict[]> {
  const personId = await personInScope(db, actor, customerId);
  const told = await readTold(db, personId);
  return [...Map.groupBy(told, one => one.field)].flatMap(([field, values]) => {
    if (new Set(values.map(one => one.value)).size < 2) return [];
    const corrected = values.find(one => one.corrected);
    const chosen = corrected ? undefined : values.find(one => one.chosenAt !== null);
    const first = corrected ?? chosen ?? values[0];
    return [
      {
        field,
        why: corrected
          ? ('corrected' as const)
          : chosen
            ? ('chosen' as const)
            : field === 'phone'
              ? ('last_seen' as const)
              : ('first_profile' as const),
        chosenBy: chosen?.chosenBy ?? null,
        chosenAt: chosen?.chosenAt ?? null,
        values: values.map(({ value, shown, profile, source, toldAt, shared }) => ({
          ...{ value, shown, profile, source, toldAt, shared },
          counts: value === first?.value,
        })),
      },
    ];
  });
}

/** Every value once, in the order in which they count where nobody has chosen. */
async function readTold(db: Db | Tx, personId: number): Promise<Told[]> {
  const profiles = await profilesOf(db, personId);
  const { rows } = await sql<Told>`
    with said as (
      select 'birthday' as field, coalesce(o.own_value, case when o.customer_id is null then c.birthday::text end) as value, c.id as profile, c.source, c.created_at as told_at, true as is_own,
          c.id <> ${personId} and c.corrected ? 'birthday' as corrected
        from customers c left join overlaid_fields o on o.customer_id = c.id and o.field = 'birthday' where c.id = any(${profiles})
      union all select 'gender', coalesce(o.own_value, case when o.customer_id is null then c.gender::text end), c.id, c.source, c.created_at, true, c.id <> ${personId} and c.corrected ? 'gender'
        from customers c left join overlaid_fields o on o.customer_id = c.id and o.field = 'gender' where c.id = any(${profiles})
      union all select kind, value, customer_id, source, told_at, false, false from profile_traces
        where customer_id = any(${profiles}) and kind in ('birthday', 'gender')
    ), phone as (
      select i.id::text as value, i.shown, i.customer_id as profile, i.source, i.first_seen_at as told_at, i.shared, i.last_seen_at
      from identities i where i.customer_id = any(${profiles}) and i.kind = 'phone'
    ), values as (
      select distinct on (field, value) field, value, value as shown, profile, source, told_at, is_own, false as shared, corrected,
        row_number() over (order by is_own desc, profile = ${personId} desc, profile) as place
      from said where value is not null order by field, value, is_own desc, profile = ${personId} desc, profile
      
    ), listed as (
      select * from values
      union all select 'phone', value, shown, profile, source, told_at, true, shared, false, row_number() over (order by shared, last_seen_at desc, value) from phone
    )
    select l.*, coalesce(m.name, f.decided_by) as chosen_by, f.decided_at as chosen_at
    from listed l
    left join lateral (
      select f.* from field_choices f where f.customer_id = any(${profiles}) and f.chosen_profile = any(${profiles})
        and f.field = l.field and f.withdrawn_at is null order by f.id desc limit 1
    ) f on f.value = l.value
    left join members m on f.decided_by = 'member:' || m.id
    order by l.field, l.place`.execute(db);
  return rows;
}

/** A member decides which of the values told counts. */
export async function chooseValue(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  customerId: number,
  { field, value, reason }: { field: Field; value: string; reason: string },
): Promise<void> {
  const personId = await personInScope(tx, actor, customerId);
  const told = (await readTold(tx, personId)).filter(one => one.field === field);
  const chosen = told.find(one => one.value === value);
  if (!chosen) throw new Problem(NOT_TOLD);
  if (told.some(one => one.corrected)) throw new Problem(CORRECTED);
  const before = told.find(one => one.chosenAt !== null) ?? told[0];
  await tx
    .insertInto('fieldChoices')
    .values({
      customerId: personId,
      ...{ field, value, reason, chosenProfile: chosen.profile },
      decidedBy: actor.name,
      decidedAt: clock.now(),
    })
    .execute();
  await audit(tx, clock, actor, {
    action: 'customer.value_chosen',
    object: { kind: 'customer', id: personId },
    customerId: personId,
    reason,
    before: { [field]: before?.shown },
    after: { [field]: chosen.shown },
  });
  if (field === 'phone')
    await appendEvents(tx, [
      {
        type: 'customer.changed',
        customerId: personId,
        at: clock.now(),
        actor: actor.name,
        data: { by: 'choice' },
      },
    ]);
  await settleChoices(tx, clock, actor, [personId]);
}

import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import { appendEvents } from '#platform/log/events.ts';
import { codeOfLunar, solarOf } from '#platform/lunar.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { customerPatch } from '../contract.ts';
import { settleFields } from '../fields/tell.sql.ts';
import { withdrawChoices } from '../identities/choices.sql.ts';
import { initialsOf } from '../identities/initials.ts';
import { inScope } from './scope.ts';

/** The person behind a profile id, if the actor may see them; otherwise 404, as if there were none. */
export async function personInScope(db: Db | Tx, actor: Actor, customerId: number): Promise<number> {
  const { rows } = await sql<{ personId: number }>`
    select person_id from customers c
    where id = ${customerId} and status = 'active' and ${inScope(actor.scope, sql`c.person_id`)}`.execute(db);
  const personId = rows[0]?.personId;
  if (personId === undefined) throw new Problem(NOT_FOUND);
  return personId;
}

/** What a source could say too: a correction by hand (更正, PIPL art. 46) stands against it from now on. */
const CORRECTABLE = ['name', 'gender', 'birthday', 'lunarBirthday', 'province', 'city', 'minor'] as const;

/**
 * Changes what the brand itself wrote about a customer. What shops and channels said stays with their profiles; a field
 * changed here is marked as corrected, so that no file fills or changes it again.
 */
export async function changeCustomer(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  customerId: number,
  change: z.output<typeof customerPatch>,
): Promise<void> {
  const personId = await personInScope(tx, actor, customerId);
  const before = await tx
    .selectFrom('customers')
    .selectAll()
    .where('id', '=', personId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const initials =
    change.name === undefined ? {} : { initials: change.name === null ? null : initialsOf(change.name) };
  await tx
    .updateTable('customers')
    .set({ ...columnsOf(change), ...initials, updatedAt: clock.now() })
    .where('id', '=', personId)
    .execute();
  if (change.nextFollowUp === null) await cancelFollowUps(tx, personId);
  const columns = columnsOf(change);
  const fields = Object.keys(columns) as (keyof typeof columns)[];
  await withdrawChoices(tx, clock, personId, fields);
  await markCorrected(tx, clock, actor, personId, columns);
  if ('lunarBirthday' in columns) await settleFields(tx, clock, actor, [personId]);
  await audit(tx, clock, actor, {
    action: 'customer.changed',
    object: { kind: 'customer', id: personId },
    customerId: personId,
    before: Object.fromEntries(fields.map(field => [field, before[field]])),
    after: columns,
  });
  await appendEvents(tx, [
    { type: 'customer.changed', customerId: personId, at: clock.now(), actor: actor.name, data: { fields } },
  ]);
}

/** No day for the person is none on any of their profiles: otherwise the next one's would show. */
async function cancelFollowUps(tx: Tx, personId: number): Promise<void> {
  await tx.updateTable('customers').set({ nextFollowUp: null }).where('personId', '=', personId).execute();
}

type Columns = Omit<z.output<typeof customerPatch>, 'lunarBirthday'> & { lunarBirthday?: string | null };

/** A lunar birthday is kept as a text; where its year is known, that is the day of birth. */
function columnsOf({ lunarBirthday: lunar, ...change }: z.output<typeof customerPatch>): Columns {
  if (lunar === undefined) return change;
  const isBorn = lunar !== null && lunar.year !== null;
  return {
    ...change,
    lunarBirthday: lunar && codeOfLunar(lunar),
    ...(isBorn && { birthday: solarOf(Number(lunar.year), lunar) }),
  };
}

/** An emptied field is emptied on all of the person's profiles: otherwise the next one's word would show again. */
async function markCorrected(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  personId: number,
  change: Columns,
): Promise<void> {
  const fields = CORRECTABLE.filter(field => change[field] !== undefined);
  if (fields.length === 0) return;
  const by = { at: clock.now().toISOString(), by: actor.name };
  const marks = Object.fromEntries(fields.map(field => [field, by]));
  await sql`update customers set corrected = corrected || ${JSON.stringify(marks)}::jsonb where id = ${personId}`.execute(
    tx,
  );
  const emptied = fields.filter(field => change[field] === null);
  if (emptied.length === 0) return;
  const none = Object.fromEntries(
    emptied.flatMap(field =>
      field === 'name'
        ? [
            [field, null],
            ['initials', null],
          ]
        : [[field, null]],
    ),
  );
  const marked = JSON.stringify(Object.fromEntries(emptied.map(field => [field, by])));
  await tx
    .updateTable('customers')
    .set({ ...none, corrected: sql`corrected || ${marked}::jsonb` })
    .where('personId', '=', personId)
    .execute();
}

import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { personInScope } from '../customers/customers.ts';
import { profilesOf } from '../identities/persons.ts';
import type { customerField } from './contract.ts';
import { fieldsInUse } from './fields.ts';
import { UNKNOWN_FIELD } from './refusals.ts';
import { refusalOf } from './refuse-value.ts';
import { tellValues } from './tell.sql.ts';
import { readFieldValue, wireValue } from './values.ts';

type View = z.output<typeof customerField>;
type Word = Omit<NonNullable<View['told']>, 'value'> & { fieldId: number; value: string | null };

/** All fields in use with what is known of a person; where others said otherwise, that too, each value once. */
export async function readCustomerFields(db: Db | Tx, actor: Actor, customerId: number): Promise<View[]> {
  const profiles = await profilesOf(db, await personInScope(db, actor, customerId));
  const [fields, { rows }] = await Promise.all([
    fieldsInUse(db),
    sql<Word>`
      select v.field_id, v.value, v.source, coalesce(m.name, i.file_name, a.name, v.actor) as by, v.told_at, v.customer_id as profile
      from custom_values v left join members m on v.actor = 'member:' || m.id
      left join imports i on v.import_id = i.id
      left join write_keys k on v.actor = 'key:' || k.id left join channel_accounts a on a.id = k.account_id
      where v.customer_id = any(${profiles}) order by v.source = 'browser', v.told_at desc, v.id desc`.execute(
      db,
    ),
  ]);
  const wordsOf = Map.groupBy(rows, row => row.fieldId);
  return fields.map(field => {
    const [counts, ...older] = wordsOf.get(field.id) ?? [];
    const others = older.filter(
      (one, at) =>
        one.value !== null &&
        one.value !== counts?.value &&
        older.findIndex(other => other.value === one.value) === at,
    );
    const say = ({ fieldId: _, value, ...word }: Word) => ({ ...word, value: wireValue(field.type, value) });
    return {
      ...field,
      value: wireValue(field.type, counts?.value ?? null),
      told: counts ? say(counts) : null,
      others: others.map(say),
    };
  });
}

/** A member, or a program in a member's name, says what stands in some fields; all of it or none. */
export async function setCustomerFields(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  customerId: number,
  values: Record<string, unknown>,
): Promise<void> {
  const personId = await personInScope(tx, actor, customerId);
  const fields = new Map((await fieldsInUse(tx)).map(field => [field.key, field]));
  const told = Object.entries(values).map(([key, given]) => {
    const field = fields.get(key);
    if (!field) throw new Problem(UNKNOWN_FIELD, { key });
    const read = readFieldValue(field, given);
    if ('fault' in read) throw refusalOf(read.fault, field, read.shown);
    return { customerId: personId, fieldId: field.id, value: read.value, toldAt: clock.now() };
  });
  await tellValues(tx, clock, actor, { source: 'staff' }, told);
}

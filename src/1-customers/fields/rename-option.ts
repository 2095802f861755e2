import { sql } from 'kysely';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { factOfField, type OptionRename } from './contract.ts';
import { oneAtATime } from './fields.ts';
import * as refusals from './refusals.ts';
import { settleFields } from './tell.sql.ts';
import { lockWords } from './words.sql.ts';

/** A field's fact whose choice goes by another word from now on. */
export type RenamedOption = OptionRename & { fact: string };
type Follower = (tx: Tx, actor: Actor, renamed: RenamedOption) => Promise<void>;

const followers = new WeakMap<Db, Map<string, Follower>>();

/** Later stages that keep rules say so when a process opens: their rules are renamed in the same transaction. */
export function onOptionRenamed({ db }: Pick<Platform, 'db'>, stage: string, follow: Follower): void {
  followers.set(db, new Map(followers.get(db)).set(stage, follow));
}

/**
 * Gives an option of a field another word, with everybody who has it and with the rules that ask for it.
 * @returns how many people have it.
 */
export async function renameOption(
  tx: Tx,
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  actor: Actor,
  id: number,
  { from, to }: OptionRename,
): Promise<number> {
  await oneAtATime(tx);
  await lockWhoHave(tx, id, from);
  await lockWords(tx);
  const field = await tx.selectFrom('customFields').selectAll().where('id', '=', id).executeTakeFirst();
  if (!field) throw new Problem(NOT_FOUND);
  const options = field.options as string[];
  if (!options.includes(from)) throw new Problem(refusals.NO_SUCH_OPTION, { option: from });
  if (options.includes(to)) throw new Problem(refusals.OPTION_TAKEN, { option: to });
  const renamed = options.map(option => (option === from ? to : option));
  await tx
    .updateTable('customFields')
    .set({
      options: JSON.stringify(renamed),
      renamedOptions: sql`jsonb_set(renamed_options - ${to}::text, array[${from}], to_jsonb(${to}::text))`,
      updatedAt: clock.now(),
    })
    .where('id', '=', id)
    .execute();
  const persons = await renameValues(tx, id, from, to);
  await settleFields(tx, clock, actor, persons);
  for (const follow of followers.get(db)?.values() ?? [])
    await follow(tx, actor, { fact: factOfField(field.key), from, to });
  await audit(tx, clock, actor, {
    action: 'field.option_renamed',
    object: { kind: 'field', id },
    before: { option: from },
    after: { option: to, people: persons.length },
  });
  return persons.length;
}

/** In the order of all who change people: first they, then the words. */
async function lockWhoHave(tx: Tx, id: number, option: string): Promise<void> {
  await sql`
    select id from customers where person_id in (
      select c.person_id from custom_values v join customers c on c.id = v.customer_id
      where v.field_id = ${id} and ${option} = any(string_to_array(v.value, e'\\n')))
    order by id for no key update`.execute(tx);
}

/** @returns the persons whose profiles have it. */
async function renameValues(tx: Tx, id: number, from: string, to: string): Promise<number[]> {
  const { rows } = await sql<{ personId: number }>`
    with renamed as (
      update custom_values set value = array_to_string(array_replace(string_to_array(value, e'\\n'), ${from}, ${to}), e'\\n')
      where field_id = ${id} and ${from} = any(string_to_array(value, e'\\n'))
      returning customer_id
    )
    select distinct c.person_id from renamed join customers c on c.id = renamed.customer_id`.execute(tx);
  return rows.map(row => row.personId);
}

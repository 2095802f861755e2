import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '#platform/audit/audit.ts';
import type { Actor, Scope } from '#platform/auth/actor.ts';
import type { ClickHouse } from '#platform/clickhouse/connect.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import {
  FACT_PREFIX,
  FIELD_LIMITS,
  factOfField,
  type fieldBody,
  type fieldDefinition,
  type fieldPatch,
  type fieldView,
} from './contract.ts';
import * as refusals from './refusals.ts';
import { lockWords } from './words.sql.ts';

export type Field = z.output<typeof fieldDefinition>;
type View = z.output<typeof fieldView>;

/** The fields in use, in their order. */
export async function fieldsInUse(db: Db | Tx): Promise<Field[]> {
  const { rows } = await sql<Field>`
    select id, key, name, type, options from custom_fields where archived_at is null order by sort, id`.execute(
    db,
  );
  return rows;
}

/** All fields there are, with of how many of the actor's people something is known, as of the projection. */
export async function listFields(db: Db | Tx, clickhouse: ClickHouse, scope: Scope): Promise<View[]> {
  const seen =
    scope.kind === 'all'
      ? '1'
      : `customer_id in (select person_id from customers final where hasAny(members, {scope:Array(UInt32)}))`;
  const [fields, counted] = await Promise.all([
    sql<Omit<View, 'people'>>`
      select id, key, name, type, options, in_list, created_at, archived_at
      from custom_fields order by archived_at is not null, sort, id`.execute(db),
    clickhouse.rows<{ key: string; people: number }>(
      `select key, count() as people from customer_facts final where startsWith(key, '${FACT_PREFIX}') and ${seen} group by key`,
      scope.kind === 'members' ? { scope: scope.memberIds } : {},
    ),
  ]);
  const people = new Map(counted.map(row => [row.key, Number(row.people)]));
  return fields.rows.map(field => ({ ...field, people: people.get(factOfField(field.key)) ?? 0 }));
}

export async function createField(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  { key: given, ...body }: z.output<typeof fieldBody>,
): Promise<number> {
  await oneAtATime(tx);
  const key = given === undefined || given === '' ? keyOf(body.name) : given;
  if (!KEY.test(key)) throw new Problem(refusals.BAD_KEY, { key });
  if (refusals.RESERVED_KEYS.has(key)) throw new Problem(refusals.RESERVED_KEY, { key });
  refuseWrongOptions(body.type, body.options);
  await refuseTooMany(tx);
  await refuseTaken(tx, { key, name: body.name });
  const now = clock.now();
  const { id } = await tx
    .insertInto('customFields')
    .values({
      ...body,
      key,
      options: JSON.stringify(body.options),
      sort: sql<number>`coalesce((select max(sort) from custom_fields), 0) + 1`,
      createdBy: actor.name,
      createdAt: now,
      updatedAt: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const object = { kind: 'field', id };
  await audit(tx, clock, actor, { action: 'field.created', object, after: { key, ...body } });
  return id;
}

export async function changeField(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  id: number,
  patch: z.output<typeof fieldPatch>,
): Promise<void> {
  await oneAtATime(tx);
  const field = await tx.selectFrom('customFields').selectAll().where('id', '=', id).executeTakeFirst();
  if (!field) throw new Problem(NOT_FOUND);
  const { archived, options, ...rest } = patch;
  if (options) {
    refuseWrongOptions(field.type as Field['type'], options);
    await lockWords(tx);
    await refuseLosing(
      tx,
      id,
      (field.options as string[]).filter(option => !options.includes(option)),
    );
  }
  const isBack = archived === false && field.archivedAt !== null;
  if (isBack) await refuseTooMany(tx);
  const name = rest.name ?? field.name;
  const isInUse = archived === undefined ? field.archivedAt === null : !archived;
  if (isInUse && (rest.name !== undefined || isBack)) await refuseTaken(tx, { name, except: id });
  await tx
    .updateTable('customFields')
    .set({
      ...rest,
      ...(options && { options: JSON.stringify(options) }),
      ...(archived !== undefined && { archivedAt: archived ? (field.archivedAt ?? clock.now()) : null }),
      updatedAt: clock.now(),
    })
    .where('id', '=', id)
    .execute();
  await audit(tx, clock, actor, {
    action: archived === undefined ? 'field.changed' : archived ? 'field.archived' : 'field.restored',
    object: { kind: 'field', id },
    before: { name: field.name, options: field.options, inList: field.inList },
    after: patch,
  });
}

/** The order in which fields stand on the customer page; those not named come after. */
export async function orderFields(tx: Tx, clock: Clock, actor: Actor, ids: readonly number[]): Promise<void> {
  await oneAtATime(tx);
  await sql`
    update custom_fields f set sort = o.sort from (
      select id, row_number() over (order by array_position(${ids}::bigint[], id) nulls last, sort, id) as sort from custom_fields
    ) o where o.id = f.id`.execute(tx);
  await audit(tx, clock, actor, {
    action: 'field.ordered',
    object: { kind: 'field', id: 'all' },
    after: { ids },
  });
}

/** Letters of any language, digits, `_` and `-`; rules and traits name the field by it. */
const KEY = new RegExp(`^\\p{L}[\\p{L}\\p{N}_-]{0,${FIELD_LIMITS.key - 1}}$`, 'u');

function keyOf(name: string): string {
  const key = name
    .normalize('NFKC')
    .trim()
    .replace(/[^\p{L}\p{N}_-]+/gu, '_')
    .replace(/^[^\p{L}]+|_+$/gu, '')
    .slice(0, FIELD_LIMITS.key);
  return key === '' || refusals.RESERVED_KEYS.has(key)
    ? `f_${key || 'field'}`.slice(0, FIELD_LIMITS.key)
    : key;
}

/** Counts and names are looked at and then written: nobody else may do so in between. */
export async function oneAtATime(tx: Tx): Promise<void> {
  await sql`lock table custom_fields in share row exclusive mode`.execute(tx);
}

function refuseWrongOptions(type: Field['type'], options: readonly string[]): void {
  const takesOptions = type === 'choice' || type === 'choices';
  if (takesOptions && options.length === 0) throw new Problem(refusals.NEEDS_OPTIONS);
  if (!takesOptions && options.length > 0) throw new Problem(refusals.TAKES_NO_OPTIONS);
}

async function refuseTooMany(tx: Tx): Promise<void> {
  const { rows } = await sql<{ all: number; inUse: number }>`
    select count(*)::integer as all, count(*) filter (where archived_at is null)::integer as in_use from custom_fields`.execute(
    tx,
  );
  const [{ all, inUse } = { all: 0, inUse: 0 }] = rows;
  if (inUse >= FIELD_LIMITS.inUse || all >= FIELD_LIMITS.all)
    throw new Problem(refusals.TOO_MANY_FIELDS, { most: FIELD_LIMITS.inUse });
}

async function refuseTaken(
  tx: Tx,
  { key, name, except = 0 }: { key?: string; name: string; except?: number },
) {
  const { rows } = await sql<{ byKey: boolean; archived: boolean }>`
    select key = ${key ?? ''} as by_key, archived_at is not null as archived from custom_fields
    where id <> ${except} and (key = ${key ?? ''} or name = ${name} and archived_at is null) order by 1 desc limit 1`.execute(
    tx,
  );
  const [taken] = rows;
  if (!taken) return;
  if (!taken.byKey) throw new Problem(refusals.NAME_TAKEN, { name });
  throw new Problem(taken.archived ? refusals.KEY_ARCHIVED : refusals.KEY_TAKEN, { key: key ?? '' });
}

/** An option that somebody has stays: their value would be none of the field's any more. */
async function refuseLosing(tx: Tx, id: number, gone: readonly string[]): Promise<void> {
  if (gone.length === 0) return;
  const { rows } = await sql<{ option: string; people: number }>`
    select option, count(distinct v.customer_id)::integer as people
    from custom_values v cross join lateral unnest(string_to_array(v.value, e'\\n')) option
    where v.field_id = ${id} and option = any(${gone}::text[]) group by option order by 2 desc limit 1`.execute(
    tx,
  );
  const [held] = rows;
  if (held) throw new Problem(refusals.OPTION_IN_USE, held);
}

import { sql } from 'kysely';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { LUNAR_FACT } from './contract.ts';
import { refusalOf } from './refuse-value.ts';
import type { StoredValue } from './values.ts';
import { inPresentWords, shareWords } from './words.sql.ts';

export type ToldValue = {
  customerId: number;
  fieldId: number;
  /** Null empties the field. */
  value: StoredValue | null;
  toldAt: Date;
};
export type Teller = {
  source: 'staff' | 'file' | 'server' | 'browser';
  /** Of a file: its import, with which what it told goes again. */
  importId?: number | undefined;
};

/**
 * Writes down what somebody tells of people's fields, with its events and audit rows, and lets the word that was told
 * last count. A file, a server or a browser that says again what it said last says nothing new: it does not talk over
 * a member who has corrected it since. What a second file says again is kept as told when the first did: taken back, the
 * first leaves it. A browser only speaks where nobody else has. Set-wise, for any number of people.
 * @returns how many words were news.
 */
export async function tellValues(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  { source, importId = 0 }: Teller,
  told: readonly ToldValue[],
): Promise<number> {
  if (told.length === 0) return 0;
  const persons = await lockPersons(tx, [...new Set(told.map(one => one.customerId))]);
  await shareWords(tx);
  const { held, refused } = await inPresentWords(tx, told);
  const [first] = refused;
  // Of files and servers what cannot be chosen any more is passed over, as it would have been had they come later.
  if (first && source === 'staff') throw refusalOf('not_option', first.field, first.word);
  const rows = held.map((one, n) => ({
    customer_id: one.customerId,
    field_id: one.fieldId,
    value: one.value,
    told_at: one.toldAt.toISOString(),
    n,
  }));
  if (rows.length === 0) return 0;
  const now = clock.now();
  const { rows: written } = await sql<{ customerId: number }>`
    with told as (
      select distinct on (customer_id, field_id) * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as t (customer_id bigint, field_id bigint, value text, told_at timestamptz, n integer)
      order by customer_id, field_id, told_at desc, n desc
    ), news as (
      select t.customer_id, t.field_id, t.value, p.value as before, ${isNews(source)} as is_news,
        case when ${isNews(source)} then t.told_at else own.told_at end as told_at
      from told t join customers c on c.id = t.customer_id and c.status = 'active'
      left join lateral (
        select v.value from customers k join custom_values v on v.customer_id = k.id
        where k.person_id = c.person_id and v.field_id = t.field_id
        order by v.source = 'browser', v.told_at desc, v.id desc limit 1
      ) p on true
      left join lateral (
        select v.value, v.told_at from custom_values v
        where v.customer_id = t.customer_id and v.field_id = t.field_id and v.source = ${source}
        order by v.told_at desc, v.id desc limit 1
      ) own on true
      where ${isNews(source)} or ${source === 'file'} and own.told_at is not null
    ), put as (
      insert into custom_values as v (customer_id, field_id, value, source, actor, told_at, import_id)
      select customer_id, field_id, value, ${source}, ${actor.name}, told_at, ${importId} from news
      on conflict (customer_id, field_id, source, import_id) do update
        set id = excluded.id, value = excluded.value, actor = excluded.actor, told_at = excluded.told_at
        where excluded.told_at >= v.told_at
      returning v.customer_id, v.field_id, v.value
    ), said as (
      select put.customer_id, jsonb_agg(f.name order by f.sort, f.id) as names, jsonb_object_agg(f.name, ${said('put.value')}) as after,
        jsonb_object_agg(f.name, ${said('news.before')}) as before
      from put join custom_fields f on f.id = put.field_id join news using (customer_id, field_id)
      where news.is_news group by put.customer_id
    ), logged as (
      insert into events (type, customer_id, at, actor, data)
      select 'customer.changed', customer_id, ${now}, ${actor.name}, jsonb_build_object('custom', names, 'by', ${source}::text) from said
    ), audited as (
      insert into audit_log (at, actor, action, object_kind, object_id, customer_id, before, after)
      select ${now}, ${actor.name}, 'customer.changed', 'customer', customer_id::text, customer_id, before, after from said
    )
    select customer_id from put join news using (customer_id, field_id) where is_news`.execute(tx);
  if (written.length > 0) await settleFields(tx, clock, actor, persons);
  return written.length;
}

/** A value by its type, as the log shows it. */
function said(value: string) {
  return sql.raw(`case f.type when 'flag' then to_jsonb(${value} = 'yes') when 'number' then to_jsonb(${value}::numeric)
    when 'choices' then to_jsonb(replace(${value}, e'\\n', '、')) else to_jsonb(${value}) end`);
}

function isNews(source: Teller['source']) {
  if (source === 'staff') return sql`t.value is distinct from p.value`;
  if (source === 'browser')
    return sql`t.value is not null and not exists (select 1 from custom_values v where v.customer_id = t.customer_id and v.field_id = t.field_id)`;
  return sql`t.value is distinct from own.value`;
}

/** Two who tell of one person, whichever of their profiles, go one after the other: each sees what the other told. */
async function lockPersons(tx: Tx, customerIds: readonly number[]): Promise<number[]> {
  const lock = () =>
    sql<{ id: number; personId: number }>`
      select id, person_id from customers
      where person_id in (select person_id from customers where id = any(${customerIds}::bigint[]))
      order by id for no key update`.execute(tx);
  let { rows } = await lock();
  const ids = new Set(rows.map(row => row.id));
  // Whose person was drawn anew while we waited is not among them: they are now of another.
  if (customerIds.some(id => !ids.has(id))) ({ rows } = await lock());
  return [...new Set(rows.map(row => row.personId))];
}

/**
 * Makes the facts that rules read say what counts of these persons, their fields and by which lunar day they keep their
 * birthday: after something was told, and after persons were
 * drawn anew. Who is no person any more has none. A day is its noon: whatever the zone, it is that day.
 */
export async function settleFields(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  personIds: readonly number[],
): Promise<void> {
  if (personIds.length === 0) return;
  await shareWords(tx);
  const now = clock.now();
  await sql`
    with wanted as (
      select v.person_id as customer_id, 'field.' || f.key as key,
        case when f.type = 'number' then v.value::double precision end as num,
        case when f.type not in ('number', 'day') then v.value end as str,
        case when f.type = 'day' then (v.value || 'T12:00:00+08:00')::timestamptz end as at
      from person_values v join custom_fields f on f.id = v.field_id join customers c on c.id = v.person_id
      where v.person_id = any(${personIds}::bigint[]) and v.value is not null and c.status = 'active'
      union all
      select person_id, ${LUNAR_FACT}, null, lunar_birthday, null from (
        select distinct on (person_id) person_id, lunar_birthday from customers
        where person_id = any(${personIds}::bigint[]) and status = 'active' and lunar_birthday is not null
        order by person_id, corrected ? 'lunarBirthday' desc, id = person_id desc, id
      ) birthdays
    ), gone as (
      delete from customer_facts k where k.customer_id = any(${personIds}::bigint[]) and (starts_with(k.key, 'field.') or k.key = ${LUNAR_FACT})
        and not exists (select 1 from wanted w where w.customer_id = k.customer_id and w.key = k.key)
      returning k.customer_id, k.key
    ), put as (
      insert into customer_facts as k (customer_id, key, num, str, at, updated_at)
      select customer_id, key, num, str, at, ${now} from wanted
      on conflict (customer_id, key) do update set num = excluded.num, str = excluded.str, at = excluded.at, updated_at = excluded.updated_at
        where (k.num, k.str, k.at) is distinct from (excluded.num, excluded.str, excluded.at)
      returning k.customer_id, k.key
    )
    insert into events (type, customer_id, at, actor, data)
    select 'facts.changed', customer_id, ${now}, ${actor.name}, jsonb_build_object('keys', jsonb_agg(key order by key))
    from (select * from gone union all select * from put) changed group by customer_id`.execute(tx);
}

/** Takes back what a file told. @returns whose values it were. */
export async function untellFile(tx: Tx, importId: number): Promise<number[]> {
  const { rows } = await sql<{ personId: number }>`
    with gone as (delete from custom_values where import_id = ${importId} returning customer_id)
    select distinct c.person_id from gone join customers c on c.id = gone.customer_id`.execute(tx);
  return rows.map(row => row.personId);
}

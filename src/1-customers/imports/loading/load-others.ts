import { sql } from 'kysely';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { fillLunarBirthdays } from '../../fields/lunar-birthdays.sql.ts';
import { tellValues } from '../../fields/tell.sql.ts';
import { type IdentityKey, type Learned, learnPeople } from '../../identities/learn.ts';
import { addTags, ensureTag } from '../../tags/tags.ts';
import type { CustomerLine } from '../formats/records/records.ts';
import { type LoadTarget, learningOf } from './load-orders.ts';
import { itemOrders, putItems } from './orders.sql.ts';

/** Orders, or customers, in one transaction. */
const CHUNK = 2_000;

/**
 * An item file (宝贝报表) replaces the items of orders that are known; it knows no buyers and no amounts of orders. Orders
 * that have these items already are not touched: repeated after a crash, it goes on where it was.
 */
export async function loadItems(platform: Platform, target: LoadTarget): Promise<void> {
  const { rows } = await itemOrders(target).execute(platform.db);
  const changed = rows.flatMap(({ id, hash, differs }) => (id !== null && differs ? [{ id, hash }] : []));
  for (let from = 0; from < changed.length; from += CHUNK)
    await replaceItems(platform, target, changed.slice(from, from + CHUNK));
}

async function replaceItems(
  { db, clock }: Platform,
  { importId, actor }: LoadTarget,
  changed: readonly { id: number; hash: string }[],
): Promise<void> {
  const ids = changed.map(row => row.id);
  await db.transaction().execute(async tx => {
    await sql`
      insert into import_changes (import_id, kind, row_id, before)
      select ${importId}::bigint, 'order', o.id, to_jsonb(o) || jsonb_build_object('items', (select jsonb_agg(to_jsonb(i)) from order_items i where i.order_id = o.id))
      from orders o where o.id = any(${ids}::bigint[]) on conflict do nothing`.execute(tx);
    await sql`delete from order_items where order_id = any(${ids}::bigint[])`.execute(tx);
    await putItems({ importId }, 'item', ids).execute(tx);
    await sql`
      with put as (
        update orders o set items_hash = t.hash, updated_at = ${clock.now()}
        from unnest(${ids}::bigint[], ${changed.map(row => row.hash)}::text[]) as t (id, hash) where o.id = t.id
        returning o.id, o.customer_id, o.account_id, o.order_no
      )
      insert into events (type, customer_id, account_id, at, actor, data)
      select 'order.changed', customer_id, account_id, ${clock.now()}, ${actor}, jsonb_build_object('orderId', id, 'orderNo', order_no)
      from put`.execute(tx);
  });
}

type StagedCustomer = Omit<CustomerLine, 'phone' | 'becameCustomerAt' | 'fields'> & {
  fields?: CustomerLine['fields'];
  phoneKey: string | null;
  sealed: Buffer | null;
  shown: string | null;
  becameCustomerAt?: string;
};

/** Loads a customer file: who they are, their tags, and what the shop's further columns say. */
export async function loadCustomers(
  platform: Platform,
  target: LoadTarget,
  onProgress: (done: number) => Promise<void>,
): Promise<void> {
  for (let after = 0, done = 0; ; ) {
    const { rows } = await sql<{
      rowNo: number;
      detail: StagedCustomer;
      sealed: Buffer | null;
      shown: string | null;
    }>`
      select l.row_no, l.detail, p.sealed, p.shown from import_lines l
      left join import_phones p on p.import_id = l.import_id and p.key = l.detail ->> 'phoneKey'
      where l.import_id = ${target.importId} and l.kind = 'customer' and l.row_no > ${after} order by l.row_no limit ${CHUNK}`.execute(
      platform.db,
    );
    if (rows.length === 0) return;
    const people = rows.map(row => ({ ...row.detail, sealed: row.sealed, shown: row.shown }));
    await platform.db.transaction().execute(tx => loadPeople(tx, platform, target, people));
    after = rows.at(-1)?.rowNo ?? after;
    done += rows.length;
    await onProgress(done);
  }
}

async function loadPeople(
  tx: Tx,
  platform: Platform,
  target: LoadTarget,
  people: readonly StagedCustomer[],
): Promise<void> {
  const { clock } = platform;
  const actor = { name: target.actor };
  const { customerIds } = await learnPeople(
    tx,
    learningOf(platform, target),
    people.map(person => learnedOf(person, target.accountId, clock.now())),
  );
  const groups = new Map<string, number[]>();
  people.forEach((person, i) => {
    const id = customerIds[i];
    if (id !== undefined) for (const tag of person.tags) groups.set(tag, [...(groups.get(tag) ?? []), id]);
  });
  for (const [tag, ids] of groups) {
    const tagIds = [await ensureTag(tx, '导入', tag.slice(0, 30))];
    await addTags(
      tx,
      clock,
      actor,
      { customerIds: ids, tagIds },
      { source: 'import', importId: target.importId },
    );
  }
  const values = people.flatMap((person, i) => {
    const customerId = customerIds[i];
    if (customerId === undefined) return [];
    return (person.fields ?? []).map(({ id, value }) => ({
      customerId,
      fieldId: id,
      value,
      toldAt: clock.now(),
    }));
  });
  await tellValues(tx, clock, actor, { source: 'file', importId: target.importId }, values);
  const lunar = people.flatMap(({ lunarBirthday }, i) => {
    const id = customerIds[i];
    return id === undefined || lunarBirthday === undefined ? [] : [{ id, lunarBirthday }];
  });
  await fillLunarBirthdays(tx, clock, actor, lunar);
  const custom = people.flatMap((person, i) => {
    const id = customerIds[i];
    return id === undefined || Object.keys(person.custom).length === 0 ? [] : [{ id, custom: person.custom }];
  });
  await sql`
    update customers c set custom = c.custom || t.custom
    from jsonb_to_recordset(${JSON.stringify(custom)}::jsonb) as t (id bigint, custom jsonb) where c.id = t.id`.execute(
    tx,
  );
}

function learnedOf(person: StagedCustomer, accountId: number, now: Date): Learned {
  const keys: IdentityKey[] = [];
  if (person.externalId)
    keys.push({ kind: 'buyer', accountId, key: person.externalId, shown: person.externalId });
  if (person.memberCard)
    keys.push({ kind: 'member_card', accountId, key: person.memberCard, shown: person.memberCard });
  if (person.phoneKey && person.sealed && person.shown)
    keys.push({
      kind: 'phone',
      accountId: 0,
      key: person.phoneKey,
      sealed: person.sealed,
      shown: person.shown,
    });
  const traces = [
    ...(person.maskedPhone ? [{ kind: 'masked_phone' as const, value: person.maskedPhone }] : []),
    ...(person.nickname ? [{ kind: 'name' as const, value: person.nickname }] : []),
  ];
  const { name, nickname, gender, birthday, province, city, becameCustomerAt } = person;
  return {
    keys,
    name: name ?? nickname,
    gender,
    birthday,
    province,
    city,
    traces,
    at: becameCustomerAt ? new Date(becameCustomerAt) : now,
  };
}

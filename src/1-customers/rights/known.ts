import { sql } from 'kysely';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { Vault } from '#platform/vault/vault.ts';
import { readPhone } from '../identities/phones.ts';

/** What a person is known by: keys to be refused from now on, and strings to be looked for where no key leads. */
export type Known = {
  keys: { kind: string; accountId: number; key: string }[];
  strings: string[];
};

const SHORTEST = 2;

/** Reads it all before it is gone. */
export async function whatIsKnown(db: Db | Tx, vault: Vault, profiles: readonly number[]): Promise<Known> {
  const ids = sql`any(${profiles}::bigint[])`;
  const { rows: identities } = await sql<{
    kind: string;
    accountId: number;
    key: string;
    shared: boolean;
    shown: string;
    sealed: Buffer | null;
  }>`select kind, account_id, key, shared, shown, sealed from identities where customer_id = ${ids}`.execute(
    db,
  );
  const { rows: numbers } = await sql<{ kind: string; accountId: number; key: string }>`
    select 'order' as kind, account_id, order_no as key from orders where customer_id = ${ids}
    union select 'refund', r.account_id, r.refund_no from refunds r left join orders o on o.id = r.order_id
      where r.customer_id = ${ids} or o.customer_id = ${ids}`.execute(db);
  const { rows: told } = await sql<{ text: string }>`
    select unnest(array[name, avatar_url]) as text from customers where id = ${ids}
    union select unnest(array[remark, description]) from follows where customer_id = ${ids}`.execute(db);
  const phones = identities.flatMap(one => {
    if (one.kind !== 'phone' || !one.sealed) return [];
    const e164 = readPhone(vault, { key: one.key, sealed: one.sealed });
    return [e164, e164.replace(/^\+86/, ''), one.key];
  });
  // A family's phone names nobody, so it is not refused to the others of the family.
  const own = identities.filter(one => !one.shared);
  const strings = [
    ...identities.filter(one => one.kind !== 'phone').map(one => one.key),
    ...phones,
    ...numbers.map(one => one.key),
    ...told.map(one => one.text),
  ];
  return {
    keys: [...own, ...numbers].map(({ kind, accountId, key }) => ({ kind, accountId, key })),
    strings: [...new Set(strings.filter(text => text && [...text.trim()].length >= SHORTEST))],
  };
}

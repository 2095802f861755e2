import { sql } from 'kysely';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { Vault } from '#platform/vault/vault.ts';
import { readPhone } from '../identities/phones.ts';
import { type Sought, sortStrings } from './sought.ts';

/** What a person is known by: keys to be refused from now on, and strings to be looked for where no key leads. */
export type Known = Sought & {
  keys: { kind: string; accountId: number; key: string }[];
};

type Identity = {
  kind: string;
  accountId: number;
  key: string;
  sealed: Buffer | null;
  own: boolean;
};

/** Reads it all before it is gone. */
export async function whatIsKnown(db: Db | Tx, vault: Vault, profiles: readonly number[]): Promise<Known> {
  const ids = sql`any(${profiles}::bigint[])`;
  const identities = await readIdentities(db, profiles);
  const { rows: numbers } = await sql<{ kind: string; accountId: number; key: string }>`
    select 'order' as kind, account_id, order_no as key from orders where customer_id = ${ids}
    union select 'refund', r.account_id, r.refund_no from refunds r left join orders o on o.id = r.order_id
      where r.customer_id = ${ids} or o.customer_id = ${ids}`.execute(db);
  const { rows: told } = await sql<{ text: string | null; kind: 'name' | 'words' }>`
    select unnest(array[name, avatar_url]) as text, 'name' as kind from customers where id = ${ids}
    union select value, 'name' from profile_traces where customer_id = ${ids} and kind = 'name'
    union select unnest(array[remark, description]), 'words' from follows where customer_id = ${ids}`.execute(
    db,
  );
  const phones = identities.flatMap(one => {
    if (one.kind !== 'phone' || !one.sealed) return [];
    const e164 = readPhone(vault, { key: one.key, sealed: one.sealed });
    return [e164, e164.replace(/^\+86/, ''), one.key];
  });
  const own = identities.filter(one => one.own);
  const of = (kind: 'name' | 'words') =>
    told.flatMap(row => (row.kind === kind && row.text ? [row.text] : []));
  return {
    keys: [...own, ...numbers].map(({ kind, accountId, key }) => ({ kind, accountId, key })),
    ...sortStrings({
      keys: [
        ...identities.filter(one => one.kind !== 'phone').map(one => one.key),
        ...phones,
        ...numbers.map(one => one.key),
      ],
      names: of('name'),
      words: of('words'),
    }),
  };
}

/**
 * The person's keys, and the phones they were told of with. A phone that somebody else uses as well (a family's, one that
 * has changed hands) names the other too: it is looked for, and not refused, or the other would be dropped with it.
 */
async function readIdentities(db: Db | Tx, profiles: readonly number[]): Promise<Identity[]> {
  const ids = sql`any(${profiles}::bigint[])`;
  const { rows } = await sql<Identity>`
    select i.kind, i.account_id, i.key, i.sealed, not i.shared and not (i.kind = 'phone' and exists (
        select 1 from customers c where c.status = 'active' and not c.id = ${ids}
          and (c.id = i.customer_id or c.id in (select u.customer_id from identity_uses u where u.identity_id = i.id)))) as own
    from identities i
    where i.customer_id = ${ids}
      or i.kind = 'phone' and i.id in (select identity_id from identity_uses where customer_id = ${ids})`.execute(
    db,
  );
  return rows;
}

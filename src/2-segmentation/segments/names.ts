import { sql } from 'kysely';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { Leaf, Rule } from '../rules/contract.ts';
import type { Names } from '../rules/sentence.ts';
import { leavesOf } from '../rules/usable.ts';

/** Names of everything that some rules refer to by id, for their sentences. */
export async function namesIn(db: Db | Tx, rules: readonly Rule[]): Promise<Names> {
  const leaves = rules.flatMap(leavesOf);
  const load = async (
    table: 'tags' | 'members' | 'channel_accounts' | 'products' | 'segments',
    ids: number[],
  ) => {
    if (ids.length === 0) return new Map<number, string>();
    const { rows } = await sql<{
      id: number;
      name: string;
    }>`select id, name from ${sql.table(table)} where id = any(${ids})`.execute(db);
    return new Map(rows.map(row => [row.id, row.name]));
  };
  const [tags, members, shops, products, segments] = await Promise.all([
    load(
      'tags',
      leaves.flatMap(leaf => ('tags' in leaf ? leaf.ids : [])),
    ),
    load(
      'members',
      leaves.flatMap(leaf => ('attribute' in leaf && leaf.test.is === 'any_member' ? leaf.test.ids : [])),
    ),
    load(
      'channel_accounts',
      ordersNamed(leaves).flatMap(({ shops }) => shops),
    ),
    load(
      'products',
      ordersNamed(leaves).flatMap(({ products }) => products),
    ),
    load(
      'segments',
      leaves.flatMap(leaf => ('segment' in leaf ? [leaf.segment] : [])),
    ),
  ]);
  return { tags, members, shops, products, segments };
}

/** Conditions and steps of sequences that say which orders are meant. */
function ordersNamed(leaves: readonly Leaf[]): { shops: number[]; products: number[] }[] {
  return leaves.flatMap((leaf): { shops: number[]; products: number[] }[] => {
    if ('orders' in leaf) return [leaf];
    return 'sequence' in leaf ? [leaf.first, leaf.next].flatMap(step => ('order' in step ? [step] : [])) : [];
  });
}

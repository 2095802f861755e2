import { sql } from 'kysely';
import { eventNames } from '#customers';
import { FACT_PREFIX, type FieldType, factOfField } from '#customers/contract';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { Leaf, Rule } from '../rules/contract.ts';
import type { Names } from '../rules/sentence.ts';
import { leavesOf } from '../rules/usable.ts';

/** Names of everything that some rules refer to by id, for their sentences. */
export async function namesIn(db: Db | Tx, rules: readonly Rule[]): Promise<Names> {
  const leaves = rules.flatMap(leavesOf);
  const follows = leaves.flatMap(leaf => ('follows' in leaf ? [leaf] : []));
  const load = async (
    table: 'tags' | 'members' | 'teams' | 'channel_accounts' | 'products' | 'segments',
    ids: number[],
  ) => {
    if (ids.length === 0) return new Map<number, string>();
    const { rows } = await sql<{
      id: number;
      name: string;
    }>`select id, name from ${sql.table(table)} where id = any(${ids})`.execute(db);
    return new Map(rows.map(row => [row.id, row.name]));
  };
  const [tags, members, teams, shops, products, segments] = await Promise.all([
    load(
      'tags',
      leaves.flatMap(leaf => ('tags' in leaf ? leaf.ids : [])),
    ),
    load('members', [...idsAsked(leaves, 'any_member'), ...follows.flatMap(({ members }) => members)]),
    load('teams', [...idsAsked(leaves, 'any_team'), ...follows.flatMap(({ teams }) => teams)]),
    load('channel_accounts', [
      ...ordersNamed(leaves).flatMap(({ shops }) => shops),
      ...idsAsked(leaves, 'any_account'),
      ...follows.flatMap(({ accounts }) => accounts),
    ]),
    load(
      'products',
      ordersNamed(leaves).flatMap(({ products }) => products),
    ),
    load(
      'segments',
      leaves.flatMap(leaf => ('segment' in leaf ? [leaf.segment] : [])),
    ),
  ]);
  const [fields, events] = await Promise.all([fieldsNamed(db, leaves), eventsNamed(db, leaves)]);
  return { tags, members, teams, shops, products, segments, events, fields };
}

/** The customers’ own fields that conditions ask for; an archived one keeps its name. */
async function fieldsNamed(db: Db | Tx, leaves: readonly Leaf[]): Promise<Names['fields']> {
  const facts = leaves.flatMap(leaf => ('fact' in leaf ? [leaf.fact] : []));
  const keys = facts.filter(fact => fact.startsWith(FACT_PREFIX)).map(fact => fact.slice(FACT_PREFIX.length));
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ key: string; name: string; type: FieldType }>`
    select key, name, type from custom_fields where key = any(${keys}::text[])`.execute(db);
  return new Map(rows.map(({ key, ...field }) => [factOfField(key), field]));
}

async function eventsNamed(db: Db | Tx, leaves: readonly Leaf[]): Promise<Names['events']> {
  const asks = leaves.some(leaf => 'events' in leaf || 'sequence' in leaf);
  return asks ? await eventNames(db) : new Map();
}

function idsAsked(leaves: readonly Leaf[], is: 'any_member' | 'any_team' | 'any_account'): number[] {
  return leaves.flatMap(leaf => ('attribute' in leaf && leaf.test.is === is ? leaf.test.ids : []));
}

/** Conditions and steps of sequences that say which orders are meant. */
function ordersNamed(leaves: readonly Leaf[]): { shops: number[]; products: number[] }[] {
  return leaves.flatMap((leaf): { shops: number[]; products: number[] }[] => {
    if ('orders' in leaf) return [leaf];
    return 'sequence' in leaf ? [leaf.first, leaf.next].flatMap(step => ('order' in step ? [step] : [])) : [];
  });
}

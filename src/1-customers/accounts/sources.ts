import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Tx } from '#platform/postgres/connect.ts';

/** An account that is there, as the source of what is sent. */
export async function sourceById(tx: Tx, id: number): Promise<number> {
  const found = await tx
    .selectFrom('channelAccounts')
    .select('id')
    .where('id', '=', id)
    .where('status', '<>', 'removed')
    .executeTakeFirst();
  if (!found) throw new Problem(NOT_FOUND);
  return found.id;
}

/** A site or a mini program that sells is a shop: its user ids then mean the same in events and in order files. */
export async function sourceByName(tx: Tx, name: string): Promise<number> {
  const found = await tx
    .selectFrom('channelAccounts')
    .select('id')
    .where('kind', '=', 'shop')
    .where('name', '=', name)
    .orderBy('id')
    .executeTakeFirst();
  if (found) return found.id;
  const made = tx.insertInto('channelAccounts').values({ kind: 'shop', name }).returning('id');
  return (await made.executeTakeFirstOrThrow()).id;
}

import { sql } from 'kysely';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { type IdentityKey, learnPeople } from '../../identities/learn.ts';
import {
  addProducts,
  adoptRefunds,
  assignPeople,
  type Chunk,
  chunkPeople,
  dropItems,
  makeOrders,
  putItems,
  putOrders,
} from './orders.sql.ts';
import { settleOrders } from './refunds.sql.ts';

/** Orders in one transaction: a few hundred milliseconds, so that readers of the log do not wait long. */
const CHUNK = 4_000;

export type LoadTarget = { importId: number; accountId: number; actor: string };

/** Makes orders of the staged lines. @returns their number. */
export async function makeImportOrders({ db }: Platform, importId: number): Promise<number> {
  await sql`delete from import_orders where import_id = ${importId}`.execute(db);
  await sql`analyze import_lines`.execute(db);
  await makeOrders(importId).execute(db);
  await sql`analyze import_orders`.execute(db);
  const { rows } = await sql<{
    n: number;
  }>`select count(*) as n from import_orders where import_id = ${importId}`.execute(db);
  return rows[0]?.n ?? 0;
}

/** Loads the orders chunk by chunk, each chunk one transaction that can be repeated without effect. */
export async function loadOrders(
  platform: Platform,
  target: LoadTarget,
  orders: number,
  onProgress: (done: number) => Promise<void>,
): Promise<void> {
  await addProducts({ ...target, now: platform.clock.now() }).execute(platform.db);
  // Without this the planner believes that a new shop has no products and reads all of them for every line.
  await sql`analyze products`.execute(platform.db);
  for (let from = 1; from <= orders; from += CHUNK) {
    const to = Math.min(from + CHUNK - 1, orders);
    await platform.db
      .transaction()
      .execute(tx => loadChunk(tx, platform, { ...target, from, to, now: platform.clock.now() }));
    await onProgress(to);
  }
}

async function loadChunk(tx: Tx, platform: Platform, chunk: Chunk): Promise<void> {
  await learnChunk(tx, platform, chunk);
  const { rows: put } = await putOrders(chunk).execute(tx);
  const withItems = put.filter(order => order.itemsChanged).map(order => order.id);
  await dropItems(withItems).execute(tx);
  await putItems(chunk, withItems).execute(tx);
  const ids = put.map(order => order.id);
  const { rows: adopted } = await adoptRefunds(chunk, ids).execute(tx);
  if (adopted.length > 0) await settleOrders(chunk, ids).execute(tx);
}

async function learnChunk(tx: Tx, platform: Platform, chunk: Chunk): Promise<void> {
  const { rows } = await chunkPeople(chunk).execute(tx);
  const people = rows.map(row => {
    const keys: IdentityKey[] = [];
    if (row.buyer !== null)
      keys.push({ kind: 'buyer', accountId: chunk.accountId, key: row.buyer, shown: row.buyer });
    if (row.phone !== null && row.sealed && row.shown)
      keys.push({ kind: 'phone', accountId: 0, key: row.phone, sealed: row.sealed, shown: row.shown });
    const told = {
      name: row.name ?? undefined,
      province: row.province ?? undefined,
      city: row.city ?? undefined,
    };
    return { keys, ...told, at: row.at };
  });
  const context = {
    clock: platform.clock,
    vault: platform.vault,
    actor: { name: chunk.actor },
    source: 'shop',
    importId: chunk.importId,
  };
  const { customerIds } = await learnPeople(tx, context, people);
  const found = rows.flatMap(({ buyer, phone }, i) => {
    const customerId = customerIds[i];
    return customerId === undefined ? [] : [{ buyer, phone, customerId }];
  });
  await assignPeople(chunk, found).execute(tx);
}

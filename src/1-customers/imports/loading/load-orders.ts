import { sql } from 'kysely';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { type IdentityKey, learnPeople } from '../../identities/learn.ts';
import { bindImported } from '../../identities/order-bindings.ts';
import {
  addProducts,
  adoptRefunds,
  assignPeople,
  type Chunk,
  chunkPeople,
  dropItems,
  makeOrders,
  nameProducts,
  putItems,
  putOrders,
} from './orders.sql.ts';
import { settleOrders } from './refunds.sql.ts';

/** Orders in one transaction at most: a few hundred milliseconds, so that readers of the log do not wait long. */
const CHUNK = 4_000;

/** Live orders are staged under a number like an import's, but belong to none: there is no file to take back. */
export type LoadTarget = { importId: number; accountId: number; actor: string; isLive?: boolean };

/** Makes orders of the staged lines. @returns their number. */
export async function makeImportOrders(
  { db }: Platform,
  { importId, isLive = false }: Pick<LoadTarget, 'importId' | 'isLive'>,
): Promise<number> {
  await sql`delete from import_orders where import_id = ${importId}`.execute(db);
  // For a handful of live orders it would take longer than all the rest.
  if (!isLive) await sql`analyze import_lines (import_id, kind, run, order_no, buyer)`.execute(db);
  await makeOrders(importId, isLive).execute(db);
  if (!isLive) await sql`analyze import_orders (import_id, position, order_no, buyer, phone)`.execute(db);
  const { rows } = await sql<{
    n: number;
  }>`select count(*) as n from import_orders where import_id = ${importId}`.execute(db);
  return rows[0]?.n ?? 0;
}

/** Makes orders of the staged lines, and meanwhile the products these name for the first time. @returns the orders' number. */
export async function prepareOrders(platform: Platform, target: LoadTarget): Promise<number> {
  const products = heardLater(addProductsOf(platform, target));
  try {
    return await makeImportOrders(platform, target);
  } finally {
    await products;
  }
}

/** Chunks that are put side by side: a sixth of an import's time, for the same processor time. */
const AT_ONCE = 2;

/**
 * Loads the orders chunk by chunk. Of each chunk, who ordered is learned first, one chunk after the other, then the orders
 * are put, each chunk in one transaction that can be repeated without effect. No order is in two chunks. `prepareOrders`
 * comes before.
 */
export async function loadOrders(
  platform: Platform,
  target: LoadTarget,
  orders: number,
  onProgress: (done: number) => Promise<void>,
): Promise<void> {
  const { db, clock } = platform;
  let done = 0;
  const put = async (chunk: Chunk) => {
    await db.transaction().execute(tx => putChunk(tx, chunk));
    done += chunk.to - chunk.from + 1;
    await onProgress(done);
  };
  const underway: Promise<void>[] = [];
  try {
    const size = chunkSize(orders);
    for (let from = 1; from <= orders; from += size) {
      const chunk = { ...target, from, to: Math.min(from + size - 1, orders), now: clock.now() };
      await db.transaction().execute(tx => learnChunk(tx, platform, chunk));
      if (underway.length >= AT_ONCE) await underway.shift();
      underway.push(heardLater(put(chunk)));
    }
    await Promise.all(underway);
  } finally {
    // Nothing may still be writing when this import is said to have failed.
    await Promise.allSettled(underway);
  }
}

/** All alike, and as many for each of those that are put side by side: none is left over for one of them to wait for. */
function chunkSize(orders: number): number {
  if (orders <= CHUNK) return CHUNK;
  return Math.ceil(orders / (Math.ceil(orders / CHUNK / AT_ONCE) * AT_ONCE));
}

/** A fault that nobody listens to yet would end the process; whoever awaits the promise hears it all the same. */
function heardLater(work: Promise<void>): Promise<void> {
  work.catch(() => undefined);
  return work;
}

async function addProductsOf({ db, clock }: Platform, target: LoadTarget): Promise<void> {
  await addProducts({ ...target, now: clock.now() }).execute(db);
  await nameProducts(target).execute(db);
  // Without this the planner believes that a file has a handful of products, and looks each up for every line.
  if (!target.isLive) await sql`analyze import_products (import_id, product)`.execute(db);
}

async function putChunk(tx: Tx, chunk: Chunk): Promise<void> {
  // Every run is looked up once: remembering them costs and saves nothing.
  await sql`set local enable_memoize = off`.execute(tx);
  const { rows: put } = await putOrders(chunk).execute(tx);
  await bindImported(tx, chunk);
  if (put.length === 0) return;
  const withItems = put.filter(order => order.itemsChanged);
  const before = withItems.filter(order => !order.added).map(order => order.id);
  if (before.length > 0) await dropItems(before).execute(tx);
  await putItems(
    chunk,
    'order',
    withItems.map(order => order.id),
  ).execute(tx);
  const ids = put.map(order => order.id);
  const { rows: adopted } = await adoptRefunds(chunk, ids).execute(tx);
  if (adopted.length > 0) await settleOrders(chunk, ids).execute(tx);
}

/** Who tells of the people in what is loaded. */
export function learningOf({ clock, vault }: Platform, { actor, importId, isLive }: LoadTarget) {
  return {
    ...{ clock, vault, actor: { name: actor } },
    ...{ source: 'shop', importId: isLive ? undefined : importId },
  };
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
    return { keys, ...told, at: row.at, until: row.until };
  });
  const { customerIds } = await learnPeople(tx, learningOf(platform, chunk), people);
  const found = rows.flatMap(({ buyer, phone }, i) => {
    const customerId = customerIds[i];
    return customerId === undefined ? [] : [{ buyer, phone, customerId }];
  });
  await assignPeople(chunk, found).execute(tx);
}

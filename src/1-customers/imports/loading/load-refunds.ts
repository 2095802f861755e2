import { sql } from 'kysely';
import type { Platform } from '#platform/platform.ts';
import { learnPeople } from '../../identities/learn.ts';
import { type LoadTarget, learningOf } from './load-orders.ts';
import {
  gatherRefunds,
  matchRefunds,
  putRefunds,
  type RefundPart,
  refundBuyers,
  refundedOrders,
  refundParts,
  settleOrders,
  tellLooseRefunds,
} from './refunds.sql.ts';

/** About so many refunds in one transaction, some hundred milliseconds, so that readers of the log do not wait long. */
const CHUNK = 5_000;
/** And so many orders. */
const SETTLED = 1_000;

type Given = LoadTarget & { now: Date };

/**
 * Loads the refunds a file tells of: buyers nobody knew, the refunds, the orders they belong to. A file may hold orders
 * too; those are loaded before. Done again after a crash, it finds what is in equal and goes on.
 */
export async function loadRefunds(platform: Platform, target: LoadTarget): Promise<void> {
  const given = { ...target, now: platform.clock.now() };
  await learnBuyers(platform, given);
  const { rows: parts } = await refundParts(given, CHUNK).execute(platform.db);
  const orders = new Set<number>();
  await inTwoLanes(parts, async part => {
    for (const id of await putPart(platform, given, part)) orders.add(id);
  });
  // Only now: an order's refunds may lie in several parts, and the sum is of all.
  await inTwoLanes(partsOf([...orders], SETTLED), async ids => {
    await settleOrders(given, ids).execute(platform.db);
  });
}

/** When one lane fails the other is waited for: nothing may still be writing when an import is said to have failed. */
async function inTwoLanes<T>(parts: T[], work: (part: T) => Promise<void>): Promise<void> {
  const lane = async () => {
    for (let part = parts.shift(); part; part = parts.shift()) await work(part);
  };
  const lanes = [lane(), lane()];
  await Promise.allSettled(lanes);
  await Promise.all(lanes);
}

const partsOf = (ids: readonly number[], size: number): number[][] =>
  Array.from({ length: Math.ceil(ids.length / size) }, (_, n) => ids.slice(n * size, (n + 1) * size));

async function learnBuyers(platform: Platform, given: Given): Promise<void> {
  await platform.db.transaction().execute(async tx => {
    const { rows: buyers } = await refundBuyers(given).execute(tx);
    await learnPeople(
      tx,
      learningOf(platform, given),
      buyers.map(({ buyer, at }) => ({
        keys: [{ kind: 'buyer', accountId: given.accountId, key: buyer, shown: buyer }],
        at,
      })),
    );
  });
}

/** @returns the orders its refunds belong to. */
async function putPart({ db }: Platform, given: Given, part: RefundPart): Promise<number[]> {
  return await db.transaction().execute(async tx => {
    await gatherRefunds(given, part).execute(tx);
    await sql`analyze told_refunds (n, customer_id, product_id)`.execute(tx);
    await matchRefunds.execute(tx);
    const { rows: put } = await putRefunds(given).execute(tx);
    await tellLooseRefunds(
      given,
      put.map(refund => refund.id),
    ).execute(tx);
    const { rows: orders } = await refundedOrders(given).execute(tx);
    return orders.map(order => order.orderId);
  });
}

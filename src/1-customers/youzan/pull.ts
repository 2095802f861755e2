import { youzan } from '#channels';
import { MINUTE } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import { type LiveResult, loadLive } from '../live-orders/load-live.ts';
import type { Told } from '../live-orders/newest.ts';
import { readTrade } from './read-trade.ts';
import { type OpenShop, openShop } from './shops.ts';

/** Why one order was not taken; the words are found when it is shown. */
export type PullFault = { orderNo: string; code: string };

const KEPT_FAULTS = 50;
/** What is so young may still be listed late; it is left to the next time. */
const SETTLING = 10_000;

/**
 * Fetches what a shop has changed since the last time, a little more than that again. Each page is taken in before the
 * next is asked for, and how far it came is noted window by window: killed, it goes on from there. What goes wrong is
 * noted at the shop; only what may pass by itself is thrown, for the queue to try again.
 */
export async function pullShop(platform: Platform, accountId: number): Promise<LiveResult | undefined> {
  const shop = await openShop(platform, accountId);
  if (!shop) return undefined;
  try {
    return await pull(platform, shop);
  } catch (error) {
    const isTheirs = error instanceof youzan.YouzanFault;
    await noteFailure(platform, accountId, isTheirs ? error.code : 'internal');
    if (!isTheirs || error.again) throw error;
    platform.log.warn({ accountId, err: error }, 'Youzan not read');
    return undefined;
  }
}

async function pull(platform: Platform, { accountId, keys, options }: OpenShop): Promise<LiveResult> {
  const { db, vault, clock } = platform;
  const tokens = youzan.keptTokens(db, vault, accountId);
  const client = youzan.youzanClient(keys, options, tokens, clock);
  const cursor = await cursorOf(platform, accountId);
  const from = new Date(cursor.getTime() - options.overlapMinutes * MINUTE);
  const to = new Date(clock.now().getTime() - SETTLING);
  const sum = { orders: 0, refunds: 0 };
  const faults: PullFault[] = [];
  for await (const page of youzan.changedTrades(client, options, from, to)) {
    const told: Told[] = [];
    for (const trade of page.trades) {
      const read = readTrade(trade, options, clock.now());
      if ('told' in read) told.push(...read.told);
      else faults.push({ orderNo: read.tid, code: read.fault });
    }
    for (let i = 0; i < page.unreadable; i++) faults.push({ orderNo: '', code: 'shape' });
    const loaded = await loadLive(platform, { accountId, actor: `shop:${accountId}` }, told);
    sum.orders += loaded.orders;
    sum.refunds += loaded.refunds;
    if (page.until > cursor) await noteCursor(platform, accountId, page.until);
  }
  await noteDone(platform, accountId, sum, faults);
  return sum;
}

async function cursorOf({ db }: Platform, accountId: number): Promise<Date> {
  const row = db.selectFrom('shopPulls').select('cursorAt').where('accountId', '=', accountId);
  return (await row.executeTakeFirstOrThrow()).cursorAt;
}

async function noteCursor({ db }: Platform, accountId: number, cursorAt: Date): Promise<void> {
  await db.updateTable('shopPulls').set({ cursorAt }).where('accountId', '=', accountId).execute();
}

async function noteDone(
  { db, clock }: Platform,
  accountId: number,
  { orders, refunds }: LiveResult,
  faults: PullFault[],
): Promise<void> {
  await db
    .updateTable('shopPulls')
    .set({
      ...{ lastAt: clock.now(), lastOrders: orders, lastRefunds: refunds, failure: null, failedAt: null },
      faults: JSON.stringify(faults.slice(0, KEPT_FAULTS)),
    })
    .where('accountId', '=', accountId)
    .execute();
}

async function noteFailure({ db, clock }: Platform, accountId: number, failure: string): Promise<void> {
  await db
    .updateTable('shopPulls')
    .set({ failure, failedAt: clock.now() })
    .where('accountId', '=', accountId)
    .execute();
}

import { sql, type Updateable } from 'kysely';
import { youzan } from '#channels';
import { MINUTE } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import type { ShopPulls } from '#platform/postgres/schema.ts';
import { loadLive } from '../live-orders/load-live.ts';
import { numbersOf } from '../live-orders/newest.ts';
import { type OpenShop, openShop } from './shops.ts';
import { type PullFault, readPage, stillUnread } from './unread.ts';

type Taken = { orders: number; refunds: number };

/** What is so young may still be listed late; it is left to the next time. */
const SETTLING = 10_000;

/**
 * Fetches what a shop has changed since the last time, a little more than that again. Each page is taken in before the
 * next is asked for, and how far it came is noted window by window: killed, it goes on from there. What goes wrong is
 * noted at the shop; only what may pass by itself is thrown, for the queue to try again. Orders that cannot be read are
 * remembered until they are: other options bring them again.
 */
export async function pullShop(platform: Platform, accountId: number): Promise<Taken | undefined> {
  const shop = await openShop(platform, accountId);
  if (!shop) return undefined;
  try {
    return await pull(platform, shop);
  } catch (error) {
    const isTheirs = error instanceof youzan.YouzanFault;
    await note(platform, accountId, {
      failure: isTheirs ? error.code : 'internal',
      failedAt: platform.clock.now(),
    });
    if (!isTheirs || error.again) throw error;
    platform.log.warn({ accountId, err: error }, 'Youzan not read');
    return undefined;
  }
}

async function pull(platform: Platform, { accountId, keys, options }: OpenShop): Promise<Taken> {
  const { db, vault, clock } = platform;
  const tokens = youzan.keptTokens(db, vault, accountId);
  const client = youzan.youzanClient(keys, options, tokens, clock);
  const { cursorAt, faults: before } = await stateOf(platform, accountId);
  let cursor = cursorAt;
  const from = new Date(cursor.getTime() - options.overlapMinutes * MINUTE);
  const to = new Date(clock.now().getTime() - SETTLING);
  const sum = { orders: 0, refunds: 0 };
  const [met, found] = [new Set<string>(), [] as PullFault[]];
  for await (const page of youzan.changedTrades(client, options, from, to)) {
    const { told, tids, faults: unread } = readPage(page, options, clock.now());
    const taken = numbersOf(await loadLive(platform, { accountId, actor: `shop:${accountId}` }, told));
    sum.orders += taken.orders.length;
    sum.refunds += taken.refunds.length;
    for (const tid of tids) met.add(tid);
    found.push(...unread);
    if (page.until <= cursor) continue;
    const faults = JSON.stringify(stillUnread(before, { met, found }));
    const isOn = await note(platform, accountId, { cursorAt: page.until, faults }, cursor);
    // Other options have set it back meanwhile, and brought a fetch of their own.
    if (!isOn) return sum;
    cursor = page.until;
  }
  await note(platform, accountId, {
    ...{ lastAt: clock.now(), lastOrders: sum.orders, lastRefunds: sum.refunds },
    ...{ failure: null, failedAt: null },
    faults: JSON.stringify(stillUnread(before, { met, found, covered: from })),
  });
  return sum;
}

async function stateOf({ db }: Platform, accountId: number) {
  const row = db
    .selectFrom('shopPulls')
    .select(['cursorAt', sql<PullFault[]>`faults`.as('faults')])
    .where('accountId', '=', accountId);
  return await row.executeTakeFirstOrThrow();
}

/** @returns false, and does nothing, where the shop is not read until `cursor`. */
async function note(
  { db }: Platform,
  accountId: number,
  state: Updateable<ShopPulls>,
  cursor?: Date,
): Promise<boolean> {
  let change = db.updateTable('shopPulls').set(state).where('accountId', '=', accountId);
  if (cursor) change = change.where('cursorAt', '=', cursor);
  return (await change.executeTakeFirst()).numUpdatedRows > 0;
}

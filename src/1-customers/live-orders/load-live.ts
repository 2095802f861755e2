import { sql } from 'kysely';
import type { Platform } from '#platform/platform.ts';
import { oneAtATime } from '#platform/postgres/one-at-a-time.ts';
import type { OrderLine, RefundLine } from '../imports/formats/records/records.ts';
import { type LoadTarget, loadOrders, prepareOrders } from '../imports/loading/load-orders.ts';
import { loadRefunds } from '../imports/loading/load-refunds.ts';
import { clearStaging, withStaging } from '../imports/loading/staging.ts';
import { whileNobodyIsErased } from '../rights/erasing.ts';
import { silenceOfErased } from '../rights/silence.ts';
import { dropOlder, type Told } from './newest.ts';

export type Source = { accountId: number; actor: string };

/**
 * Takes in orders and refunds that a shop tells live, by the way that files take: the same order in a file and live is
 * one, whoever comes first. News that is older than what is known is left out; a file, which says of no order when it was
 * so, counts as of when it is loaded. Safe to repeat. One at a time for a shop.
 * @returns what was taken in.
 */
export async function loadLive(platform: Platform, source: Source, told: readonly Told[]): Promise<Told[]> {
  if (told.length === 0) return [];
  // Two that tell of the same orders would stand in each other's way, and the older could come last.
  const alone = (work: () => Promise<Told[]>) =>
    oneAtATime(platform.pool, `live ${source.accountId}`, client => whileNobodyIsErased(client, work));
  return await alone(async () => {
    const silence = await silenceOfErased(platform.db, platform.vault, source.accountId);
    const spoken = told.flatMap(one => {
      const record = silence.of(one.record) as OrderLine | RefundLine | undefined;
      return record ? [{ ...one, record }] : [];
    });
    const fresh = await dropOlder(platform.db, source.accountId, spoken);
    if (fresh.length > 0) await loadFresh(platform, source, fresh);
    return fresh;
  });
}

async function loadFresh(platform: Platform, source: Source, fresh: readonly Told[]): Promise<void> {
  // A place of its own beside the imports', which count from 1; what a crash left there goes first.
  const target: LoadTarget = { ...source, importId: -source.accountId, isLive: true };
  await clearStaging(platform, target.importId);
  try {
    await withStaging(platform, target.importId, async staging => {
      await staging.write(fresh.map(({ record }, i) => ({ ...record, rowNo: i + 1 })));
      await staging.end();
    });
    const orders = await prepareOrders(platform, target);
    await loadOrders(platform, target, orders, async () => undefined);
    if (fresh.some(({ record }) => record.kind === 'refund')) await loadRefunds(platform, target);
    await noteTold(platform, source.accountId, fresh);
  } finally {
    await clearStaging(platform, target.importId);
  }
}

/**
 * How new the news was. What a shop tells live no longer stands or falls with a file: to take the file back leaves it.
 */
async function noteTold({ db }: Platform, accountId: number, fresh: readonly Told[]): Promise<void> {
  const orders = fresh.flatMap(({ record, at }) =>
    record.kind === 'order' ? [{ no: record.orderNo, at }] : [],
  );
  const refunds = fresh.flatMap(({ record, at }) =>
    record.kind === 'refund' ? [{ no: record.refundNo, at }] : [],
  );
  const told = (news: typeof orders) =>
    sql`unnest(${news.map(n => n.no)}::text[], ${news.map(n => n.at)}::timestamptz[]) as t (no, at)`;
  await db.transaction().execute(async tx => {
    await sql`
      with live as (
        update orders o set told_at = t.at, import_id = null from ${told(orders)}
        where o.account_id = ${accountId} and o.order_no = t.no returning o.id
      ) delete from import_changes c using live where c.kind = 'order' and c.row_id = live.id`.execute(tx);
    await sql`
      with live as (
        update refunds r set told_at = t.at, import_id = null from ${told(refunds)}
        where r.account_id = ${accountId} and r.refund_no = t.no returning r.id
      ) delete from import_changes c using live where c.kind = 'refund' and c.row_id = live.id`.execute(tx);
  });
}

import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { buildAccount, buildCustomer } from '#customers/testing';
import { testPlatform } from '#platform/testing/test-platform.ts';
import type { RefundLine } from '../formats/records/records.ts';
import { loadRefunds } from './load-refunds.ts';
import { clearStaging, withStaging } from './staging.ts';
import { undoImport } from './undo.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const shop = await buildAccount(platform, { kind: 'shop' });

const NO_ITEM = { externalId: undefined, sku: undefined, name: undefined, quantity: undefined };
const refund = (rowNo: number, told: Partial<RefundLine>): RefundLine => ({
  ...{ kind: 'refund', rowNo, refundNo: `R-${rowNo}`, line: 1, amount: 100, status: 'done', currency: 'CNY' },
  ...{ orderNo: undefined, subOrderNo: undefined, buyer: undefined, statusText: undefined },
  ...{
    refundKind: undefined,
    appliedAt: clock.now(),
    finishedAt: clock.now(),
    reason: undefined,
    item: NO_ITEM,
  },
  ...told,
});

async function load(importId: number, refunds: readonly RefundLine[]): Promise<void> {
  await sql`
    insert into imports (id, file_name, file_sha256, bytes, account_id, format, mapping, status, created_by, created_at)
    overriding system value values (${importId}, 'f.csv', 'x', 1, ${shop}, 'mapped', '{}', 'importing', 'test', ${clock.now()})
    on conflict do nothing`.execute(db);
  await withStaging(platform, importId, async staging => {
    await staging.write(refunds);
    await staging.end();
  });
  await loadRefunds(platform, { importId, accountId: shop, actor: 'test' });
  await clearStaging(platform, importId);
}

async function toldOf(type: string): Promise<Record<string, unknown>[]> {
  const rows = await db.selectFrom('events').select('data').where('type', '=', type).orderBy('seq').execute();
  return rows.map(row => row.data as Record<string, unknown>);
}

test('an order’s refunds may lie in several parts: it is settled once, with the sum of all', async () => {
  const orders = 700;
  await sql`
    insert into orders (account_id, order_no, payment, fulfilment, paid, ordered_at, updated_at)
    select ${shop}::bigint, 'O-' || n, 'paid', 'none', 100000, ${clock.now()}, ${clock.now()} from generate_series(0, ${orders - 1}::int) n`.execute(
    db,
  );
  const told = Array.from({ length: 11_000 }, (_, i) =>
    refund(i + 1, { orderNo: `O-${i % orders}`, amount: i + 1 }),
  );
  // What a later row of the file says of a refund is what counts.
  const last = refund(20_000, { refundNo: 'R-1', orderNo: 'O-0', amount: 50_000 });
  await load(81, [...told, last]);
  const expected = Array.from({ length: orders }, (_, n) =>
    told.filter((_, i) => i % orders === n).reduce((sum, one) => sum + one.amount, n === 0 ? 49_999 : 0),
  );
  const { rows } = await sql<{ refunded: number }>`
    select refunded from orders order by substr(order_no, 3)::int`.execute(db);
  expect(rows.map(row => row.refunded)).toEqual(expected);
  expect(await toldOf('order.refunded')).toHaveLength(orders);
  await load(81, [...told, last]);
  expect(await toldOf('order.refunded'), 'again, it changes and tells nothing').toHaveLength(orders);
});

test('where a loading broke off before its orders were settled, the next settles them', async () => {
  await sql`update orders set refunded = 0, refund = 'none' where order_no = 'O-5'`.execute(db);
  await load(82, [refund(6, { orderNo: 'O-5', amount: 6 })]);
  const { refunded } = await db
    .selectFrom('orders')
    .select('refunded')
    .where('orderNo', '=', 'O-5')
    .executeTakeFirstOrThrow();
  expect(refunded).toBeGreaterThan(0);
});

test('a refund without an order is told of again when a later file changes it', async () => {
  const customerId = await buildCustomer(platform);
  await sql`
    insert into identities (customer_id, kind, account_id, key, shown, source, first_seen_at, last_seen_at)
    values (${customerId}, 'buyer', ${shop}, 'nobody-knows', 'nobody-knows', 'test', ${clock.now()}, ${clock.now()})`.execute(
    db,
  );
  const loose = { refundNo: 'L-1', orderNo: 'not-ours', buyer: 'nobody-knows' };
  await load(83, [refund(1, { ...loose, status: 'open' })]);
  await load(84, [refund(1, { ...loose, status: 'done' })]);
  await load(84, [refund(1, { ...loose, status: 'done' })]);
  expect((await toldOf('refund.placed')).map(({ status }) => status)).toEqual(['open', 'done']);
});

test('once a later file names its order it is told of as matched; the file taken back, it is without an order again', async () => {
  await sql`
    insert into orders (account_id, order_no, payment, fulfilment, paid, ordered_at, updated_at)
    values (${shop}, 'named-later', 'paid', 'none', 1000, ${clock.now()}, ${clock.now()})`.execute(db);
  const orderNow = () =>
    db
      .selectFrom('orders')
      .select(['refunded', 'refund'])
      .where('orderNo', '=', 'named-later')
      .executeTakeFirstOrThrow();
  const loose = { refundNo: 'L-3', buyer: 'nobody-knows' };
  await load(85, [refund(1, { ...loose, orderNo: 'not-ours' })]);
  await load(86, [refund(1, { ...loose, orderNo: 'named-later' })]);
  expect(await toldOf('refund.matched')).toMatchObject([{ refundNo: 'L-3' }]);
  expect(await orderNow()).toEqual({ refunded: 100, refund: 'partial' });
  const placed = (await toldOf('refund.placed')).length;
  await undoImport(platform, { importId: 86, accountId: shop, actor: 'test' });
  expect(await orderNow()).toEqual({ refunded: 0, refund: 'none' });
  expect((await toldOf('refund.placed')).slice(placed)).toMatchObject([{ refundNo: 'L-3', status: 'done' }]);
});

test('a change of a refund without an order is told of when its file is taken back', async () => {
  const loose = { refundNo: 'L-4', orderNo: 'not-ours', buyer: 'nobody-knows' };
  await load(87, [refund(1, { ...loose, status: 'open' })]);
  await load(88, [refund(1, { ...loose, status: 'done' })]);
  const placed = (await toldOf('refund.placed')).length;
  await undoImport(platform, { importId: 88, accountId: shop, actor: 'test' });
  expect((await toldOf('refund.placed')).slice(placed)).toMatchObject([{ refundNo: 'L-4', status: 'open' }]);
});

test('a refund without an order that is told live is told of', async () => {
  const before = (await toldOf('refund.placed')).length;
  const target = { importId: -shop, accountId: shop, actor: 'test', isLive: true };
  await withStaging(platform, target.importId, async staging => {
    await staging.write([refund(1, { refundNo: 'L-2', orderNo: 'not-ours', buyer: 'nobody-knows' })]);
    await staging.end();
  });
  await loadRefunds(platform, target);
  await clearStaging(platform, target.importId);
  expect((await toldOf('refund.placed')).slice(before)).toMatchObject([{ refundNo: 'L-2', amount: 100 }]);
});

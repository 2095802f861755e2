import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { buildHook } from '../webhooks/testing/send.ts';

const platform = await testPlatform();
const { db } = platform;
const erp = await buildHook(platform);
let sent = 0;
const tell = async (orders: object[], refunds: object[] = []) => {
  const answer = await erp.send({ id: `d${++sent}`, orders, refunds });
  expect(answer).toMatchObject({ status: 200, body: { errors: [] } });
  await erp.work();
};
const orderRow = async (orderNo: string) =>
  await db.selectFrom('orders').selectAll().where('orderNo', '=', orderNo).executeTakeFirstOrThrow();
const order = (orderNo: string, more: object = {}) => ({
  ...{ orderNo, status: 'paid', orderedAt: '2026-06-01 10:00:00', paid: 100, ...more },
});

test('what live news does not say stays as it was; what it says counts, a zero too', async () => {
  const items = [{ sku: 'K', name: '面霜', quantity: 2, price: 55 }];
  const whole = { goods: 110, freight: 8, discount: 18, refunded: 30, items };
  await tell([order('S1', { updatedAt: '2026-06-02 10:00:00', ...whole })]);
  const known = {
    goods: 11000,
    freight: 800,
    discount: 1800,
    refunded: 3000,
    refund: 'partial',
    quantity: 2,
  };
  expect(await orderRow('S1')).toMatchObject(known);
  await tell([order('S1', { updatedAt: '2026-06-02 11:00:00', status: 'shipped' })]);
  expect(await orderRow('S1')).toMatchObject({ ...known, fulfilment: 'shipped' });
  const before = await db.selectFrom('events').select('xid').execute();
  await tell([order('S1', { updatedAt: '2026-06-02 12:00:00', status: 'shipped' })]);
  expect(await db.selectFrom('events').select('xid').execute()).toHaveLength(before.length);
  await tell([order('S1', { updatedAt: '2026-06-02 13:00:00', status: 'shipped', refunded: 0, freight: 0 })]);
  expect(await orderRow('S1')).toMatchObject({ ...known, freight: 0, refunded: 0, refund: 'none' });
  await tell([order('S2')]);
  expect(await orderRow('S2')).toMatchObject({
    goods: 0,
    freight: 0,
    discount: 0,
    refunded: 0,
    refund: 'none',
  });
});

test('the phone of a receiver is not the buyer’s where the buyer has an id', async () => {
  const receiver = { name: '王五', phone: '13900009999' };
  await tell([order('P1', { buyer: { id: 'giver' }, receiver }), order('P2', { receiver })]);
  const [present, own] = [await orderRow('P1'), await orderRow('P2')];
  expect([present.match, own.match]).toEqual(['buyer', 'phone']);
  const phones = await db.selectFrom('identities').select('customerId').where('kind', '=', 'phone').execute();
  expect(phones).toEqual([{ customerId: own.customerId }]);
  const { rows: persons } = await sql`
    select distinct person_id from customers where id = any(${[present.customerId, own.customerId]}::bigint[])`.execute(
    db,
  );
  expect(persons).toHaveLength(2);
});

test('a refund of two items keeps both, and the order has their sum', async () => {
  const refund = (sku: string | undefined, amount: number, more: object = {}) => ({
    ...{ refundNo: 'R1', orderNo: 'R', status: 'done', amount, updatedAt: '2026-06-03 10:00:00' },
    ...(sku && { item: { sku } }),
    ...more,
  });
  await tell([order('R')], [refund('A', 10), refund('B', 25), refund('B', 20)]);
  const lines = async () =>
    await db
      .selectFrom('refunds')
      .select(['line', 'amount'])
      .where('refundNo', '=', 'R1')
      .orderBy('line')
      .execute();
  expect(await lines()).toEqual([
    { line: 1, amount: 1000 },
    { line: 2, amount: 2000 },
  ]);
  expect(await orderRow('R')).toMatchObject({ refunded: 3000, refund: 'partial' });
  // Two states of one refund are no items of it: the newer counts.
  const states = [refund('A', 10, { updatedAt: '2026-06-03 11:00:00', status: 'closed' }), refund('A', 10)];
  await tell([], states);
  expect(await lines()).toHaveLength(2);
  expect(await orderRow('R')).toMatchObject({ refunded: 2000 });
});

test('a fault while people are still being learned is a fault of the batch, not of the process', async () => {
  const unheard: unknown[] = [];
  const hear = (error: unknown) => unheard.push(error);
  process.on('unhandledRejection', hear);
  await sql`create function refuse() returns trigger language plpgsql as $$ begin raise 'no products today'; end $$`.execute(
    db,
  );
  await sql`create trigger refuse before insert on products execute function refuse()`.execute(db);
  await tell([order('U', { buyer: { id: 'u' }, items: [{ name: '新品', quantity: 1, price: 1 }] })]);
  await turn();
  process.off('unhandledRejection', hear);
  await sql`drop trigger refuse on products`.execute(db);
  expect(unheard).toEqual([]);
  const [row] = await db.selectFrom('hookDeliveries').selectAll().orderBy('id', 'desc').limit(1).execute();
  expect(row).toMatchObject({ state: 'waiting', attempts: 1 });
});

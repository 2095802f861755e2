import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { compareStores } from '#customers';
import { buildAccount, buildCustomer, project } from '#customers/testing';
import { DAY } from '#platform/clock.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { peopleOfRule } from '../segments/segments.ts';
import type { OrdersLeaf } from './contract.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const accountId = await buildAccount(platform, { kind: 'shop' });
let made = 0;

type Order = { payment: 'paid' | 'closed'; refund: 'none' | 'full'; item?: string };
async function buyer(...orders: Order[]): Promise<number> {
  const customerId = await buildCustomer(platform);
  for (const { payment, refund, item } of orders) {
    const { id } = await db
      .insertInto('orders')
      .values({
        ...{ accountId, orderNo: `o${++made}`, customerId, payment, fulfilment: 'none', refund },
        ...{ paid: 5_000, refunded: refund === 'full' ? 5_000 : 0, discount: 0, quantity: 1 },
        ...{ orderedAt: new Date(clock.now().getTime() - DAY), updatedAt: clock.now() },
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    if (item)
      await db
        .insertInto('orderItems')
        .values({
          orderId: id,
          line: 1,
          name: item,
          quantity: 1,
          price: 5_000,
          amount: 5_000,
          refunded: 5_000,
        })
        .execute();
  }
  return customerId;
}
const PAID = { payment: 'paid', refund: 'none' } as const;
const CLOSED = { payment: 'closed', refund: 'full' } as const;
const loyal = await buyer(PAID);
const gaveBack = await buyer(CLOSED, { ...CLOSED, item: '草莓蛋糕' });
const both = await buyer(PAID, CLOSED);
const never = await buyer({ payment: 'closed', refund: 'none' });

const found = async (leaf: Partial<OrdersLeaf>) => {
  const rule: OrdersLeaf = {
    ...{ orders: 'count', test: { is: 'at_least', value: 1 }, window: null, shops: [], products: [] },
    ...{ refund: null },
    ...leaf,
  };
  const { personIds } = await peopleOfRule(platform, rule, { kind: 'all' }, { limit: 10, offset: 0 });
  return personIds.toSorted((a, b) => a - b);
};

test('rows written before are written anew by the migration, which tells nobody else’s', async () => {
  // As they were projected before: without what is closed.
  await db.transaction().execute(async tx => {
    await sql`update orders set refund = 'none' where payment = 'closed'`.execute(tx);
    await sql`insert into events (type, customer_id, at, actor, data)
      select 'order.placed', customer_id, ${clock.now()}, 'test', jsonb_build_object('orderId', id) from orders`.execute(
      tx,
    );
  });
  await project(platform);
  expect(await found({ refund: 'full' })).toEqual([]);
  await sql`update orders set refund = 'full' where refunded > 0`.execute(db);
  const migration = readFileSync('db/postgres/0039_claims_words_refunds.sql', 'utf8');
  const told = migration.slice(migration.indexOf('insert into events'));
  await sql.raw(told).execute(db);
  await project(platform);
  expect(await found({ refund: 'full' })).toEqual([gaveBack, both]);
});

test('who has given everything back is found by full refunds, and by nothing else about orders', async () => {
  await sql`insert into events (type, customer_id, at, actor, data)
    select 'order.changed', customer_id, ${clock.now()}, 'test', jsonb_build_object('orderId', id) from orders`.execute(
    db,
  );
  await project(platform);
  expect(await compareStores(platform)).toEqual([]);
  expect(await found({})).toEqual([loyal, both]);
  expect(await found({ refund: 'none' })).toEqual([loyal, both]);
  expect(await found({ refund: 'full', test: { is: 'at_least', value: 2 } })).toEqual([gaveBack]);
  expect(await found({ refund: 'full', productName: '草莓' })).toEqual([gaveBack]);
  expect(await found({ productName: '草莓' })).toEqual([]);
  const share = { orders: 'refund_share', test: { is: 'at_least', value: 1 } } as const;
  expect(await found(share)).toEqual([]);
  expect(await found({ ...share, refund: 'full' })).toEqual([gaveBack, both]);
  expect(await found({ refund: 'full', window: { kind: 'last', n: 3, unit: 'day' } })).toEqual([
    gaveBack,
    both,
  ]);
  expect(await found({})).not.toContain(never);
});

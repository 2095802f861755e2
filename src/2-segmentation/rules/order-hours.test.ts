import { expect, test } from 'vitest';
import { buildAccount, buildCustomer, project } from '#customers/testing';
import { HOUR } from '#platform/clock.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { peopleOfRule } from '../segments/segments.ts';
import type { OrdersLeaf } from './contract.ts';

const platform = await testPlatform();
const accountId = await buildAccount(platform, { kind: 'shop' });

test('an hour begins at its millisecond, though the row of a person tells of orders by the second', async () => {
  const begins = Date.parse('2026-06-03T02:00:00.500Z');
  const bought = async (at: number) => {
    const customerId = await buildCustomer(platform);
    const orderedAt = new Date(at);
    await platform.db
      .insertInto('orders')
      .values({
        ...{ accountId, orderNo: `o${at}`, customerId, payment: 'paid', fulfilment: 'none', refund: 'none' },
        ...{ paid: 5_000, refunded: 0, discount: 0, quantity: 1, orderedAt, updatedAt: orderedAt },
      })
      .execute();
    return customerId;
  };
  await bought(begins - 1);
  const inside = [await bought(begins), await bought(begins + 400)];
  await project(platform);
  const leaf: OrdersLeaf = {
    ...{ orders: 'count', test: { is: 'at_least', value: 1 }, shops: [], products: [], refund: null },
    window: { kind: 'last', n: 1, unit: 'hour' },
  };
  const needs = { ...platform, clock: { now: () => new Date(begins + HOUR) } };
  const { personIds } = await peopleOfRule(needs, leaf, { kind: 'all' }, { limit: 10, offset: 0 });
  expect(personIds).toEqual(inside);
});

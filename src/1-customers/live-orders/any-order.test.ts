import { expect, test } from 'vitest';
import { seededRandom } from '#platform/random.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { buildHook } from '../webhooks/testing/send.ts';

const platform = await testPlatform();
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9));
console.info(`any-order seed ${seed}`);

const STATES = ['unpaid', 'paid', 'shipped', 'completed'] as const;
const FULFILMENT = ['none', 'processing', 'shipped', 'delivered'];

test(`in whatever order, however often and in whatever batches news comes, the newest is what counts (seed ${seed})`, async () => {
  const random = seededRandom(seed);
  const whole = (below: number) => Math.floor(random.next() * below);
  const erp = await buildHook(platform);
  const at = (minute: number) => new Date(Date.UTC(2026, 5, 2, 0, minute)).toISOString();
  const news = Array.from({ length: 8 }, (_, n) =>
    STATES.map((status, step) => ({
      ...{ orderNo: `O${n}`, status, updatedAt: at(step * 10 + n), orderedAt: at(0) },
      ...{ paid: step === 0 ? 0 : 100 + step, buyer: { id: `b${n % 3}`, phone: `1390000111${n % 2}` } },
      items: Array.from({ length: 1 + step }, (_, i) => ({
        sku: `K${i}`,
        name: `物${i}`,
        quantity: 1,
        price: 10,
      })),
    })),
  ).flat();
  const sent = [...news, ...news.filter(() => random.next() < 0.3)]
    .map(one => ({ one, by: random.next() }))
    .sort((a, b) => a.by - b.by)
    .map(({ one }) => one);
  for (let from = 0, id = 0; from < sent.length; id++) {
    const size = 1 + whole(6);
    expect(await erp.send({ id: `d${id}`, orders: sent.slice(from, from + size) })).toMatchObject({
      status: 200,
    });
    from += size;
    if (random.next() < 0.4) await erp.work();
  }
  await erp.work();
  const rows = await platform.db.selectFrom('orders').selectAll().orderBy('orderNo').execute();
  expect(rows).toHaveLength(8);
  for (const row of rows) {
    expect(row, row.orderNo).toMatchObject({ fulfilment: FULFILMENT[3], paid: 10_300, quantity: 4 });
    const items = await platform.db
      .selectFrom('orderItems')
      .selectAll()
      .where('orderId', '=', row.id)
      .execute();
    expect(items.map(item => item.sku).sort()).toEqual(['K0', 'K1', 'K2', 'K3']);
  }
  const placed = await platform.db
    .selectFrom('events')
    .selectAll()
    .where('type', '=', 'order.placed')
    .execute();
  expect(placed).toHaveLength(8);
});

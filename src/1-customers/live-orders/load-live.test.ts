import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { SYSTEM } from '#platform/auth/actor.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { importPath } from '../imports/import-path.ts';
import { runStep, startStep } from '../imports/imports.ts';
import { shopFile, shopTable } from '../imports/testing/fixtures.ts';
import { sampleOrders } from '../imports/testing/sample-orders.ts';
import { temporaryFiles } from '../imports/testing/test-files.ts';
import { buildHook } from '../webhooks/testing/send.ts';

const platform = await testPlatform();
const { db } = platform;
const files = temporaryFiles();
afterAll(() => files.remove());

/** A paid order of the sample whose phone its file shows. */
const sample = sampleOrders(40, 7).filter(order => order.state === 'paid' && Number(order.phone) % 4 !== 3);
const numberAt = (n: number) => {
  const [head = [], ...rows] = shopTable('youzan_orders', [sample[n]!]);
  return rows[0]![head.findIndex(name => name.trim() === '订单号')]!;
};

async function importFile() {
  const { fileName, bytes } = await shopFile('youzan_orders', 'csv', sample.slice(0, 2));
  const path = files.write(fileName, bytes);
  const choice = { shop: { name: '小店' }, format: 'youzan_orders' as const };
  return await importPath(platform, { path, choice, actor: SYSTEM });
}
const live = (n: number, status: string, updatedAt: string) => ({
  id: `${numberAt(n)} ${updatedAt}`,
  orders: [
    {
      orderNo: numberAt(n),
      status,
      updatedAt,
      orderedAt: sample[n]!.orderedAt.toISOString(),
      paid: 88,
      buyer: { id: `yz${n}`, phone: sample[n]!.phone },
    },
  ],
});
const orders = async () => await db.selectFrom('orders').selectAll().orderBy('id').execute();

test('an order in a file and the same order live are one, of one person, and the file’s undo leaves it', async () => {
  await importFile();
  const before = await orders();
  const [{ id: accountId }] = (await db.selectFrom('channelAccounts').select('id').execute()) as [
    { id: number },
  ];
  const erp = await buildHook(platform, accountId);
  await erp.send(live(0, '已发货', '2026-06-03 11:00:00'));
  await erp.work();
  const after = await orders();
  expect(after).toHaveLength(2);
  const known = after.find(order => order.orderNo === numberAt(0))!;
  expect(known).toMatchObject({ fulfilment: 'shipped', paid: 8800 });
  expect(known.id).toBe(before.find(order => order.orderNo === numberAt(0))!.id);
  // By the phone that both tell: the buyer id of the shop now belongs to the same person.
  const { rows: persons } = await sql`
    select count(distinct c.person_id) as n from identities i join customers c on c.id = i.customer_id
    where i.kind = 'buyer' and i.key = 'yz0' or c.id = ${before.find(order => order.id === known.id)!.customerId}`.execute(
    db,
  );
  expect(persons).toEqual([{ n: 1 }]);

  const [{ id: importId }] = (await db.selectFrom('imports').select('id').execute()) as [{ id: number }];
  await db.transaction().execute(tx => startStep(tx, platform.clock, SYSTEM, importId, 'undo'));
  await runStep(platform, importId);
  expect((await orders()).map(order => order.orderNo)).toEqual([numberAt(0)]);
});

test('an order that came live first is found by the file, and nothing is left in the staging tables', async () => {
  const [{ id: accountId }] = (await db.selectFrom('channelAccounts').select('id').execute()) as [
    { id: number },
  ];
  const erp = await buildHook(platform, accountId);
  await erp.send(live(1, '待发货', '2026-06-03 11:00:00'));
  await erp.work();
  await importFile();
  expect((await orders()).map(order => order.orderNo).sort()).toEqual([numberAt(0), numberAt(1)].sort());
  const { rows } = await sql`select from import_lines union all select from import_orders`.execute(db);
  expect(rows).toEqual([]);
});

test('two senders at once do not stand in each other’s way', async () => {
  const [one, two] = [await buildHook(platform), await buildHook(platform)];
  for (let n = 0; n < 20; n++)
    for (const erp of [one, two])
      await erp.send({
        id: `n${n}`,
        orders: [
          {
            orderNo: `N${n}`,
            status: 'paid',
            orderedAt: '2026-06-01 10:00:00',
            paid: n,
            buyer: { phone: '13900001111' },
          },
        ],
      });
  await Promise.all([one.work(), two.work(), one.work()]);
  for (let left = 1, round = 0; left > 0 && round < 5; round++)
    left = (await one.work()) + (await two.work());
  const { rows } =
    await sql`select account_id, count(*) as n, sum(paid) as paid from orders where order_no ~ '^N' group by 1`.execute(
      db,
    );
  expect(rows).toEqual([
    expect.objectContaining({ n: 20, paid: 19000 }),
    expect.objectContaining({ n: 20, paid: 19000 }),
  ]);
});

import { sql } from 'kysely';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { compareStores, rebuildAnalytics } from '#customers';
import { importPath, runStep, startStep } from '#customers/imports';
import { project, readToEnd } from '#customers/testing';
import { SYSTEM } from '#platform/auth/actor.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { checkLedger, valueLedgerReader } from '#segmentation';
import { type ShopFormat, shopFile } from '../src/1-customers/imports/testing/fixtures.ts';
import { sampleOrders } from '../src/1-customers/imports/testing/sample-orders.ts';
import { temporaryFiles } from '../src/1-customers/imports/testing/test-files.ts';

const platform = await testPlatform();
const { db } = platform;
const files = temporaryFiles();
afterAll(() => files.remove());

const FILES: ShopFormat[] = ['taobao_orders', 'taobao_items', 'taobao_refunds'];
const orders = sampleOrders(300, 5);

beforeEach(async () => {
  await sql`truncate events, orders, order_items, refunds, products, identities, customers, merges, customer_facts,
    value_entries, imports, import_changes cascade`.execute(db);
  await rebuildAnalytics(platform);
});

async function load(format: ShopFormat): Promise<number> {
  const { fileName, bytes } = await shopFile(format, 'csv', orders);
  const choice = { shop: { name: '旗舰店' }, format };
  return (await importPath(platform, { path: files.write(fileName, bytes), choice, actor: SYSTEM })).importId;
}

async function worth() {
  await readToEnd(platform, valueLedgerReader(platform));
  await project(platform);
  expect(await checkLedger(db)).toEqual({ ordersOff: 0, refundsOff: 0, totalsOff: 0 });
  expect(await compareStores(platform)).toEqual([]);
  const { rows } = await sql<{ name: string; total: number }>`
    select c.name, sum(v.amount)::bigint as total from value_entries v join customers c on c.id = v.customer_id
    group by c.person_id, c.name having sum(v.amount) <> 0 order by 1, 2`.execute(db);
  return rows;
}

test.each([[[0, 1, 2]], [[2, 0, 1]], [[0, 2, 1]]])(
  'files of one shop in the order %j come to the same value of every customer',
  async sequence => {
    for (const i of sequence) {
      await load(FILES[i] as ShopFormat);
      await worth();
    }
    const value = await worth();
    expect(value.length).toBeGreaterThan(100);
    const { rows } = await sql<{
      sum: number;
    }>`select sum(paid - refunded)::bigint as sum from orders where payment = 'paid' and customer_id is not null`.execute(
      db,
    );
    expect(value.reduce((sum, row) => sum + row.total, 0)).toBe(rows[0]?.sum);
  },
);

test('an import taken back leaves a ledger that comes to nothing and says what happened', async () => {
  const imports = [await load('taobao_orders'), await load('taobao_refunds')];
  await worth();
  for (const id of imports) {
    await db.transaction().execute(tx => startStep(tx, platform.clock, SYSTEM, id, 'undo'));
    await runStep(platform, id);
    await worth();
  }
  expect(await worth()).toEqual([]);
  const { n } = await db
    .selectFrom('valueEntries')
    .select(eb => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  expect(n).toBeGreaterThan(400);
});

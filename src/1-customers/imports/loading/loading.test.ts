import { sql } from 'kysely';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { SYSTEM } from '#platform/auth/actor.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { planOf } from '../choose.ts';
import { openRecords } from '../formats/import-file.ts';
import { importPlan, userMapping } from '../formats/mapping.ts';
import { orderOf } from '../formats/records/order-totals.ts';
import type { OrderLine } from '../formats/records/records.ts';
import { importPath } from '../import-path.ts';
import { runStep, startStep } from '../imports.ts';
import { type ShopFormat, shopFile } from '../testing/fixtures.ts';
import { type SampleOrder, sampleOrders } from '../testing/sample-orders.ts';
import { temporaryFiles } from '../testing/test-files.ts';
import { checkFile, loadFile } from './load.ts';

const platform = await testPlatform();
const { db } = platform;
const files = temporaryFiles();
afterAll(() => files.remove());

const ORDER_FORMATS: ShopFormat[] = [
  'taobao_orders',
  'taobao_orders_2026',
  'tmall_supplier_orders',
  'jd_orders',
  'douyin_orders_a',
  'douyin_orders_b',
  'youzan_orders',
  'youzan_order_items',
  'template_orders',
];

beforeEach(async () => {
  await sql`truncate orders, order_items, refunds, products, identities, customers, merges, customer_tags, tags, tag_groups, imports, import_changes, import_issues, channel_accounts restart identity cascade`.execute(
    db,
  );
});

async function write(format: ShopFormat, orders: readonly SampleOrder[], as: 'csv' | 'xlsx' = 'csv') {
  const { fileName, bytes } = await shopFile(format, as, orders);
  return files.write(fileName, bytes);
}

async function load(path: string, format?: ShopFormat, shop = '旗舰店') {
  return await importPath(platform, { path, choice: { shop: { name: shop }, format }, actor: SYSTEM });
}

/** Everything an import may write, without ids and moments of its own. */
async function everything() {
  const { rows } = await sql`
    select 'order' as what, order_no as key, payment, fulfilment, refund, goods, freight, discount, paid, refunded, quantity, match,
      (select jsonb_agg(jsonb_build_array(i.line, i.name, i.sku, i.quantity, i.price, i.amount, i.refunded) order by i.line) from order_items i where i.order_id = orders.id)::text as more
      from orders
    union all select 'refund', refund_no || '/' || line, status, kind, null, amount, 0, 0, 0, 0, quantity, order_no, (order_id is null)::text from refunds
    union all select 'customer', id::text, name, province, city, 0, 0, 0, 0, 0, 0, person_id::text, custom::text from customers where status = 'active'
    union all select 'identity', key, kind, null, null, 0, 0, 0, 0, 0, 0, customer_id::text, shown from identities i
      where exists (select 1 from customers c where c.id = i.customer_id and c.status = 'active')
    union all select 'tag', t.name, null, null, null, 0, 0, 0, 0, 0, 0, ct.customer_id::text, null from customer_tags ct join tags t on t.id = ct.tag_id
    order by 1, 2, 3, 12`.execute(db);
  return rows;
}

async function eventCount(): Promise<number> {
  const { n } = await db
    .selectFrom('events')
    .select(eb => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return n;
}

describe.each(ORDER_FORMATS)('%s', format => {
  const orders = sampleOrders(60, 7);

  it('makes of its rows in SQL the orders that the rule in TypeScript makes', async () => {
    const path = await write(format, orders);
    const { result } = await load(path, format);
    const opened = await openRecords(path, await planOf(path, { format }));
    const lines = new Map<string, OrderLine[]>();
    for await (const { records } of opened.batches)
      for (const record of records)
        if (record.kind === 'order')
          lines.set(record.orderNo, [...(lines.get(record.orderNo) ?? []), record]);
    const expected = [...lines.values()].map(orderOf);
    const stored = await db.selectFrom('orders').selectAll().execute();
    expect(result.orders.added).toBe(expected.length);
    const seen = new Map(stored.map(order => [order.orderNo, order]));
    for (const order of expected) expect(seen.get(order.orderNo)).toMatchObject(withoutUndefined(order));
  });

  it('the dry run says beforehand what the import comes to, and writes nothing', async () => {
    const path = await write(format, orders);
    const empty = await everything();
    const before = await check(path, format);
    expect(await everything()).toEqual(empty);
    const { result } = await load(path, format);
    expect(before).toEqual(result);
    const again = await check(path, format);
    expect(again).toMatchObject({ orders: { added: 0, changed: 0 }, customers: { added: 0 } });
  });

  it('imported again changes nothing and tells nothing; taken back leaves nothing', async () => {
    const empty = await everything();
    const path = await write(format, orders, 'xlsx');
    const first = await load(path, format);
    const [state, events] = [await everything(), await eventCount()];
    const { result } = await load(path, format);
    expect(result.orders).toMatchObject({ added: 0, changed: 0, unchanged: result.orders.told });
    expect(await everything()).toEqual(state);
    expect(await eventCount()).toBe(events);

    await undo(first.importId);
    expect(await everything()).toEqual(empty);
  });
});

/** What the dry run forecasts. */
async function check(path: string, format: ShopFormat, shop = '旗舰店') {
  const accounts = db.selectFrom('channelAccounts').select('id').where('name', '=', shop);
  const { id: importId } = await db
    .insertInto('imports')
    .values({
      ...{ fileName: 'x', fileSha256: 'x', bytes: 1, format, mapping: '{}', status: 'checking' },
      ...{ createdBy: 'system', createdAt: platform.clock.now() },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const accountId = (await accounts.executeTakeFirst())?.id ?? 0;
  const request = { importId, accountId, actor: 'x', path, plan: await planOf(path, { format }) };
  return await checkFile(platform, request, async () => undefined);
}

function withoutUndefined<T extends object>(value: T) {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined));
}

async function undo(importId: number) {
  await db.transaction().execute(tx => startStep(tx, platform.clock, SYSTEM, importId, 'undo'));
  await runStep(platform, importId);
}

describe('several files', () => {
  const orders = sampleOrders(40, 3);
  const later = orders.map(order =>
    order.state === 'paid' ? { ...order, state: 'completed' as const } : order,
  );

  it('a newer export updates what has changed; taking it back restores the older state exactly', async () => {
    await load(await write('youzan_order_items', orders));
    const before = await everything();
    const { importId, result } = await load(await write('youzan_order_items', later));
    const changed = orders.filter(order => order.state === 'paid').length;
    expect(changed).toBeGreaterThan(2);
    expect(result.orders).toMatchObject({ added: 0, changed, unchanged: orders.length - changed });
    expect(await everything()).not.toEqual(before);
    await undo(importId);
    expect(await everything()).toEqual(before);
  });

  it('orders, items and refunds of one shop come together in any order', async () => {
    const formats: ShopFormat[] = ['taobao_orders', 'taobao_items', 'taobao_refunds'];
    const paths = await Promise.all(formats.map(format => write(format, orders)));
    for (const [i, format] of formats.entries()) await load(paths[i] as string, format);
    const straight =
      await sql`select order_no, refunded, refund, payment from orders order by order_no`.execute(db);
    const refunded = straight.rows.filter(row => (row as { refunded: number }).refunded > 0);
    expect(refunded.length).toBe(orders.filter(order => order.state === 'refunded').length);

    await sql`truncate orders, order_items, refunds, identities, customers, imports, import_changes cascade`.execute(
      db,
    );
    for (const i of [2, 0, 1]) await load(paths[i] as string, formats[i]);
    const reversed =
      await sql`select order_no, refunded, refund, payment from orders order by order_no`.execute(db);
    expect(reversed.rows).toEqual(straight.rows);
    expect(await sql`select 1 from refunds where order_id is null`.execute(db)).toMatchObject({ rows: [] });
  });

  it('a return stands in the log on its own day, not on that of the import', async () => {
    const rows = ['A1,2026-01-05 10:00:00,K1,杯子,3,10', 'CA2,2026-02-07 09:00:00,K1,杯子,-1,10'];
    const path = files.write('returns.csv', ['no,at,who,what,count,price', ...rows].join('\n'));
    const fields = ['orderNo', 'orderedAt', 'buyer', 'itemName', 'quantity', 'price'] as const;
    const columns = fields.map((field, at) => ({ field, column: at + 1 }));
    const mapping = userMapping.parse({ columns, cancelPrefix: 'C' });
    const choice = { shop: { name: '礼品店' }, mapping, headerRow: 1 };
    const { result } = await importPath(platform, { path, choice, actor: SYSTEM });
    expect(result).toMatchObject({ orders: { added: 1 }, refunds: { told: 1, added: 1 } });
    const told = await db
      .selectFrom('events')
      .select(['at', 'data'])
      .where('type', '=', 'order.refunded')
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    expect(told).toMatchObject({ at: new Date('2026-02-07T09:00:00+08:00'), data: { refunded: 1_000 } });
  });

  it('the same items, refunds and customers again change nothing and tell nothing', async () => {
    await load(await write('taobao_orders', orders), 'taobao_orders');
    for (const format of ['taobao_items', 'taobao_refunds', 'youzan_customers'] as const) {
      const path = await write(format, orders);
      const before = await check(path, format);
      const first = await load(path, format);
      expect(before).toEqual(first.result);
      const [state, events] = [await everything(), await eventCount()];
      expect((await load(path, format)).result).toMatchObject({
        orders: { added: 0, changed: 0 },
        refunds: { added: 0, changed: 0 },
        customers: { added: 0 },
      });
      expect(await everything()).toEqual(state);
      expect(await eventCount()).toBe(events);
    }
  });

  it('items of orders the shop does not have are told of, and come in once the orders are there', async () => {
    const items = await write('taobao_items', orders);
    const { importId, result } = await load(items, 'taobao_items');
    expect(result.orders).toMatchObject({ told: 40, changed: 0, unknown: 40, unchanged: 0 });
    await load(await write('taobao_orders', orders), 'taobao_orders');
    expect((await load(items, 'taobao_items')).result.orders).toMatchObject({ changed: 40, unknown: 0 });
    await undo(importId);
  });

  it('what a later file has changed is taken back only after that file', async () => {
    const { importId: first } = await load(await write('youzan_order_items', orders));
    const { importId: second } = await load(await write('youzan_order_items', later));
    const state = await everything();
    await expect(undo(first)).rejects.toMatchObject({
      message: 'import_undo_later_first',
      values: { file: '有赞订单商品.csv' },
    });
    expect(await everything()).toEqual(state);
    await undo(second);
    await undo(first);
    expect(await db.selectFrom('orderItems').selectAll().execute()).toEqual([]);
  });

  it('the same people buying in two shops are one customer each, known by their phone', async () => {
    const one = await load(await write('template_orders', orders), undefined, '门店');
    const two = await load(await write('youzan_orders', orders), undefined, '有赞');
    expect(one.result.customers.added).toBeGreaterThan(20);
    expect(two.result.customers.added + two.result.customers.merged).toBeLessThan(
      one.result.customers.added / 4,
    );
    const { rows } = await sql<{ shops: number }>`
      select count(distinct o.account_id) as shops from orders o join customers c on c.id = o.customer_id group by c.person_id`.execute(
      db,
    );
    expect(rows.filter(row => row.shops === 2).length).toBeGreaterThan(rows.length * 0.75);
  });

  it('a customer file brings names, tags and its own columns; taken back, they are gone', async () => {
    const before = await everything();
    const { importId, result } = await load(await write('youzan_customers', orders));
    const tags = await db.selectFrom('customerTags').selectAll().execute();
    expect(result.customers.added).toBeGreaterThan(20);
    expect(tags.length).toBeGreaterThan(0);
    await undo(importId);
    expect(await everything()).toEqual(before);
  });
});

describe('an import that is cut off', () => {
  it('is carried on from the beginning and comes to what it would have come to', async () => {
    const path = await write('youzan_order_items', sampleOrders(200, 9));
    const whole = await load(path);
    const expected = await everything();
    await sql`truncate orders, order_items, refunds, products, identities, customers, merges, imports, import_changes, channel_accounts restart identity cascade`.execute(
      db,
    );
    const cut = await load(path);
    // as a process killed after the first chunk leaves it: some orders in, others not, staging half full
    await sql`delete from orders where id % 3 = 0`.execute(db);
    await sql`delete from order_items where order_id not in (select id from orders)`.execute(db);
    await sql`update imports set status = 'importing', result = null where id = ${cut.importId}`.execute(db);
    await sql`insert into import_lines (import_id, row_no, run, kind, order_no) values (${cut.importId}, 2, 1, 'order', 'half')`.execute(
      db,
    );
    const again = await runStep(platform, cut.importId);
    expect(again).toEqual(whole.result);
    expect(await everything()).toEqual(expected);
  });

  it('that fails midway says so and can be started again', async () => {
    const path = await write('youzan_order_items', sampleOrders(50, 9));
    const { importId } = await load(path);
    const { accountId } = await db
      .selectFrom('imports')
      .select('accountId')
      .where('id', '=', importId)
      .executeTakeFirstOrThrow();
    const request = {
      importId,
      accountId: accountId ?? 0,
      actor: 'x',
      path,
      plan: importPlan.parse(await planOf(path, {})),
    };
    const failing = loadFile(platform, request, async ({ phase }) => {
      if (phase === 'loading') throw new Error('the disk is full');
    });
    await expect(failing).rejects.toThrow('the disk is full');
    expect((await load(path)).result.orders).toMatchObject({ added: 0, changed: 0 });
  });
});

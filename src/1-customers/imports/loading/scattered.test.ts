import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { SYSTEM } from '#platform/auth/actor.ts';
import { between, pick, type Random, seededRandom } from '#platform/random.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { openRecords } from '../formats/import-file.ts';
import { importPlan, userMapping } from '../formats/mapping.ts';
import { orderOf } from '../formats/records/order-totals.ts';
import type { OrderLine } from '../formats/records/records.ts';
import { importPath } from '../import-path.ts';
import { temporaryFiles } from '../testing/test-files.ts';
import { csvText } from '../testing/write-table.ts';

const SEED = Number(process.env.TEST_SEED ?? 20_261_122);
const platform = await testPlatform();
const { db } = platform;
const files = temporaryFiles();
afterAll(() => files.remove());

const FIELDS = [
  ...(['orderNo', 'orderedAt', 'status', 'buyer', 'receiverPhone', 'province', 'itemName', 'sku'] as const),
  ...(['quantity', 'price', 'freight', 'paid', 'itemRefunded'] as const),
];
const STATUSES = ['待付款', '已付款', '已发货', '交易成功', '交易关闭', '已退款'];
const NAMES = ['杯子', 'a\tb', 'back\\slash', 'two\nlines', '\\N', '引"号', ' 空 '];

/** A line of an order; the lines of one order contradict each other, say too little, or name another receiver. */
function line(random: Random, order: number): string[] {
  const maybe = (text: string, share = 0.7) => (random.next() < share ? text : '');
  return [
    `no-${order}`,
    `2026-03-${String(between(random, 1, 28)).padStart(2, '0')} 10:00:00`,
    maybe(pick(random, STATUSES), 0.9),
    maybe(`buyer-${order % 7}`),
    maybe(`1380000000${between(random, 0, 3)}`, 0.5),
    maybe(pick(random, ['上海', '江苏']), 0.3),
    maybe(pick(random, NAMES), 0.8),
    maybe(`sku-${between(random, 1, 5)}`, 0.5),
    maybe(String(between(random, 1, 4)), 0.9),
    maybe((between(random, 1, 5_000) / 100).toFixed(2), 0.9),
    maybe(String(between(random, 0, 12)), 0.2),
    maybe(String(between(random, 0, 90)), 0.2),
    maybe('1.50', 0.1),
  ];
}

const bySize = (how: 'order' | 'line') => {
  const columns = FIELDS.map((field, at) => ({ field, column: at + 1 }));
  return userMapping.parse({ columns, amountsPer: how });
};

async function readLines(path: string, mapping: ReturnType<typeof bySize>) {
  const lines = new Map<string, OrderLine[]>();
  const opened = await openRecords(path, importPlan.parse({ format: 'mapped', mapping }));
  for await (const { records } of opened.batches)
    for (const record of records)
      if (record.kind === 'order') lines.set(record.orderNo, [...(lines.get(record.orderNo) ?? []), record]);
  return lines;
}

const itemsOf = (lines: readonly OrderLine[]) =>
  lines.flatMap(({ item }) =>
    item ? [[item.name, item.sku ?? null, item.quantity, item.price, item.amount, item.refunded]] : [],
  );

async function stored(shop: string) {
  const { rows } = await sql<{ orderNo: string; items: unknown[] | null } & Record<string, unknown>>`
    select o.*, (select jsonb_agg(jsonb_build_array(i.name, i.sku, i.quantity, i.price, i.amount, i.refunded) order by i.line)
      from order_items i where i.order_id = o.id) as items
    from orders o join channel_accounts a on a.id = o.account_id where a.name = ${shop}`.execute(db);
  return new Map(rows.map(row => [row.orderNo, row]));
}

async function eventCount(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::integer as n from events`.execute(db);
  return rows[0]?.n ?? 0;
}

test.each(['order', 'line'] as const)(
  `lines of an order that lie scattered make the order that lines together would, item by item; amounts per %s (seed ${SEED})`,
  async amountsPer => {
    const random = seededRandom(SEED);
    const rows = Array.from({ length: 900 }, () => line(random, between(random, 1, 120)));
    // Some lie together, most do not.
    const together = rows.slice(0, 300).sort((one, other) => (one[0] ?? '').localeCompare(other[0] ?? ''));
    const path = files.write(`${amountsPer}.csv`, csvText([[...FIELDS], ...together, ...rows.slice(300)]));
    const mapping = bySize(amountsPer);
    const expected = await readLines(path, mapping);
    const choice = { shop: { name: amountsPer }, mapping, headerRow: 1 };
    const { result } = await importPath(platform, { path, choice, actor: SYSTEM });

    expect(result.orders).toMatchObject({ told: expected.size, added: expected.size });
    const found = await stored(amountsPer);
    for (const [orderNo, lines] of expected) {
      const told = Object.entries(orderOf(lines)).filter(([, value]) => value !== undefined);
      expect(found.get(orderNo), orderNo).toMatchObject(Object.fromEntries(told));
      expect(found.get(orderNo)?.items ?? [], orderNo).toEqual(itemsOf(lines));
    }

    const events = await eventCount();
    const again = await importPath(platform, { path, choice, actor: SYSTEM });
    expect(again.result.orders).toMatchObject({ added: 0, changed: 0, unchanged: expected.size });
    expect(await eventCount(), 'the same file again tells nothing').toBe(events);
    const { rows: left } = await sql`
      select 1 from import_lines union all select 1 from import_products`.execute(db);
    expect(left, 'nothing is left behind').toEqual([]);
  },
);

test('an order of more items than are held in memory at once keeps all of them, in order', async () => {
  const rows = Array.from({ length: 5_000 }, (_, i) => [
    'big',
    '2026-03-01 10:00:00',
    `thing ${i}`,
    '1',
    '2',
  ]);
  const path = files.write('big.csv', csvText([['no', 'at', 'what', 'count', 'price'], ...rows]));
  const fields = ['orderNo', 'orderedAt', 'itemName', 'quantity', 'price'] as const;
  const mapping = userMapping.parse({ columns: fields.map((field, at) => ({ field, column: at + 1 })) });
  const choice = { shop: { name: 'big' }, mapping, headerRow: 1 };
  const { result } = await importPath(platform, { path, choice, actor: SYSTEM });
  expect(result).toMatchObject({ orders: { told: 1, added: 1 }, items: 5_000 });
  const { rows: items } = await sql<{ name: string }>`
    select i.name from order_items i join orders o on o.id = i.order_id where o.order_no = 'big' order by i.line`.execute(
    db,
  );
  expect(items.map(({ name }) => name)).toEqual(rows.map(row => row[2]));
  const again = await importPath(platform, { path, choice, actor: SYSTEM });
  expect(again.result.orders).toMatchObject({ added: 0, changed: 0 });
});

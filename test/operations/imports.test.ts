import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImportResult } from '#customers/imports';
import { sharedData } from '#platform/testing/shared-data.ts';
import { type ShopFormat, shopFile, shopTable } from '../../src/1-customers/imports/testing/fixtures.ts';
import { sampleOrders } from '../../src/1-customers/imports/testing/sample-orders.ts';
import { databaseOf } from './databases.ts';
import { ORDER_COLUMNS } from './orders-csv.ts';
import { refused, type Server, scratch, siyu, startServer } from './server.ts';

const home = join(scratch, 'imports');
const orders = sampleOrders(60, 5);
let server: Server;
let database: pg.Client;

// A server runs meanwhile, so that not every command has to start the engines.
beforeAll(async () => {
  server = await startServer(home);
  database = new pg.Client({ connectionString: databaseOf(home) });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await server.stop();
});

type Reasons = { rows: number; reasons: { code: string; rows: number; words: string }[] };
type Report = Omit<ImportResult, 'issues'> & {
  file: string;
  format: string;
  rejected: Reasons;
  warned: Reasons;
};

async function importFile(path: string, shop: string, ...options: string[]): Promise<Report> {
  const { code, stdout, stderr } = await siyu(home, ['import', path, '--shop', shop, ...options, '--json']);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Report;
}

const written = (name: string, content: string | Buffer) => {
  const path = join(scratch, name);
  writeFileSync(path, content);
  return path;
};

/** Everything an import writes, told apart by table. */
async function everything(): Promise<Record<string, string>> {
  const state: Record<string, string> = {};
  const tables = [
    'orders',
    'order_items',
    'refunds',
    'customers',
    'identities',
    'merges',
    'products',
    'customer_facts',
  ];
  for (const table of tables) {
    const { rows } = await database.query(
      `select count(*) || ' ' || md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as sum from ${table} t`,
    );
    state[table] = rows[0].sum;
  }
  return state;
}

describe('the files of five shops, sixty orders each', () => {
  const told = new Set(orders.map(order => order.orderNo)).size;
  const buyers = new Set(orders.map(order => order.buyer)).size;
  const nothing = { added: 0, changed: 0 };
  /** New customers and orders of nobody, in this sequence: Taobao and Youzan know phones, JD is a shop of its own. */
  const SHOPS: [ShopFormat, { added: number; withoutCustomer: number }][] = [
    ['taobao_orders', { added: buyers, withoutCustomer: 0 }],
    ['tmall_supplier_orders', { added: 0, withoutCustomer: 0 }],
    ['jd_orders', { added: buyers, withoutCustomer: 0 }],
    ['douyin_orders_a', { added: 0, withoutCustomer: told }],
    ['youzan_orders', { added: 0, withoutCustomer: 10 }],
  ];
  const path = async (format: ShopFormat) => {
    const { fileName, bytes } = await shopFile(format, 'csv', orders);
    return written(fileName, bytes);
  };

  test.each(SHOPS)(
    '%s is recognised, read to its last line and counted',
    async (format, { added, withoutCustomer }) => {
      expect(await importFile(await path(format), format)).toMatchObject({
        format,
        rows: shopTable(format, orders).length - 1,
        orders: { told, withoutCustomer },
        customers: { added, merged: 0 },
        rejected: { rows: 0, reasons: [] },
      });
    },
  );

  test('refunds find their orders', async () => {
    const refunds = shopTable('taobao_refunds', orders).length - 1;
    const report = await importFile(await path('taobao_refunds'), 'taobao_orders');
    expect(report).toMatchObject({ rows: refunds, refunds: { told: refunds, added: refunds } });
    const { rows } = await database.query(
      'select count(*)::int as n from refunds where order_id is not null',
    );
    expect(rows).toEqual([{ n: refunds }]);
  });

  test('all of them once more change nothing', async () => {
    const before = await everything();
    for (const [format] of SHOPS)
      expect(await importFile(await path(format), format)).toMatchObject({
        orders: { ...nothing, unchanged: told },
        customers: { added: 0, merged: 0 },
      });
    expect(await everything()).toEqual(before);
  });
});

describe('files that nobody on this project made', () => {
  test('CDNOW: columns without names, every order, customer and cent', async ({ skip }) => {
    const path = sharedData('cdnow/CDNOW_sample.txt');
    if (!path) return skip('data not here');
    const columns = 'order_no=auto,buyer=1,ordered_at=3:yyyyMMdd,quantity=4,amount=5';
    const options = ['--map', columns, '--map-options', 'header=none,currency=USD'];
    expect(await importFile(path, 'CDNOW', ...options)).toMatchObject({
      rows: 6_919,
      orders: { told: 6_919, added: 6_919, withoutCustomer: 0 },
      customers: { added: 2_357, merged: 0 },
      rejected: { rows: 0 },
    });
    const dollars = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map(line => Number(line.trim().split(/\s+/)[4]));
    const { rows } = await database.query(`select sum(paid)::int as paid from orders where account_id =
      (select id from channel_accounts where name = 'CDNOW')`);
    expect(rows).toEqual([{ paid: Math.round(100 * dollars.reduce((sum, one) => sum + one, 0)) }]);
  });

  test('Online Retail, its first 20,000 lines, as another reader of CSV counts them', async ({ skip }) => {
    const path = sharedData('onlineretail/onlineretail.csv.gz');
    if (!path) return skip('data not here');
    const lines = await firstLines(path, 20_001);
    const all = parse(lines.join('\n'), { columns: true }) as Record<string, string>[];
    const cancelled = all.filter(row => row.InvoiceNo?.startsWith('C'));
    const sold = all.filter(row => !row.InvoiceNo?.startsWith('C'));
    const wrong = sold.filter(row => Number(row.Quantity) <= 0);
    const right = sold.filter(row => Number(row.Quantity) > 0);
    const distinct = (rows: typeof all, column: string) =>
      new Set(rows.map(row => row[column]).filter(Boolean)).size;
    const columns =
      'order_no=InvoiceNo,sku=StockCode,item_name=Description,quantity=Quantity,ordered_at=InvoiceDate,price=UnitPrice,buyer=CustomerID';
    const options = ['--map', columns, '--map-options', 'currency=GBP,zone=Europe/London,cancel_prefix=C'];
    const report = await importFile(written('online.csv', lines.join('\n')), 'Online Retail', ...options);
    expect(report).toMatchObject({
      format: 'mapped',
      rows: 20_000,
      items: right.length,
      orders: { told: distinct(right, 'InvoiceNo'), added: distinct(right, 'InvoiceNo') },
      refunds: { told: cancelled.length, added: cancelled.length },
      customers: { added: distinct([...right, ...cancelled], 'CustomerID') },
      rejected: { rows: wrong.length, reasons: [{ code: 'bad_quantity', rows: wrong.length }] },
    });
    expect(wrong.length).toBeGreaterThan(10);
  });

  test('a file without people or orders in it is refused in one sentence', async ({ skip }) => {
    const path = sharedData('hillstrom/hillstrom.csv');
    if (!path) return skip('data not here');
    expect(await siyu(home, ['import', path, '--json'])).toEqual(
      refused(expect.stringMatching(/^Siyu: 认不出这是哪种文件：[^\n]+--map [^\n]+。\n$/)),
    );
  });
});

async function firstLines(path: string, count: number): Promise<string[]> {
  const lines: string[] = [];
  const source = createReadStream(path).pipe(createGunzip());
  for await (const line of createInterface({ input: source })) {
    lines.push(line);
    if (lines.length === count) break;
  }
  source.destroy();
  return lines;
}

describe('what the counts tell of single rows', () => {
  const at = '2026-05-01 10:00:00';
  const row = (no: string, buyer: string, phone: string, quantity = '1', time = at) =>
    `${no},${time},已完成,${at},${buyer},${buyer},${phone},吐司,${quantity},19.90`;
  const csv = (...rows: string[]) => written('rows.csv', [ORDER_COLUMNS, ...rows].join('\n'));

  test('rows that cannot be right stay out, with the reason in words', async () => {
    const rows = [
      row('X1', 'x1', ''),
      row('X2', 'x2', '', '0'),
      row('X3', 'x3', '', '1', '昨天'),
      row('', 'x4', ''),
    ];
    const report = await importFile(csv(...rows), '行');
    expect(report).toMatchObject({ rows: 4, orders: { told: 1, added: 1 }, customers: { added: 1 } });
    expect(report.rejected.rows).toBe(3);
    expect(report.rejected.reasons.map(({ code, rows }) => [code, rows]).sort()).toEqual([
      ['bad_quantity', 1],
      ['bad_time', 1],
      ['missing', 1],
    ]);
    for (const { words } of report.rejected.reasons) expect(words).toMatch(/^[^{}]*\p{Script=Han}[^{}]*。$/u);
  });

  test('two customers who turn out to be one are merged, and counted', async () => {
    const apart = csv(row('Y1', 'y1', ''), row('Y2', 'y2', '13800139001'));
    expect(await importFile(apart, '行')).toMatchObject({ customers: { added: 2, merged: 0 } });
    const together = csv(row('Y3', 'y1', '13800139001'));
    expect(await importFile(together, '行')).toMatchObject({ customers: { added: 0, merged: 1 } });
  });

  test('without --json the same is said for people', async () => {
    const { code, stdout, stderr } = await siyu(home, [
      'import',
      csv(row('Z1', 'z1', ''), row('Z2', 'z2', '', '0')),
    ]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^rows\.csv：Siyu [^\n]+，2 行，[\d.]+ 秒\n订单 1（新增 1，[^\n]+\n客户 新增 1，[^\n]+\n未导入 1 行\n {2}1 行：[^\n]+\n$/,
    );
  });
});

describe('what cannot be imported is said in one sentence', () => {
  const cases: [string, () => string[], RegExp][] = [
    [
      'a file that is not there',
      () => [join(scratch, 'none.csv')],
      /^Siyu: There is no file [^\n]+none\.csv\.\n$/,
    ],
    ['a folder', () => [scratch], /^Siyu: [^\n]+ is a folder, not a file\.\n$/],
    ['an empty file', () => [written('empty.csv', '')], /^Siyu: 文件里没有任何内容[^\n]+\n$/],
    ['bytes of something else', () => [process.execPath], /^Siyu: 可以上传 [^\n]+\n$/],
    [
      'a format that is none',
      () => [written('a.csv', 'a,b\n1,2'), '--format', 'taobao'],
      /^Siyu: Unknown format taobao; known are taobao_orders, [^\n]+\.\n$/,
    ],
    [
      'a mapping that is none',
      () => [written('a.csv', 'a,b\n1,2'), '--map', 'colour=a'],
      /^Siyu: [^\n]*colour[^\n]*\n$/,
    ],
    [
      'a file of another shop',
      () => [written('a.csv', 'a,b\n1,2'), '--format', 'jd_orders'],
      /^Siyu: 文件里没有这些列：[^\n]+\n$/,
    ],
  ];
  test.each(cases)('%s', async (_, args, words) => {
    expect(await siyu(home, ['import', ...args()])).toEqual(refused(expect.stringMatching(words)));
  });
});

test('after all of this both stores and the ledger agree', async () => {
  expect(await siyu(home, ['check'])).toMatchObject({ code: 0, stderr: '' });
});

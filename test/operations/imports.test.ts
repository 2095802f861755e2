import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ShopFormat, shopFile, shopTable } from '../../src/1-customers/imports/testing/fixtures.ts';
import { sampleOrders } from '../../src/1-customers/imports/testing/sample-orders.ts';
import { importCommand, written } from './import-command.ts';
import { ORDER_COLUMNS } from './orders-csv.ts';
import { refused, scratch } from './server.ts';

const { siyu, importFile, rows } = importCommand('imports');

/** Everything an import writes itself, told apart by table. */
async function everything(): Promise<Record<string, string>> {
  const state: Record<string, string> = {};
  const events = `(select * from events where type like 'order.%' or type like 'customer.%')`;
  const tables = [
    'orders',
    'order_items',
    'refunds',
    'customers',
    'identities',
    'merges',
    'products',
    events,
  ];
  for (const table of tables) {
    const [row] = await rows<{ sum: string }>(
      `select count(*) || ' ' || md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as sum from ${table} t`,
    );
    state[table] = row?.sum ?? '';
  }
  return state;
}

describe('the files of five shops, sixty orders each', () => {
  const orders = sampleOrders(60, 5);
  const told = new Set(orders.map(order => order.orderNo)).size;
  const buyers = new Set(orders.map(order => order.buyer)).size;
  /** In this sequence: Tmall and Youzan tell the phones that Taobao told, JD its own accounts, Douyin nobody. */
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
    expect(await rows('select count(*)::int as n from refunds where order_id is not null')).toEqual([
      { n: refunds },
    ]);
  });

  test('all of them once more change nothing', async () => {
    const before = await everything();
    for (const [format] of SHOPS)
      expect(await importFile(await path(format), format)).toMatchObject({
        orders: { added: 0, changed: 0, unchanged: told },
        customers: { added: 0, merged: 0 },
      });
    expect(await everything()).toEqual(before);
  });
});

describe('what the counts tell of single rows', () => {
  const at = '2026-05-01 10:00:00';
  const row = (no: string, buyer: string, phone: string, quantity = '1', time = at) =>
    `${no},${time},已完成,${at},${buyer},${buyer},${phone},吐司,${quantity},19.90`;
  const csv = (...lines: string[]) => written('rows.csv', [ORDER_COLUMNS, ...lines].join('\n'));

  test('rows that cannot be right stay out, with the reason in words', async () => {
    const right = row('X1', 'x1', '');
    const wrong = [row('X2', 'x2', '', '0'), row('X3', 'x3', '', '1', '昨天'), row('', 'x4', '')];
    const report = await importFile(csv(right, ...wrong), '行');
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
    const ended = await siyu('import', csv(row('Z1', 'z1', ''), row('Z2', 'z2', '', '0')));
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toMatch(
      /^rows\.csv：Siyu [^\n]+，2 行，[\d.]+ 秒\n订单 1（新增 1，[^\n]+\n客户 新增 1，[^\n]+\n未导入 1 行\n {2}1 行：[^\n]+\n$/,
    );
  });
});

describe('what cannot be imported is said in one sentence', () => {
  const table = () => written('a.csv', 'a,b\n1,2');
  const cases: [string, () => string[], RegExp][] = [
    ['a file that is not there', () => [join(scratch, 'none.csv')], /^There is no file [^\n]+none\.csv\.\n$/],
    ['a folder', () => [scratch], /^[^\n]+ is a folder, not a file\.\n$/],
    ['an empty file', () => [written('empty.csv', '')], /^文件里没有任何内容[^\n]+\n$/],
    ['bytes of something else', () => [process.execPath], /^可以上传 [^\n]+\n$/],
    [
      'a format that is none',
      () => [table(), '--format', 'taobao'],
      /^Unknown format taobao; known are taobao_orders, [^\n]+\.\n$/,
    ],
    ['a mapping that is none', () => [table(), '--map', 'colour=a'], /^[^\n]*colour[^\n]*\n$/],
    ['a file of another shop', () => [table(), '--format', 'jd_orders'], /^文件里没有这些列：[^\n]+\n$/],
    ['a file nobody knows', () => [table()], /^认不出这是哪种文件：[^\n]+--map [^\n]+。\n$/],
  ];
  test.each(cases)('%s', async (_, args, words) => {
    const sentence = expect.stringMatching(new RegExp(words.source.replace('^', '^Siyu: ')));
    expect(await siyu('import', ...args())).toEqual(refused(sentence));
  });
});

test('after all of this both stores and the ledger agree', async () => {
  expect(await siyu('check')).toMatchObject({ code: 0, stderr: '' });
});

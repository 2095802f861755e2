import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { sharedData } from '#platform/testing/shared-data.ts';
import { shopTable } from '../testing/fixtures.ts';
import { linesByOrder, recogniseAndRead } from '../testing/read-fixture.ts';
import { sampleOrders } from '../testing/sample-orders.ts';
import { temporaryFiles } from '../testing/test-files.ts';
import { csvText, encodeText, xlsxBytes } from '../testing/write-table.ts';
import { ISSUES, issueWords } from './records/issues.ts';
import { orderOf } from './records/order-totals.ts';
import type { OrderLine } from './records/records.ts';

const files = temporaryFiles();
afterAll(() => files.remove());

/** An order in our own template, with some cells changed. */
async function templateRow(changes: Record<string, string>) {
  return templateRows([changes]);
}

async function templateRows(rows: Record<string, string>[]) {
  const given = {
    订单号: 'A1',
    下单时间: '2026-01-31 10:00:00',
    订单状态: '已完成',
    商品名称: '茶',
    数量: '1',
    单价: '1.00',
  };
  const header = [...new Set([...Object.keys(given), ...rows.flatMap(row => Object.keys(row))])];
  const table = [header, ...rows.map(row => header.map(name => ({ ...given, ...row })[name] ?? ''))];
  const whole = await recogniseAndRead(files.write('trap.csv', encodeText(csvText(table), 'utf-8 with BOM')));
  return { ...whole, lines: whole.records.filter((record): record is OrderLine => record.kind === 'order') };
}

const short = (issues: { field: string; code: string; severity: string }[]) =>
  issues.map(({ field, code, severity }) => `${severity} ${field} ${code}`);

describe('a row that cannot be trusted is refused, with a reason', () => {
  it.each([
    [{ 订单号: '6.91793E+18' }, 'reject orderNo scientific_notation'],
    [{ 订单号: '' }, 'reject orderNo missing'],
    [{ 订单号: 'x'.repeat(129) }, 'reject orderNo too_long'],
    [{ 订单号: 'A�1' }, 'reject orderNo damaged_id'],
    [{ 下单时间: '昨天' }, 'reject orderedAt bad_time'],
    [{ 下单时间: '2026-02-30 10:00:00' }, 'reject orderedAt bad_time'],
    [{ 下单时间: '-' }, 'reject orderedAt missing'],
    [{ 单价: '一元' }, 'reject price bad_amount'],
    [{ 单价: '-1.00' }, 'reject price negative_amount'],
    [{ 实付金额: '999999999999.00' }, 'reject paid amount_too_large'],
    [{ 单价: '99999999999.00', 数量: '999999' }, 'reject price amount_too_large'],
    [{ 数量: '0' }, 'reject quantity bad_quantity'],
    [{ 数量: '1.5' }, 'reject quantity bad_quantity'],
    [{ 数量: '-2' }, 'reject quantity bad_quantity'],
    [{ 商品名称: 'a\0b' }, 'reject itemName bad_characters'],
    [{ 商品名称: '茶'.repeat(201) }, 'reject itemName too_long'],
    [{ 来源: 'x'.repeat(2_001) }, 'reject source too_long'],
    [{ 币种: 'yuan' }, 'reject currency bad_currency'],
  ])('%j', async (changes, reason) => {
    const { records, issues, summary } = await templateRow(changes);
    expect(short(issues)).toEqual([reason]);
    expect([records.length, summary.rejectedRows]).toEqual([0, 1]);
  });

  it.each([
    [{ 买家手机号: '12345' }, 'warn buyerPhone bad_phone'],
    [{ 付款时间: '32号' }, 'warn paidAt bad_time'],
    [{ 买家账号: '6.91793E+18' }, 'warn buyer scientific_notation'],
    [{ 订单号: '691792676882364000' }, 'warn orderNo id_maybe_rounded'],
    [{ 订单状态: '某个新状态' }, 'warn status unknown_status'],
    [{ 单价: '0.005' }, 'warn price rounded_amount'],
    [{ 收货人: '张�' }, 'warn receiverName damaged_text'],
    [{ 商品名称: '', 数量: '2' }, 'warn itemName item_left_out'],
  ])('%j is imported with a warning', async (changes, reason) => {
    const { records, issues, summary } = await templateRow(changes);
    expect(short(issues)).toEqual([reason]);
    expect([records.length, summary.warnedRows]).toEqual([1, 1]);
  });

  it('every reason can be said in both languages, with what stood there', () => {
    for (const code of Object.keys(ISSUES) as (keyof typeof ISSUES)[]) {
      const issue = { field: 'orderNo', code, value: '6.9E+18' } as const;
      expect(issueWords(issue, 'zh')).not.toMatch(/[{}]/);
      expect(issueWords(issue, 'en')).not.toMatch(/[{}]/);
    }
    const issue = { field: 'orderNo', code: 'scientific_notation', value: '6.91793E+18' } as const;
    expect(issueWords(issue, 'zh')).toBe(
      '订单号被 Excel 改成了科学计数法（6.91793E+18），后面的数字已丢失；请从店铺后台重新导出原文件，不要用 Excel 打开保存。',
    );
  });

  it('what stood there is shortened and can be stored', async () => {
    const { issues } = await templateRow({ 商品名称: `\0${'长'.repeat(500)}` });
    expect(issues[0]?.value).toMatch(/^␀长+…$/);
    expect(issues[0]?.value.length).toBeLessThan(210);
  });

  it('an id that a workbook keeps as a number is refused when it has more than 15 digits', async () => {
    const table = [
      ['订单号', '下单时间', '商品名称', '数量', '单价'],
      [6_917_926_768_823_644_000, '2026-01-31', '茶', 1, 2.5],
      [123_456_789_012_345, '2026-01-31', '茶', 1, 2.5],
    ];
    const { records, issues } = await recogniseAndRead(files.write('ids.xlsx', await xlsxBytes(table)));
    expect(short(issues)).toEqual(['reject orderNo scientific_notation']);
    expect(records).toMatchObject([{ orderNo: '123456789012345', item: { price: 250 } }]);
  });

  it('a row in which the file breaks off', async () => {
    const path = files.write(
      'cut.csv',
      '订单号,下单时间,商品名称,数量,单价\nA1,2026-01-31,茶,1,1\nA2,2026-01-31,"茶,1,1\nA3,2026-01-31,茶,1,1\n',
    );
    const { records, issues } = await recogniseAndRead(path);
    expect(records.length).toBe(1);
    expect(short(issues)).toContain('reject row cut_row');
  });
});

describe('people', () => {
  it('a masked buyer is nobody, a masked phone is shown only', async () => {
    const { lines } = await templateRow({
      买家账号: 't**3',
      买家手机号: '138****1234',
      收货手机号: '13800001111-1234',
      收货人: '$$a1b2c3d4e5f6',
    });
    expect(lines[0]).toMatchObject({
      buyer: undefined,
      buyerPhone: undefined,
      receiverPhone: undefined,
      maskedPhone: '138****1234',
      receiverName: undefined,
    });
  });
});

describe('an order of several rows', () => {
  it('counts its own amounts once, be they on every row or only the first', async () => {
    const first = { 实付金额: '5.00', 运费: '1.00', 优惠: '-1.00', 数量: '2', 单价: '2.00' };
    const every = await templateRows([first, { ...first, 数量: '1', 单价: '1.00' }]);
    const once = await templateRows([
      first,
      { 实付金额: '', 运费: '', 优惠: '', 数量: '1', 单价: '1.00', 订单状态: '', 下单时间: '' },
    ]);
    const expected = {
      goods: 500,
      freight: 100,
      discount: 100,
      paid: 500,
      quantity: 3,
      payment: 'paid',
      fulfilment: 'delivered',
    };
    expect(orderOf(every.lines)).toMatchObject(expected);
    expect(orderOf(once.lines)).toMatchObject(expected);
    expect(once.lines[1]?.orderedAt).toEqual(once.lines[0]?.orderedAt);
  });

  it('without any amount of its own it is worth its items', async () => {
    const { lines } = await templateRows([
      { 数量: '2', 单价: '2.00' },
      { 数量: '1', 单价: '0.999' },
    ]);
    expect(orderOf(lines)).toMatchObject({ goods: 500, paid: 500, quantity: 3 });
  });

  it('a partial refund is partial, be it of the order or of one line', async () => {
    const whole = await templateRow({ 实付金额: '5.00', 已退款金额: '2.00' });
    expect(orderOf(whole.lines)).toMatchObject({ refund: 'partial', refunded: 200 });
    const header = shopTable('douyin_orders_a', sampleOrders(2));
    const [titles = [], , ...two] = header;
    const after = titles.indexOf('售后状态');
    const lastRow = two.at(-1);
    if (lastRow) lastRow[after] = '退款成功';
    const { records } = await recogniseAndRead(files.write('partial.csv', csvText([titles, ...two])));
    const [lines = []] = linesByOrder(records).values();
    expect(lines.length).toBe(2);
    expect(orderOf(lines)).toMatchObject({ refund: 'partial', refunded: lines[1]?.paid });
  });

  it('Douyin rows that join sub orders but not their numbers keep the order and lose the items', async () => {
    const [titles = [], row = []] = shopTable('douyin_orders_a', sampleOrders(1));
    row[titles.indexOf('子订单编号')] = '1;2;3';
    const { records, issues } = await recogniseAndRead(files.write('joined.csv', csvText([titles, row])));
    expect(short(issues)).toEqual(['warn subOrderNo joined_cells']);
    expect(records).toMatchObject([{ item: undefined, paid: expect.any(Number) }]);
  });

  it('a joined row is imported whole or not at all, with one reason for each field', async () => {
    const [titles = [], row = []] = shopTable('douyin_orders_a', sampleOrders(1));
    const put = (changes: Record<string, string>) => row.map((cell, at) => changes[titles[at] ?? ''] ?? cell);
    const joined = {
      子订单编号: '1;2',
      选购商品: 'a;b',
      商品数量: '1;1',
      商品单价: '1.00;2.00',
      订单应付金额: '3.00',
    };
    const rows = [put({ ...joined, 商品数量: '1;x' }), put({ ...joined, 订单状态: '新词' })];
    const { records, issues } = await recogniseAndRead(files.write('halves.csv', csvText([titles, ...rows])));
    expect(short(issues)).toEqual(['reject quantity bad_quantity', 'warn status unknown_status']);
    expect(records).toMatchObject([
      { rowNo: 3, paid: 300 },
      { rowNo: 3, paid: undefined },
    ]);
  });

  it('Douyin’s 商品金额 is a price, unless the sum shows that it is the line’s total', async () => {
    const [titles = [], row = []] = shopTable('douyin_orders_b', sampleOrders(1));
    const put = (changes: Record<string, string>) => row.map((cell, at) => changes[titles[at] ?? ''] ?? cell);
    const rows = [
      put({ 商品数量: '2', 商品金额: '10.00', 订单应付金额: '20.00', 运费: '0', 优惠总金额: '0' }),
      put({ 商品数量: '2', 商品金额: '20.00', 订单应付金额: '19.00', 运费: '1.00', 优惠总金额: '2.00' }),
    ];
    const { records } = await recogniseAndRead(files.write('price.csv', csvText([titles, ...rows])));
    expect(records).toMatchObject([
      { item: { price: 1_000, amount: 2_000 } },
      { item: { price: 1_000, amount: 2_000 } },
    ]);
  });
});

describe('hostile texts', () => {
  it('every naughty string comes back as it is, or is refused with a reason', async () => {
    const path = sharedData('hostile/strings/blns.json');
    if (!path) return;
    const strings: string[] = JSON.parse(readFileSync(path, 'utf8'));
    const { lines, issues } = await templateRows(
      strings.map((text, at) => ({ 订单号: `N${at}`, 收货人: text, 来源: text })),
    );
    const byNumber = new Map(lines.map(line => [line.orderNo, line]));
    const refused = new Map(issues.map(issue => [issue.rowNo - 2, issue.code]));
    strings.forEach((text, at) => {
      const line = byNumber.get(`N${at}`);
      const expected = ['', '-', '--', '—', '/', "'"].includes(text.trim()) ? undefined : text.trim();
      if (line) expect([text, line.source]).toEqual([text, expected]);
      else expect([text, refused.get(at)]).toEqual([text, expect.stringMatching(/too_long|bad_characters/)]);
    });
  });

  it('words that mean something to JavaScript mean nothing here', async () => {
    const table = [
      ['姓名', '手机号', '性别', '生日'],
      ['constructor', '13800001111', '__proto__', '1990-05-01'],
    ];
    const { records } = await recogniseAndRead(files.write('words.csv', csvText(table)));
    expect(records).toMatchObject([{ name: 'constructor', gender: undefined }]);
  });

  it('a formula in a cell stays a text', async () => {
    const { lines } = await templateRow({ 买家昵称: '=HYPERLINK("http://x","y")' });
    expect(lines[0]?.buyerName).toBe('=HYPERLINK("http://x","y")');
  });
});

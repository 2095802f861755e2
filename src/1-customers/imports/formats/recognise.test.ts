import { afterAll, describe, expect, it } from 'vitest';
import { SHOP_FORMATS, shopTable } from '../testing/fixtures.ts';
import { readWhole } from '../testing/read-fixture.ts';
import { sampleOrders } from '../testing/sample-orders.ts';
import { temporaryFiles } from '../testing/test-files.ts';
import { csvText } from '../testing/write-table.ts';
import { guessColumns } from './guess.ts';
import { inspectFile } from './inspect-file.ts';
import { importPlan } from './mapping.ts';
import { recognise } from './recognise.ts';
import { templateFile } from './template-files.ts';

const files = temporaryFiles();
afterAll(() => files.remove());

const headerOf = (format: (typeof SHOP_FORMATS)[number]) => shopTable(format, [])[0] ?? [];

describe('recognising a header', () => {
  it.each(SHOP_FORMATS)('%s by its own names, in any order, with columns more or less', format => {
    const header = headerOf(format);
    expect(recognise(header)[0]).toMatchObject({ format, missing: [] });
    expect(recognise([...header].reverse())[0]).toMatchObject({ format, missing: [] });
    expect(recognise([...header, '自定义列', ''])[0]).toMatchObject({ format, missing: [] });
  });

  it('does not mind byte-order marks, blanks, wrappers and full-width signs', () => {
    const header = headerOf('douyin_after_sales').map((name, at) =>
      at === 0 ? `﻿${name}` : ` ${name.replace('（元）', '(元)')}\t`,
    );
    expect(recognise(header)[0]).toMatchObject({ format: 'douyin_after_sales', missing: [] });
    expect(recognise(headerOf('jd_orders').map(name => `="${name}"`))[0]).toMatchObject({
      format: 'jd_orders',
    });
  });

  it('tells the sisters apart', () => {
    expect(recognise(headerOf('taobao_orders_2026'))[0]?.format).toBe('taobao_orders_2026');
    expect(recognise(headerOf('douyin_orders_b'))[0]?.format).toBe('douyin_orders_b');
    expect(recognise(headerOf('youzan_orders'))[0]?.format).toBe('youzan_orders');
    expect(recognise(headerOf('youzan_order_items'))[0]?.format).toBe('youzan_order_items');
  });

  it('names what is missing', () => {
    const header = headerOf('jd_orders').filter(name => name !== '下单时间');
    expect(recognise(header)[0]).toMatchObject({ format: 'jd_orders', missing: ['下单时间'] });
  });

  it('says nothing of files it does not know', () => {
    expect(
      recognise([
        'InvoiceNo',
        'StockCode',
        'Description',
        'Quantity',
        'InvoiceDate',
        'UnitPrice',
        'CustomerID',
        'Country',
      ]),
    ).toEqual([]);
    expect(recognise(['订单号', '备注'])).toEqual([]);
    expect(recognise([])).toEqual([]);
  });

  it('finds the header below a title', async () => {
    const [header = [], ...rows] = shopTable('jd_orders', sampleOrders(3));
    const path = files.write('titled.csv', csvText([['京东订单导出 2026-01-31'], [''], header, ...rows]));
    const inspection = await inspectFile(path);
    expect(inspection).toMatchObject({ headerRow: 3, recognised: [{ format: 'jd_orders' }] });
    expect(inspection.sample[0]?.rowNo).toBe(4);
    const plan = importPlan.parse({ format: 'jd_orders', headerRow: 3 });
    const { records, summary } = await readWhole(path, plan);
    expect(records.length).toBe(rows.length);
    expect(summary.rejectedRows).toBe(0);
  });

  it('the templates we hand out are recognised', async () => {
    for (const kind of ['orders', 'customers'] as const) {
      const { fileName, text } = templateFile(kind);
      const inspection = await inspectFile(files.write(fileName, text));
      expect(inspection.recognised[0]).toMatchObject({ format: `template_${kind}`, missing: [] });
    }
  });

  it('refuses a plan that does not fit the file, naming the columns', async () => {
    const path = files.write('other.csv', 'a,b\n1,2\n');
    await expect(readWhole(path, importPlan.parse({ format: 'jd_orders' }))).rejects.toMatchObject({
      message: 'missing_columns',
      values: { columns: '订单号、下单时间、订单状态、京东价、订购数量、应付金额' },
    });
    await expect(
      readWhole(path, importPlan.parse({ format: 'jd_orders', headerRow: 9 })),
    ).rejects.toMatchObject({ message: 'no_header' });
  });
});

describe('guessing columns for a manual mapping', () => {
  it('by names in either language, then by values', () => {
    const header = [
      'InvoiceNo',
      'StockCode',
      'Description',
      'Quantity',
      'InvoiceDate',
      'UnitPrice',
      'CustomerID',
      'Country',
    ];
    const sample = [
      ['536365', '85123A', 'WHITE HEART', '6', '2010-12-01 08:26:00', '2.55', '17850', 'United Kingdom'],
    ];
    const guesses = guessColumns(header, sample).map(({ field }) => field);
    expect(guesses).toEqual([
      'orderNo',
      'sku',
      'itemName',
      'quantity',
      'orderedAt',
      'price',
      'buyer',
      undefined,
    ]);
    const nameless = guessColumns(
      ['x', 'y', 'z', 'z'],
      [
        ['13800001111', '2026-01-31', '691792676882364375', '1'],
        ['138****1111', '2026-02-01', '691792676882364376', '2'],
      ],
    );
    expect(nameless.map(({ field, by }) => [field, by])).toEqual([
      ['buyerPhone', 'values'],
      ['orderedAt', 'values'],
      ['orderNo', 'values'],
      [undefined, undefined],
    ]);
    expect(nameless[0]?.samples).toEqual(['13800001111', '138****1111']);
  });
});

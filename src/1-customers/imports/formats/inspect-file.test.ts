import ExcelJS from 'exceljs';
import { afterAll, describe, expect, it } from 'vitest';
import { sharedData } from '#platform/testing/shared-data.ts';
import { shopTable } from '../testing/fixtures.ts';
import { readWhole } from '../testing/read-fixture.ts';
import { sampleOrders } from '../testing/sample-orders.ts';
import { temporaryFiles } from '../testing/test-files.ts';
import { csvText } from '../testing/write-table.ts';
import { inspectFile } from './inspect-file.ts';
import { importPlan } from './mapping.ts';

const files = temporaryFiles();
afterAll(() => files.remove());

const inspectText = (table: string[][]) => inspectFile(files.write('unknown.csv', csvText(table)));

describe('a file that no shop we know has written', () => {
  it('without a header: the first row is a row, columns are guessed by their values', async () => {
    const ledger = await inspectText([
      ['A1', '20260131', '12.50'],
      ['A2', '20260201', '8.00'],
      ['A2', '20260203', '9.90'],
    ]);
    expect(ledger.hasHeader).toBe(false);
    expect(ledger.guesses.map(({ field }) => field)).toEqual([undefined, 'orderedAt', 'paid']);
    expect((await inspectText([['Kunde', 'Tag', 'Betrag']])).hasHeader).toBe(true);
  });

  it('with a title above: the header is the first row as wide as the others', async () => {
    const { headerRow, header } = await inspectText([
      ['January, all shops', '', ''],
      ['Order', 'Date', 'Total'],
      ['1', '2026-01-31', '12.50'],
    ]);
    expect([headerRow, header]).toEqual([2, ['Order', 'Date', 'Total']]);
  });

  it('numbers of orders that take goods back, and amounts per line, are noticed', async () => {
    const head = ['OrderNo', 'Date', 'Quantity', 'Amount'];
    const rows = [
      ['1001', '2026-01-31', '2', '12.50'],
      ['1001', '2026-01-31', '1', '8.00'],
      ['R-1002', '2026-02-01', '-1', '-8.00'],
      ['1003', '2026-02-01', '-4', '0'],
    ];
    expect((await inspectText([head, ...rows])).reading).toEqual({ cancelPrefix: 'R', amountsPer: 'line' });
    const sold = ['R-1004', '2026-02-01', '3', '9.00'];
    expect((await inspectText([head, ...rows, sold])).reading.cancelPrefix).toBeUndefined();
    const whole = rows.map(row => [...row.slice(0, 3), '20.50']);
    expect((await inspectText([head, ...whole])).reading.amountsPer).toBe('order');
  });

  it('Online Retail: cancelled invoices begin with C', async () => {
    const path = sharedData('onlineretail/onlineretail.csv.gz');
    if (!path) return;
    expect((await inspectFile(path)).reading).toEqual({ cancelPrefix: 'C', amountsPer: 'order' });
  });

  it('CDNOW: the one with a header has one, the sample has none', async () => {
    const [master, sample] = [sharedData('cdnow/CDNOW_master.txt'), sharedData('cdnow/CDNOW_sample.txt')];
    if (!master || !sample) return;
    expect(await inspectFile(master)).toMatchObject({ hasHeader: true });
    const { hasHeader, guesses } = await inspectFile(sample);
    expect(hasHeader).toBe(false);
    expect(guesses.map(({ field }) => field)).toEqual([undefined, undefined, 'orderedAt', undefined, 'paid']);
  });
});

describe('a workbook of several sheets', () => {
  const orders = (count: number, seed: number) => shopTable('youzan_orders', sampleOrders(count, seed));
  const write = async (sheets: Record<string, string[][]>) => {
    const book = new ExcelJS.Workbook();
    for (const [name, rows] of Object.entries(sheets)) book.addWorksheet(name).addRows(rows);
    return files.write('sheets.xlsx', Buffer.from(await book.xlsx.writeBuffer()));
  };

  it('the first one that is recognised counts, and the others can be chosen', async () => {
    const path = await write({ 说明: [['请勿修改']], 一月: orders(4, 1), 二月: orders(7, 2) });
    const { layout, recognised } = await inspectFile(path);
    expect(layout).toEqual({ kind: 'xlsx', sheet: '一月', sheets: ['说明', '一月', '二月'] });
    expect(recognised[0]).toMatchObject({ format: 'youzan_orders', missing: [] });
    const second = await inspectFile(path, { sheet: '二月' });
    expect(second.sample).toHaveLength(7);
    const plan = importPlan.parse({ format: 'youzan_orders', sheet: '二月' });
    expect((await readWhole(path, plan)).records).toHaveLength(7);
  });

  it('an empty one at the front does not hide what comes after it', async () => {
    const path = await write({ 空: [], 账本: [['谁', '何时']] });
    expect((await inspectFile(path)).header).toEqual(['谁', '何时']);
  });
});

import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { sharedData } from '#platform/testing/shared-data.ts';
import { importCommand, written } from './import-command.ts';
import { refused } from './server.ts';

/** Files that nobody on this project made; where they are not, there is nothing to show. */
const cdnow = sharedData('cdnow/CDNOW_sample.txt');
const retail = sharedData('onlineretail/onlineretail.csv.gz');
const hillstrom = sharedData('hillstrom/hillstrom.csv');
const { siyu, importFile, rows } = importCommand('real');

test.runIf(cdnow)('CDNOW: columns without names, every order, customer and cent', async () => {
  const path = cdnow ?? '';
  const columns = 'order_no=auto,buyer=1,ordered_at=3:yyyyMMdd,quantity=4,amount=5';
  const options = ['--map', columns, '--map-options', 'header=none,currency=USD'];
  const counts = {
    rows: 6_919,
    orders: { told: 6_919, added: 6_919, withoutCustomer: 0 },
    customers: { added: 2_357, merged: 0 },
    rejected: { rows: 0 },
  };
  expect(await importFile(path, 'CDNOW', ...options)).toMatchObject(counts);
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  const dollars = lines.map(line => Number(line.trim().split(/\s+/)[4]));
  const cents = Math.round(100 * dollars.reduce((sum, one) => sum + one, 0));
  expect(await rows('select sum(paid)::int as paid from orders')).toEqual([{ paid: cents }]);
  expect(await importFile(path, 'CDNOW', ...options)).toMatchObject({
    orders: { told: 6_919, added: 0, changed: 0, unchanged: 6_919 },
    customers: { added: 0, merged: 0, total: 2_357 },
  });
});

test.runIf(retail)(
  'Online Retail, its first 20,000 lines, as another reader of CSV counts them',
  async () => {
    const lines = await firstLines(retail ?? '', 20_001);
    const all = parse(lines.join('\n'), { columns: true }) as Record<string, string>[];
    const cancelled = all.filter(row => row.InvoiceNo?.startsWith('C'));
    const sold = all.filter(row => !row.InvoiceNo?.startsWith('C'));
    const wrong = sold.filter(row => Number(row.Quantity) <= 0);
    const right = sold.filter(row => Number(row.Quantity) > 0);
    const distinct = (of: typeof all, column: string) =>
      new Set(of.map(row => row[column]).filter(Boolean)).size;
    const columns =
      'order_no=InvoiceNo,sku=StockCode,item_name=Description,quantity=Quantity,ordered_at=InvoiceDate,price=UnitPrice,buyer=CustomerID';
    const options = ['--map', columns, '--map-options', 'currency=GBP,zone=Europe/London,cancel_prefix=C'];
    expect(await importFile(written('online.csv', lines.join('\n')), 'Online', ...options)).toMatchObject({
      format: 'mapped',
      rows: 20_000,
      items: right.length,
      orders: { told: distinct(right, 'InvoiceNo'), added: distinct(right, 'InvoiceNo') },
      refunds: { told: cancelled.length, added: cancelled.length },
      customers: { added: distinct([...right, ...cancelled], 'CustomerID') },
      rejected: { rows: wrong.length, reasons: [{ code: 'bad_quantity', rows: wrong.length }] },
    });
    expect(wrong.length).toBeGreaterThan(10);
  },
);

test.runIf(hillstrom)('a file with neither orders nor people in it is refused in one sentence', async () => {
  const words = expect.stringMatching(/^Siyu: 认不出这是哪种文件：[^\n]+--map [^\n]+。\n$/);
  expect(await siyu('import', hillstrom ?? '', '--json')).toEqual(refused(words));
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

import { describe, expect, it } from 'vitest';
import { sharedData } from '#platform/testing/shared-data.ts';
import { openRows } from '../reading/open-rows.ts';
import { openRecords } from './import-file.ts';
import { parsePlan } from './mapping-syntax.ts';
import { exactNano } from './values/amounts.ts';

const ONLINE_RETAIL =
  'order_no=InvoiceNo,sku=StockCode,item_name=Description,quantity=Quantity,ordered_at=InvoiceDate,price=UnitPrice,buyer=CustomerID';

describe('files that nobody on this project made', () => {
  it('Online Retail: every line, invoice and customer, the money exact to a thousandth', async () => {
    const path = sharedData('onlineretail/onlineretail.csv.gz');
    if (!path) return;
    const invoices = new Set<string>();
    const customers = new Set<string>();
    let lines = 0;
    let cancelled = 0;
    let thousandths = 0;
    const { batches } = await openRows(path);
    for await (const rows of batches)
      for (const { rowNo, cells } of rows) {
        const [invoice = '', , , quantity, , price = '', customer = ''] = cells;
        if (rowNo === 1) continue;
        lines++;
        invoices.add(invoice);
        if (customer !== '') customers.add(customer);
        if (invoice.startsWith('C')) cancelled++;
        thousandths += Number(quantity) * Number(exactNano(price) / 1_000_000n);
      }
    expect([lines, invoices.size, customers.size, cancelled, thousandths]).toEqual([
      541_909, 25_900, 4_372, 9_288, 9_747_747_934,
    ]);
  });

  it('Online Retail as records: cancellations are refunds, what cannot be right is refused, nothing is lost', async () => {
    const path = sharedData('onlineretail/onlineretail.csv.gz');
    const { plan } = parsePlan(ONLINE_RETAIL, 'currency=GBP,zone=Europe/London,cancel_prefix=C');
    if (!path || !plan) return;
    const opened = await openRecords(path, plan);
    const reasons: Record<string, number> = {};
    for await (const { issues } of opened.batches)
      for (const { field, code } of issues)
        reasons[`${field} ${code}`] = (reasons[`${field} ${code}`] ?? 0) + 1;
    expect(opened.summary()).toEqual({
      rows: 541_909,
      records: { order: 531_283, item: 0, refund: 9_288, customer: 0 },
      rejectedRows: 1_338,
      warnedRows: 4,
      sold: { exact: '10666684.544', imported: '10666684.54' },
      refunded: { exact: '896812.49', imported: '896812.49' },
    });
    // 10,666,684.544 − 896,812.49 − 22,124.12 (two bad debts of −11,062.06, refused) = 9,747,747.934.
    expect(reasons).toEqual({
      'quantity bad_quantity': 1_336,
      'price negative_amount': 2,
      'price rounded_amount': 4,
    });
  });

  it('CDNOW: columns set apart by blanks, no header, no order numbers', async () => {
    const path = sharedData('cdnow/CDNOW_sample.txt');
    const { plan } = parsePlan(
      'order_no=auto,buyer=1,ordered_at=3:yyyyMMdd,quantity=4,amount=5',
      'header=none,currency=USD',
    );
    if (!path || !plan) return;
    const opened = await openRecords(path, plan);
    const numbers = new Set<string>();
    const buyers = new Set<string>();
    let paid = 0;
    for await (const { records, issues } of opened.batches) {
      expect(issues).toEqual([]);
      for (const record of records)
        if (record.kind === 'order') {
          numbers.add(record.orderNo);
          if (record.buyer) buyers.add(record.buyer);
          paid += record.paid ?? 0;
        }
    }
    expect([numbers.size, buyers.size, paid]).toEqual([6_919, 2_357, 24_409_194]);
  });
});

import { afterAll, describe, expect, it } from 'vitest';
import { say } from '#platform/contract.ts';
import { readWhole } from '../testing/read-fixture.ts';
import { temporaryFiles } from '../testing/test-files.ts';
import { parsePlan } from './mapping-syntax.ts';

const files = temporaryFiles();
afterAll(() => files.remove());

function planOf(map: string, options = '') {
  const { plan, faults } = parsePlan(map, options);
  if (!plan) throw new Error(faults.map(fault => say(fault.words, 'en', { part: fault.part })).join('\n'));
  return plan;
}

const faultsOf = (map: string, options = '') =>
  parsePlan(map, options).faults.map(fault => say(fault.words, 'en', { part: fault.part }));

describe('the mapping of the command line', () => {
  it('names fields and columns, by name or number, with formats and options', () => {
    const plan = planOf(
      'order_no="No, ""old""",ordered_at=3:d/M/yyyy H:mm,price="价格",buyer="12",amount=5',
      'currency=GBP,zone=Europe/London,header=none,delimiter=space,encoding=gbk,cancel_prefix=C,unit=fen',
    );
    expect(plan).toMatchObject({ format: 'mapped', headerRow: 0, delimiter: ' ', encoding: 'gb18030' });
    expect(plan.mapping).toMatchObject({
      currency: 'GBP',
      zone: 'Europe/London',
      cancelPrefix: 'C',
      unit: 'minor',
      kind: 'orders',
    });
    expect(plan.mapping?.columns).toEqual([
      { field: 'orderNo', column: 'No, "old"' },
      { field: 'orderedAt', column: 3, format: 'd/M/yyyy H:mm' },
      { field: 'price', column: '价格' },
      { field: 'buyer', column: '12' },
      { field: 'paid', column: 5 },
    ]);
  });

  it.each([
    ['order_no', '', /Cannot read “order_no”/],
    ['ordre_no=A,ordered_at=B', '', /There is no field ordre_no; there are: order_no, /],
    ['order_no=,ordered_at=B', '', /names no column/],
    ['order_no=A', '', /ordered_at is needed too/],
    ['order_no=auto,ordered_at=B', '', /buyer is needed too/],
    ['order_no=A,order_no=B,ordered_at=C', '', /orderNo is named twice/],
    ['order_no=A,ordered_at=B,price=C:yyyy', '', /Only times have a format/],
    ['order_no=A,ordered_at=B:hh', '', /Cannot read the time format hh/],
    ['order_no=A,ordered_at=B,refund_no=C', '', /does not belong/],
    ['order_no="A,ordered_at=B', '', /A quote is not closed/],
    ['', '', /No column is named/],
    ['order_no=A,ordered_at=B', 'colour=red', /There is no option “colour=red”; there are: kind, currency/],
    ['order_no=A,ordered_at=B', 'zone=Mars', /There is no time zone Mars/],
    ['order_no=A,ordered_at=B', 'currency=pounds', /currency/],
    ['order_no=A,ordered_at=B', 'header=x', /headerRow/],
    ['name=A', 'kind=customers', /phone \/ customer_id \/ member_card is needed/],
  ])('%s %s is refused in words', (map, options, words) => {
    expect(faultsOf(map, options).join('\n')).toMatch(words);
  });
});

describe('a file with a mapping', () => {
  it('reads other currencies, zones and decimal commas, and turns cancellations into refunds', async () => {
    const path = files.write(
      'shop.csv',
      'No;When;What;N;Price;Who\n1;31/1/2026 9:05;Tea;2;1.234,50;anna\nC2;1/7/2026 9:05;Tea;-1;1.234,50;anna\nC2;1/7/2026 9:05;Cup;-3;0,999;anna\n3;1/7/2026 9:05;Tea;-1;1,00;anna\n',
    );
    const plan = planOf(
      'order_no=No,ordered_at=When:d/M/yyyy H:mm,item_name=What,quantity=N,price=Price,buyer=Who',
      'currency=GBP,zone=Europe/London,decimal=comma,cancel_prefix=C',
    );
    const { records, issues, summary } = await readWhole(path, plan);
    expect(records).toMatchObject([
      {
        kind: 'order',
        orderNo: '1',
        orderedAt: new Date('2026-01-31T09:05:00Z'),
        currency: 'GBP',
        buyer: 'anna',
        item: { quantity: 2, price: 123_450, amount: 246_900 },
      },
      {
        kind: 'refund',
        refundNo: 'C2',
        line: 1,
        orderNo: undefined,
        amount: 123_450,
        status: 'done',
        finishedAt: new Date('2026-07-01T08:05:00Z'),
        buyer: 'anna',
        item: { name: 'Tea', quantity: 1 },
      },
      { kind: 'refund', refundNo: 'C2', line: 2, amount: 300, item: { name: 'Cup', quantity: 3 } },
    ]);
    expect(issues.map(issue => issue.code)).toEqual(['rounded_amount', 'bad_quantity']);
    expect(summary.refunded).toEqual({ exact: '1237.497', imported: '1237.50' });
  });

  it('makes order numbers that are the same again', async () => {
    const path = files.write(
      'cd.txt',
      ' 00004 19970101 2 29.33\n 00004 19970101 1 9.00\n 00021 19970102 3 75.11\n',
    );
    const plan = planOf(
      'order_no=auto,buyer=1,ordered_at=2:yyyyMMdd,quantity=3,amount=4',
      'header=none,currency=USD',
    );
    const { records, issues } = await readWhole(path, plan);
    expect(issues).toEqual([]);
    expect(records).toMatchObject([
      {
        orderNo: '00004-19970101-1',
        quantity: 2,
        paid: 2_933,
        item: undefined,
        payment: 'paid',
        fulfilment: 'delivered',
      },
      { orderNo: '00004-19970101-2', paid: 900 },
      { orderNo: '00021-19970102-1', paid: 7_511, currency: 'USD' },
    ]);
    expect((await readWhole(path, plan)).records).toEqual(records);
  });

  it('reads customers and refunds too', async () => {
    const customers = files.write('people.csv', '手机,姓名\n13800001111,甲\n');
    expect(
      (await readWhole(customers, planOf('phone=手机,name=姓名', 'kind=customers'))).records,
    ).toMatchObject([{ kind: 'customer', phone: '+8613800001111', name: '甲' }]);
    const refunds = files.write('refunds.csv', '单号,原单,金额,时间\nR1,A1,-5.00,2026-01-31\n');
    expect(
      (
        await readWhole(
          refunds,
          planOf('refund_no=单号,order_no=原单,amount=金额,finished_at=时间', 'kind=refunds'),
        )
      ).records,
    ).toMatchObject([{ kind: 'refund', refundNo: 'R1', orderNo: 'A1', amount: 500, status: 'done' }]);
  });

  it('names columns that the file lacks', async () => {
    const path = files.write('few.csv', 'a,b\n1,2\n');
    await expect(readWhole(path, planOf('order_no=a,ordered_at=when,price=cost'))).rejects.toMatchObject({
      values: { columns: 'when、cost' },
    });
  });
});

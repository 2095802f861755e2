import { afterAll, describe, expect, it } from 'vitest';
import { douyinJoinedFile, SHOP_FORMATS, type ShopFormat, shopFile } from '../testing/fixtures.ts';
import { linesByOrder, recogniseAndRead } from '../testing/read-fixture.ts';
import { dueOf, goodsOf, paidOf, type SampleOrder, sampleOrders } from '../testing/sample-orders.ts';
import { temporaryFiles } from '../testing/test-files.ts';
import { orderOf } from './records/order-totals.ts';
import type { CustomerLine, ItemLine, OrderLine, RefundLine } from './records/records.ts';

const files = temporaryFiles();
afterAll(() => files.remove());

const orders = sampleOrders(14);

async function readFixture(format: ShopFormat, as: 'csv' | 'xlsx' = 'csv') {
  const { fileName, bytes } = await shopFile(format, as, orders);
  return recogniseAndRead(files.write(fileName, bytes));
}

const phone = (order: SampleOrder) => `+86${order.phone}`;
const STATES = {
  due: ['due', 'none', 'none'],
  paid: ['paid', 'processing', 'none'],
  shipped: ['paid', 'shipped', 'none'],
  completed: ['paid', 'delivered', 'none'],
  closed: ['closed', 'none', 'none'],
  refunded: ['closed', 'none', 'full'],
} as const;

describe.each(SHOP_FORMATS)('%s', format => {
  it.each(['csv', 'xlsx'] as const)('as .%s is recognised and read without a loss', async as => {
    const { inspection, issues, summary, records } = await readFixture(format, as);
    expect(inspection.recognised[0]).toMatchObject({ format, missing: [] });
    // Only a customer who shows no number cannot be known.
    const rejects = issues.filter(issue => issue.severity === 'reject' && issue.code !== 'no_identity');
    expect(rejects).toEqual([]);
    expect(records.length).toBeGreaterThan(0);
    expect(records.length).toBe(summary.rows - summary.rejectedRows);
  });

  it('says the same as .csv and as .xlsx', async () => {
    const [csv, xlsx] = [await readFixture(format, 'csv'), await readFixture(format, 'xlsx')];
    expect(xlsx.records).toEqual(csv.records);
  });
});

/** How each shop numbers an order, and what it calls its goods. */
const ORDER_FILES: [ShopFormat, (order: SampleOrder) => string, (order: SampleOrder) => number][] = [
  ['taobao_orders', order => order.orderNo, order => goodsOf(order) - order.discount],
  ['taobao_orders_2026', order => order.orderNo, order => goodsOf(order) - order.discount],
  ['tmall_supplier_orders', order => order.orderNo, order => goodsOf(order) - order.discount],
  ['jd_orders', order => order.orderNo.slice(0, 12) + order.orderNo.slice(-6), goodsOf],
  ['douyin_orders_a', order => order.orderNo, goodsOf],
  ['douyin_orders_b', order => order.orderNo, goodsOf],
  ['youzan_orders', order => `E2026010${order.orderNo.slice(-14)}`, goodsOf],
  ['youzan_order_items', order => `E2026010${order.orderNo.slice(-14)}`, goodsOf],
  ['template_orders', order => order.orderNo, goodsOf],
];

describe.each(ORDER_FILES)('orders of %s', (format, numberOf, goods) => {
  it('come out with their own money, counted once, and their state', async () => {
    const { records } = await readFixture(format);
    const lines = linesByOrder(records);
    expect([...lines.keys()]).toEqual(orders.map(numberOf));
    for (const order of orders) {
      const totals = orderOf(lines.get(numberOf(order)) ?? []);
      const [payment, fulfilment, refund] = STATES[order.state];
      const refunded = order.state === 'refunded' ? dueOf(order) : 0;
      const expected = {
        payment,
        fulfilment,
        refund,
        goods: goods(order),
        freight: order.freight,
        paid: paidOf(order),
        refunded,
      };
      expect({ no: order.orderNo, ...totals }).toMatchObject({
        no: order.orderNo,
        ...expected,
        orderedAt: order.orderedAt,
      });
    }
  });

  it('know what was bought, where the file says so', async () => {
    const { records } = await readFixture(format);
    const lines = linesByOrder(records);
    const perOrder = ['taobao_orders', 'taobao_orders_2026'].includes(format);
    for (const order of orders.filter(
      ({ items }) => format !== 'youzan_orders' && !(perOrder && items.length > 1),
    )) {
      const items = (lines.get(numberOf(order)) ?? []).map(line => line.item);
      const expected = order.items.map(({ name, quantity }) => ({ name, quantity }));
      expect(items).toMatchObject(expected);
    }
  });
});

async function linesOf(format: ShopFormat): Promise<OrderLine[]> {
  const { records } = await readFixture(format);
  return records.filter(record => record.kind === 'order');
}

describe('who bought', () => {
  it('Taobao names the buyer and the receiver, the address gives the place', async () => {
    const [line] = await linesOf('taobao_orders');
    const [order] = orders;
    expect(line).toMatchObject({
      buyer: order?.buyer,
      receiverName: order?.receiver,
      receiverPhone: order && phone(order),
      province: order?.province,
      city: order?.city,
    });
  });

  it('Taobao 2026 names nobody, but the place', async () => {
    for (const line of await linesOf('taobao_orders_2026')) {
      expect([line.buyer, line.buyerPhone, line.receiverPhone, line.maskedPhone, line.receiverName]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
      expect(line.province).toMatch(/省|市|自治区/);
    }
  });

  it('JD masks the phone, which is shown and no identity', async () => {
    const [line] = await linesOf('jd_orders');
    expect(line).toMatchObject({
      buyer: 'jd_tb_7000',
      receiverPhone: undefined,
      maskedPhone: expect.stringMatching(/^1\*{6}\d{4}$/),
    });
    expect([line?.province, line?.city]).toEqual([orders[0]?.province, orders[0]?.city]);
  });

  it('Douyin encrypts names and phones, and keeps no buyer', async () => {
    const lines = await linesOf('douyin_orders_a');
    expect(new Set(lines.map(line => line.receiverName))).toEqual(new Set([undefined]));
    expect(new Set(lines.map(line => line.receiverPhone))).toEqual(new Set([undefined]));
    expect(lines[0]?.maskedPhone).toMatch(/^199\*{4}\d{4}$/);
    expect(lines[0]?.source).toBe('直播间');
    expect(lines.find(line => line.item?.subOrderNo !== line.orderNo)?.maskedPhone).toBeUndefined();
  });

  it('Youzan has the distributor in its second column of that name, the guide in another', async () => {
    const lines = await linesOf('youzan_orders');
    expect(lines.map(line => line.distributorName)).toEqual(
      orders.map(order => order.distributorName || undefined),
    );
    expect(lines.map(line => line.memberName)).toEqual(orders.map(order => order.memberName));
    expect(lines.filter(line => line.maskedPhone).length).toBeGreaterThan(0);
    expect(lines.filter(line => line.buyerPhone).length).toBeGreaterThan(0);
  });
});

describe('files beside the orders', () => {
  it('宝贝报表 lists items by order number', async () => {
    const { records } = await readFixture('taobao_items');
    const items = records.filter((record): record is ItemLine => record.kind === 'item');
    expect(
      items.map(({ orderNo, item }) => [orderNo, item.name, item.sku, item.price, item.quantity]),
    ).toEqual(
      orders.flatMap(order =>
        order.items.map(item => [order.orderNo, item.name, item.sku, item.price, item.quantity]),
      ),
    );
  });

  it('refund and after-sale files say what went back and when', async () => {
    const refunded = orders.filter(order => order.state === 'refunded');
    const taobao = (await readFixture('taobao_refunds')).records as RefundLine[];
    expect(taobao.map(({ orderNo, amount, status, line }) => [orderNo, amount, status, line])).toEqual(
      refunded.map(order => [order.orderNo, dueOf(order), 'done', 1]),
    );
    const douyin = (await readFixture('douyin_after_sales')).records as RefundLine[];
    expect(douyin.map(line => line.subOrderNo)).toEqual(
      refunded.flatMap(order => order.items.map(item => item.subOrderNo)),
    );
    expect(douyin.reduce((sum, line) => sum + line.amount, 0)).toBe(
      refunded.reduce((sum, order) => sum + dueOf(order), 0),
    );
  });

  it('Youzan customers come with their own columns; who hides the phone cannot be known', async () => {
    const shown = orders.filter(order => Number(order.phone) % 4 !== 3);
    const { bytes } = await shopFile('youzan_customers', 'csv', orders);
    const { records, issues, summary } = await recogniseAndRead(files.write('客户.csv', bytes));
    const customers = records as CustomerLine[];
    expect(customers.map(customer => customer.phone)).toEqual(shown.map(phone));
    expect(issues.map(issue => issue.code)).toEqual(
      Array.from({ length: summary.rejectedRows }, () => 'no_identity'),
    );
    expect(customers[0]).toMatchObject({
      tags: ['老客', '爱喝茶'],
      level: 'VIP1',
      points: 1_280,
      balance: 5_000,
      custom: { 是否会员: '是' },
      becameMemberAt: undefined,
    });
  });

  it('our own customer template', async () => {
    const { records } = await readFixture('template_customers');
    expect(records[0]).toMatchObject({
      kind: 'customer',
      externalId: orders[0]?.buyer,
      birthday: '1990-05-01',
      tags: ['门店', '老客'],
      becameCustomerAt: new Date('2026-01-04T16:00:00Z'),
    });
  });

  it('Douyin rows with several sub orders are taken apart', async () => {
    const { bytes } = douyinJoinedFile(orders);
    const { records } = await recogniseAndRead(files.write('合并.csv', bytes));
    const lines = linesByOrder(records);
    for (const order of orders) {
      const own = lines.get(order.orderNo) ?? [];
      expect(own.map(line => line.item?.quantity)).toEqual(order.items.map(item => item.quantity));
      expect(orderOf(own)).toMatchObject({
        paid: paidOf(order),
        goods: goodsOf(order),
        freight: order.freight,
      });
    }
  });
});

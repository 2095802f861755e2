import type { FormatCode } from '../formats/format.ts';
import { formatOf } from '../formats/formats.ts';
import { type SampleOrder, sampleOrders } from './sample-orders.ts';
import type { Cells } from './shop-rows/cells.ts';
import { douyinAfterSales, douyinJoined, douyinOrdersA, douyinOrdersB } from './shop-rows/douyin.ts';
import { jdOrders } from './shop-rows/jd.ts';
import {
  taobaoItems,
  taobaoOrders,
  taobaoOrders2026,
  taobaoRefunds,
  tmallSupplierOrders,
} from './shop-rows/taobao.ts';
import { templateCustomers, templateOrders } from './shop-rows/template.ts';
import { youzanCustomers, youzanOrderItems, youzanOrders } from './shop-rows/youzan.ts';
import { csvText, encodeText, type SheetCell, type TextEncoding, xlsxBytes } from './write-table.ts';

/**
 * Files as the shops write them, from invented orders: encodings, byte-order marks, TABs, wrappers, double headers,
 * blanks after names. The same bytes every time. For tests, the demo and "a sample file at hand".
 */
export type ShopFixture = { fileName: string; bytes: Buffer };

type Shop = {
  fileName: string;
  encoding: TextEncoding;
  rows: (order: SampleOrder) => Cells[];
  /** As the shop writes its header, where that differs from the bare names. */
  title?: (name: string) => string;
};

export type ShopFormat = Exclude<FormatCode, 'mapped'>;

const blankAfter = (name: string) => (name.startsWith('订单') ? `${name} ` : name);

const SHOPS: Record<ShopFormat, Shop> = {
  taobao_orders: { fileName: 'ExportOrderList20260131', encoding: 'gbk', rows: taobaoOrders },
  taobao_orders_2026: { fileName: '订单报表20260131', encoding: 'utf-8 with BOM', rows: taobaoOrders2026 },
  taobao_items: { fileName: 'ExportOrderDetailList20260131', encoding: 'gbk', rows: taobaoItems },
  taobao_refunds: { fileName: '退款报表20260131', encoding: 'gbk', rows: taobaoRefunds },
  tmall_supplier_orders: { fileName: '天猫供应商订单', encoding: 'gbk', rows: tmallSupplierOrders },
  jd_orders: { fileName: '京东订单20260131', encoding: 'gbk', rows: jdOrders },
  douyin_orders_a: { fileName: '抖店订单20260131', encoding: 'utf-8 with BOM', rows: douyinOrdersA },
  douyin_orders_b: { fileName: '抖店订单明细20260131', encoding: 'utf-8 with BOM', rows: douyinOrdersB },
  douyin_after_sales: { fileName: '抖店售后单', encoding: 'utf-8 with BOM', rows: douyinAfterSales },
  youzan_orders: { fileName: '有赞订单', encoding: 'utf-8', rows: youzanOrders, title: blankAfter },
  youzan_order_items: {
    fileName: '有赞订单商品',
    encoding: 'utf-8',
    rows: youzanOrderItems,
    title: blankAfter,
  },
  youzan_customers: { fileName: '有赞客户', encoding: 'utf-8', rows: youzanCustomers },
  template_orders: { fileName: 'Siyu订单', encoding: 'utf-8 with BOM', rows: templateOrders },
  template_customers: { fileName: 'Siyu客户', encoding: 'utf-8 with BOM', rows: templateCustomers },
};

export const SHOP_FORMATS = Object.keys(SHOPS) as ShopFormat[];

/** A file of this format with these orders. */
export async function shopFile(
  format: ShopFormat,
  as: 'csv' | 'xlsx' = 'csv',
  orders: readonly SampleOrder[] = sampleOrders(),
): Promise<ShopFixture> {
  const { fileName, encoding } = SHOPS[format];
  const table = shopTable(format, orders);
  const bytes =
    as === 'csv' ? encodeText(csvText(table), encoding) : await xlsxBytes(typed(table), '订单列表');
  return { fileName: `${fileName}.${as}`, bytes };
}

/** Douyin's variant with several sub orders in one row. */
export function douyinJoinedFile(orders: readonly SampleOrder[] = sampleOrders()): ShopFixture {
  const table = tableOf('douyin_orders_a', { ...SHOPS.douyin_orders_a, rows: douyinJoined }, orders);
  return { fileName: '抖店订单合并.csv', bytes: encodeText(csvText(table), 'utf-8 with BOM') };
}

/** Header and rows, before they become bytes. */
export function shopTable(format: ShopFormat, orders: readonly SampleOrder[]): string[][] {
  return tableOf(format, SHOPS[format], orders);
}

function tableOf(format: ShopFormat, shop: Shop, orders: readonly SampleOrder[]): string[][] {
  const header = formatOf(format)?.header ?? [];
  const keys = numbered(header);
  const rows = orders.flatMap(shop.rows).map(cells => keys.map(key => cells[key] ?? ''));
  return [header.map(shop.title ?? (name => name)), ...rows];
}

/** The second column of a name is `name#2`. */
function numbered(header: readonly string[]): string[] {
  return header.map((name, index) => {
    const before = header.slice(0, index).filter(one => one === name).length;
    return before === 0 ? name : `${name}#${before + 1}`;
  });
}

/** In workbooks times are dates and amounts are numbers; ids stay texts, without the wrapper. */
function typed(table: readonly (readonly string[])[]): SheetCell[][] {
  return table.map(row => row.map(typedCell));
}

function typedCell(cell: string): SheetCell {
  const bare = cell.replace(/^="(.*)"$/, '$1');
  if (/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(bare)) return new Date(`${bare.replace(' ', 'T')}Z`);
  return /^-?\d{1,9}\.\d\d$/.test(bare) ? Number(bare) : bare;
}

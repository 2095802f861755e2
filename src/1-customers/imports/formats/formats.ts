import { DOUYIN_AFTER_SALES } from './douyin-after-sales.ts';
import { DOUYIN_ORDERS_A, DOUYIN_ORDERS_B } from './douyin-orders.ts';
import type { Format, FormatCode } from './format.ts';
import { JD_ORDERS } from './jd-orders.ts';
import { TAOBAO_ITEMS } from './taobao-items.ts';
import { TAOBAO_ORDERS } from './taobao-orders.ts';
import { TAOBAO_ORDERS_2026 } from './taobao-orders-2026.ts';
import { TAOBAO_REFUNDS } from './taobao-refunds.ts';
import { TEMPLATE_CUSTOMERS, TEMPLATE_ORDERS } from './template-files.ts';
import { TMALL_SUPPLIER_ORDERS } from './tmall-supplier-orders.ts';
import { YOUZAN_CUSTOMERS } from './youzan-customers.ts';
import { YOUZAN_ORDER_ITEMS, YOUZAN_ORDERS } from './youzan-orders.ts';

/** Every file that is known by its header. A file with a mapping of its own (`mapped`) is not among them. */
export const FORMATS: readonly Format[] = [
  TAOBAO_ORDERS,
  TAOBAO_ORDERS_2026,
  TAOBAO_ITEMS,
  TAOBAO_REFUNDS,
  TMALL_SUPPLIER_ORDERS,
  JD_ORDERS,
  DOUYIN_ORDERS_A,
  DOUYIN_ORDERS_B,
  DOUYIN_AFTER_SALES,
  YOUZAN_ORDERS,
  YOUZAN_ORDER_ITEMS,
  YOUZAN_CUSTOMERS,
  TEMPLATE_ORDERS,
  TEMPLATE_CUSTOMERS,
];

export function formatOf(code: FormatCode): Format | undefined {
  return FORMATS.find(format => format.code === code);
}

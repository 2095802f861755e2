import customer from './zh/customer.ts';
import event from './zh/event.ts';
import fields from './zh/fields.ts';
import groups from './zh/groups.ts';
import imports from './zh/imports.ts';
import intake from './zh/intake.ts';
import list from './zh/list.ts';
import match from './zh/match.ts';
import official from './zh/official.ts';
import outlook from './zh/outlook.ts';
import products from './zh/products.ts';
import rights from './zh/rights.ts';
import shopOrders from './zh/shop-orders.ts';
import transfers from './zh/transfers.ts';

/** The texts of the customer pages, the original. English beside it mirrors every key. */
export default {
  ...list,
  ...customer,
  event,
  fields,
  groups,
  imports,
  ...intake,
  match,
  ...official,
  outlook,
  products,
  rights,
  shopOrders,
  transfers,
} as const;

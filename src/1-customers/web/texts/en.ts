import type { Translation } from '#web/i18n/texts.ts';
import customer from './en/customer.ts';
import event from './en/event.ts';
import fields from './en/fields.ts';
import groups from './en/groups.ts';
import imports from './en/imports.ts';
import intake from './en/intake.ts';
import list from './en/list.ts';
import match from './en/match.ts';
import official from './en/official.ts';
import outlook from './en/outlook.ts';
import products from './en/products.ts';
import rights from './en/rights.ts';
import shopOrders from './en/shop-orders.ts';
import transfers from './en/transfers.ts';
import type zh from './zh.ts';

const en: Translation<typeof zh> = {
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
};
export default en;

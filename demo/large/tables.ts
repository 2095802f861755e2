import type { CopyValue } from '#customers/imports';

export type { CopyValue };

/** The tables a big demo fills, and the columns its rows have, in this order. */
export const TABLES = {
  customers: [
    ...['id', 'person_id', 'name', 'initials', 'gender', 'birthday', 'province', 'city', 'minor', 'source'],
    ...['created_at', 'updated_at'],
  ],
  identities: [
    ...['id', 'customer_id', 'kind', 'account_id', 'key', 'sealed', 'shown', 'source'],
    ...['first_seen_at', 'last_seen_at'],
  ],
  merges: ['customer_a', 'customer_b', 'kind', 'reason', 'evidence', 'actor', 'created_at'],
  follows: [
    ...['account_id', 'member_id', 'identity_id', 'customer_id', 'remark', 'add_way', 'state'],
    ...['followed_at', 'synced_at'],
  ],
  orders: [
    ...['id', 'account_id', 'order_no', 'customer_id', 'match', 'payment', 'fulfilment', 'refund', 'goods'],
    ...[
      'freight',
      'discount',
      'paid',
      'refunded',
      'quantity',
      'ordered_at',
      'paid_at',
      'source',
      'updated_at',
    ],
  ],
  order_items: ['order_id', 'line', 'product_id', 'name', 'sku', 'quantity', 'price', 'amount'],
  customer_tags: ['customer_id', 'tag_id', 'source', 'actor', 'added_at'],
  consents: ['customer_id', 'purpose', 'channel', 'given', 'source', 'at', 'actor'],
  suppressions: ['customer_id', 'reason', 'source', 'at', 'actor'],
  value_entries: [
    ...['customer_id', 'kind', 'amount', 'order_id', 'cause', 'note', 'at', 'recorded_at', 'actor'],
  ],
  customer_facts: ['customer_id', 'key', 'num', 'str', 'updated_at'],
  events: ['type', 'customer_id', 'account_id', 'at', 'recorded_at', 'actor', 'data'],
} as const;

export type Table = keyof typeof TABLES;
export type Row = CopyValue[];
export type Rows = Record<Table, Row[]>;

export const TABLE_NAMES = Object.keys(TABLES) as Table[];

export function noRows(): Rows {
  return Object.fromEntries(TABLE_NAMES.map(name => [name, [] as Row[]])) as Rows;
}

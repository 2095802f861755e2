import type { Order } from '../people/orders.ts';
import type { Relation } from '../people/relations.ts';
import type { Making } from './making.ts';
import type { Rows } from './tables.ts';

export type Numbered = { id: number; order: Order; paid: number; at: string };

/**
 * What the value ledger's reader would enter for these orders, to the letter (2-segmentation/lifetime-value/ledger.ts):
 * a test lets the reader do it and compares. @returns their sum.
 */
export function orderValues(
  rows: Rows,
  { made }: Making,
  customerId: number,
  orders: readonly Numbered[],
): number {
  let total = 0;
  for (const { id, order, paid, at } of orders) {
    const cost = order.lines.reduce((sum, line) => sum + line.product.cost * line.quantity, 0);
    const kinds = [
      ['order', paid],
      ['refund', -order.refunded],
      ['goods_cost', -cost],
    ] as const;
    for (const [kind, amount] of kinds) {
      if (amount === 0) continue;
      const cause = `order:${id}:${kind}:${customerId}:1`;
      rows.value_entries.push([customerId, kind, amount, id, cause, null, at, made, 'system']);
      total += amount;
    }
  }
  return total;
}

/** What it cost to win the customer, as an amount below zero. */
export function acquisitionCost(
  rows: Rows,
  { made }: Making,
  customerId: number,
  relation: Relation,
  at: string,
): number {
  const { cost, state, words } = relation.source;
  if (cost === 0) return 0;
  const cause = `cost:${customerId}:wecom:${state}`;
  rows.value_entries.push([customerId, 'acquisition', -cost, null, cause, words, at, made, 'system']);
  return -cost;
}

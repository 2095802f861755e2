import { SHANGHAI_OFFSET } from '#platform/clock.ts';
import { fenToYuan } from '#platform/money.ts';
import { goodsOf } from '../people/baskets.ts';
import type { Order } from '../people/orders.ts';

/** `2026-01-31 18:05:00` in Beijing. */
export function wallClock(at: number): string {
  return new Date(at + SHANGHAI_OFFSET).toISOString().slice(0, 19).replace('T', ' ');
}

export const yuan = fenToYuan;

export function dueOf(order: Order): number {
  return goodsOf(order.lines) - order.discount + order.freight;
}

export function paidOf(order: Order): number {
  return order.state === 'closed' ? 0 : dueOf(order);
}

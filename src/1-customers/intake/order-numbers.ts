import type { Clock } from '#platform/clock.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { suggestOrder } from '../identities/order-bindings.ts';
import type { WriteKey } from './keys.ts';
import type { Message } from './read-message.ts';

/** What a form sends when a customer types in an order number: `order_told` with `order_no`. */
const TOLD = 'order_told';
const NUMBER = /^[\w-]{4,64}$/;

/**
 * An order number that somebody types into a page proves nothing about whose the order is, whichever key it came with:
 * it is written down for a member to decide, and binds nothing.
 */
export async function takeOrderNumbers(
  tx: Tx,
  clock: Clock,
  key: WriteKey,
  messages: readonly Message[],
  owners: ReadonlyMap<number, number>,
): Promise<void> {
  for (const { event, index, data } of messages) {
    if (event.toLowerCase().replaceAll(' ', '_') !== TOLD) continue;
    const told = data.order_no;
    const customerId = owners.get(index);
    if (customerId !== undefined && typeof told === 'string' && NUMBER.test(told))
      await suggestOrder(tx, { clock, actor: { name: key.actor } }, customerId, told);
  }
}

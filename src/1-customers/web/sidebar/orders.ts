import type { Wire } from '#web/api/client.ts';
import { formatFen, formatInstant } from '#web/kit/format.ts';
import { h } from '#web/sidebar/dom.ts';
import { type Around, type Customer, part } from '#web/sidebar/piece.ts';
import type { orderView } from '../../contract.ts';
import { WORDS } from './words.ts';

type Order = Wire<typeof orderView>;
const SHOWN = 3;

/** What they bought last: enough to know what they are talking about. */
export function showOrders(customer: Customer, around: Around): HTMLElement {
  const { say, api } = around;
  return part(around, {
    title: say(WORDS.recentOrders),
    load: async () => {
      const { data } = await api.get<{ data: Order[] }>(`/customers/${customer.id}/orders?limit=${SHOWN}`);
      if (data.length === 0) return h('p', { class: 'muted' }, say(WORDS.noOrders));
      return h(
        'ol',
        { class: 'orders' },
        data.map(order => row(order, around)),
      );
    },
  }).element;
}

function row(order: Order, { say }: Around): HTMLElement {
  const [first] = order.items;
  const words =
    order.items.length > 1
      ? say(WORDS.items, { name: first?.name ?? '', count: order.quantity })
      : first?.name;
  return h(
    'li',
    {},
    h('span', {}, words || order.orderNo),
    h('span', { class: 'end figures' }, formatFen(order.paid)),
    h('span', { class: 'muted' }, `${formatInstant(order.orderedAt, 'day')} · ${order.shop}`),
    h('span', { class: 'muted end' }, say(WORDS[stateOf(order)])),
  );
}

/** What is most worth knowing of it. */
function stateOf({ payment, fulfilment, refund }: Order) {
  if (refund !== 'none') return refund;
  return payment === 'paid' ? fulfilment : payment;
}

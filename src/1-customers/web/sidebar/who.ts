import type { Wire } from '#web/api/client.ts';
import { formatAgo, formatCount, formatFen, formatInstant } from '#web/kit/format.ts';
import { h } from '#web/sidebar/dom.ts';
import type { Around, Customer } from '#web/sidebar/piece.ts';
import { tierMark } from '#web/sidebar/tier.ts';
import type { reachabilityView } from '../../contact/contract.ts';
import { WORDS } from './words.ts';

/** Who it is, in one glance: name, tier, since when, what they are worth, whether they may be written to. */
export function showWho(customer: Customer, around: Around): HTMLElement {
  const { say } = around;
  const name = customer.name || say(WORDS.unnamed);
  return h(
    'section',
    { class: 'who' },
    h('span', { class: 'face', 'aria-hidden': 'true' }, [...name][0] ?? ''),
    h(
      'div',
      {},
      h('h1', {}, name, tierMark(customer.facts.tier?.str, say)),
      h(
        'p',
        { class: 'muted' },
        say(WORDS.since, { day: formatInstant(customer.createdAt, 'day') }),
        customer.city && ` · ${customer.city}`,
        customer.minor && h('strong', { class: 'stop' }, ` · ${say(WORDS.minor)}`),
      ),
    ),
    figures(customer, around),
    reach(customer, around),
  );
}

function figures({ facts, totals }: Customer, { say, language }: Around): HTMLElement {
  const value = facts['value.total']?.num;
  const shown: [string, string][] = [
    [say(WORDS.value), value === undefined || value === null ? '—' : formatFen(value)],
    [say(WORDS.spent), formatFen(totals.paid)],
    [say(WORDS.orders), formatCount(totals.orders)],
    [
      say(WORDS.lastOrder),
      totals.lastOrderAt ? formatAgo(totals.lastOrderAt, new Date(), language) : say(WORDS.never),
    ],
  ];
  return h(
    'dl',
    { class: 'figures' },
    shown.map(([label, figure]) => h('div', {}, h('dt', {}, label), h('dd', {}, figure))),
  );
}

/** The gate's own word on marketing, asked afterwards: it takes longest and is needed last. */
function reach(customer: Customer, { api, say }: Around): HTMLElement {
  const place = h('p', { class: 'reach', 'aria-busy': 'true' }, ' ');
  api
    .get<Wire<typeof reachabilityView>>(`/customers/${customer.id}/reachability`)
    .then(({ accounts }) => {
      const [verdict] = [...accounts].sort(
        (one, other) => Number(other.marketing.reachable) - Number(one.marketing.reachable),
      );
      if (!verdict) return place.remove();
      const { reachable, words } = verdict.marketing;
      place.dataset.reachable = String(reachable);
      place.textContent = reachable ? say(WORDS.reachable) : say(WORDS.unreachable, { why: words ?? '' });
    })
    .catch(() => place.remove())
    .finally(() => place.removeAttribute('aria-busy'));
  return place;
}

import { DAY } from '#platform/clock.ts';
import { between, pick, type Random } from '#platform/random.ts';
import { poisson } from '../people/chance.ts';
import type { Person } from '../people/person.ts';
import { PRODUCTS } from '../shop/products.ts';

/** Something a customer did in the mini program. */
export type Tracked = { type: string; at: number; data: string };

const PAGES = ['/', '/menu', '/member', '/coupons', '/stores', '/cakes'];
const SHOWN = PRODUCTS.map(({ sku, name, price }) => `{"sku":"${sku}","name":"${name}","price":${price}}`);
const COUPONS = ['{"coupon":"满 30 减 5","amount":500}', '{"coupon":"满 60 减 12","amount":1200}'];

/**
 * What somebody did in the last year, more of it lately and more by those who come often.
 * @param mean how many such events a customer has on average.
 */
export function trackedEvents(random: Random, person: Person, mean: number, now: number): Tracked[] {
  const activity = person.archetype.code === 'looking' ? 1.2 : 0.75 + person.perWeek * 1.6;
  const count = poisson(random, mean * activity);
  const events: Tracked[] = [];
  for (let i = 0; i < count; i++) {
    const at = now - Math.floor(random.next() ** 1.6 * 365 * DAY) - 1_000;
    events.push(trackedAt(random, at));
  }
  return events;
}

function trackedAt(random: Random, at: number): Tracked {
  const kind = random.next();
  if (kind < 0.6) return { type: 'page_viewed', at, data: `{"page":"${pick(random, PAGES)}"}` };
  if (kind < 0.88) return { type: 'product_viewed', at, data: pick(random, SHOWN) };
  if (kind < 0.95) return { type: 'cart_added', at, data: pick(random, SHOWN) };
  if (kind < 0.98) return { type: 'coupon_used', at, data: pick(random, COUPONS) };
  return { type: 'store_searched', at, data: `{"results":${between(random, 0, 3)}}` };
}

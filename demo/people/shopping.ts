import { DAY, MINUTE } from '#platform/clock.ts';
import { between, pick, type Random } from '#platform/random.ts';
import { PRODUCTS, type Product } from '../shop/products.ts';
import { happens, poisson } from './chance.ts';
import type { Order } from './orders.ts';
import type { Person } from './person.ts';

/** Something done in the shop's mini program, under the names of Segment's ecommerce events. Instants are milliseconds. */
export type Step = { event: string; at: number; properties: Record<string, unknown> };

/** Far enough back for what is asked of the last month. */
const BACK = 30 * DAY;
const SCREENS = ['首页', '今日现烤', '生日蛋糕', '会员中心', '附近门店'];
const SEARCHED = ['生日蛋糕', '无糖', '吐司', '贝果', '伴手礼', '青团'];
/** Of those who look at something: who puts it into the cart, who of them goes on, who searches before. */
const [ADDS, CHECKS_OUT, SEARCHES] = [0.3, 0.35, 0.2];

/** What somebody did there in the last thirty days: before each order of the online shop, and on some other days. */
export function shoppingOf(random: Random, person: Person, orders: readonly Order[], now: number): Step[] {
  const since = now - BACK;
  const bought = orders.filter(order => order.shop === 'mall' && order.at > since && order.at < now);
  const looks = poisson(random, 0.8 + person.perWeek);
  const strolls = Array.from({ length: looks }, () => between(random, since, now - 30 * MINUTE));
  return [
    ...bought.flatMap(order => towards(random, order)),
    ...strolls.flatMap(at => strolling(random, at)),
  ].sort((one, other) => one.at - other.at);
}

/** An order is looked for, put into the cart and begun; that it was paid the shop's own file tells. */
function towards(random: Random, { at, lines }: Order): Step[] {
  const products = lines.map(line => line.product);
  const begun = at - between(random, 1, 3) * MINUTE;
  const looked = products.flatMap((product, i) => {
    const seen = begun - (products.length - i) * 2 * MINUTE;
    return [looksAt(product, seen), puts(product, seen + MINUTE)];
  });
  return [...looked, checksOut(products, begun)];
}

function strolling(random: Random, at: number): Step[] {
  const steps: Step[] = [{ event: 'screen', at, properties: { name: pick(random, SCREENS) } }];
  let next = at;
  const add = (step: (at: number) => Step) => {
    next += between(random, 10, 90) * 1_000;
    steps.push(step(next));
  };
  if (happens(random, SEARCHES)) {
    const query = pick(random, SEARCHED);
    add(now => ({ event: 'products_searched', at: now, properties: { query } }));
  }
  const seen = Array.from({ length: between(random, 1, 4) }, () => pick(random, PRODUCTS));
  for (const product of seen) add(now => looksAt(product, now));
  const liked = seen.filter(() => happens(random, ADDS));
  for (const product of liked) add(now => puts(product, now));
  if (liked.length > 0 && happens(random, CHECKS_OUT)) add(now => checksOut(liked, now));
  return steps;
}

/** As Segment's specification has it: the price in yuan. */
const told = ({ sku, name, category, price }: Product) => ({ sku, name, category, price: price / 100 });

function looksAt(product: Product, at: number): Step {
  return { event: 'product_viewed', at, properties: told(product) };
}

function puts(product: Product, at: number): Step {
  return { event: 'product_added', at, properties: { ...told(product), quantity: 1 } };
}

function checksOut(products: readonly Product[], at: number): Step {
  const value = products.reduce((sum, { price }) => sum + price, 0) / 100;
  return { event: 'checkout_started', at, properties: { value, currency: 'CNY', products: products.length } };
}

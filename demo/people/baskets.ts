import type { Fen } from '#platform/money.ts';
import { between, pick, type Random } from '#platform/random.ts';
import type { Day } from '../shop/calendar.ts';
import type { ShopCode } from '../shop/company.ts';
import { PRODUCTS, type Product, productsIn } from '../shop/products.ts';
import type { Basket } from './archetypes.ts';
import { happens } from './chance.ts';

export type Line = { product: Product; quantity: number };

const BREAKFAST = productsIn('早餐');
const BREAD = productsIn('面包');
const DRINKS = productsIn('饮品');
const SLICES = productsIn('切件甜点');
const CAKES = productsIn('整只蛋糕');
const BOXES = productsIn('礼盒');
const BENEFITS = productsIn('福利');
const OWN = productsIn('IP');
const SEASONAL = PRODUCTS.filter(product => product.season);

/** What somebody buys on a day. Tmall sells what can be posted, one kind at a time. */
export function basketOf(random: Random, basket: Basket, day: Pick<Day, 'seasons'>, shop: ShopCode): Line[] {
  const inSeason = SEASONAL.filter(product => product.season && day.seasons.includes(product.season));
  if (shop === 'tmall') return posted(random, basket, inSeason);
  const lines = new Map<Product, number>();
  const add = (products: readonly Product[], chance = 1, most = 1) => {
    if (products.length === 0 || !happens(random, chance)) return;
    const product = pick(random, products);
    lines.set(product, (lines.get(product) ?? 0) + between(random, 1, most));
  };
  FILL[basket](add, inSeason);
  return [...lines].map(([product, quantity]) => ({ product, quantity }));
}

type Add = (products: readonly Product[], chance?: number, most?: number) => void;

const FILL: Record<Basket, (add: Add, inSeason: readonly Product[]) => void> = {
  breakfast(add) {
    add(BREAKFAST);
    add(DRINKS, 0.62);
    add(BREAD, 0.15);
  },
  family(add, inSeason) {
    add(BREAD, 1, 2);
    add(BREAKFAST, 0.7, 3);
    add(SLICES, 0.45, 2);
    add(DRINKS, 0.3, 2);
    add(inSeason, 0.3, 2);
  },
  cake(add) {
    add(CAKES);
    add(DRINKS, 0.15, 3);
  },
  gift(add, inSeason) {
    add(inSeason.length > 0 ? inSeason : BOXES, 1, 4);
    add(OWN, 0.15, 2);
  },
  bargain(add, inSeason) {
    add(BENEFITS, 0.75);
    add(BREAKFAST, 0.6, 2);
    add(BREAD, 0.6);
    add(inSeason, 0.2);
  },
  premium(add, inSeason) {
    add(BREAD, 1, 3);
    add(OWN, 0.4);
    add(SLICES, 0.5, 3);
    add(DRINKS, 0.5, 2);
    add(CAKES, 0.05);
    add(inSeason, 0.35, 2);
  },
  taste(add, inSeason) {
    add(BREAKFAST, 1, 2);
    add(DRINKS, 0.35);
    add(inSeason, 0.25);
  },
};

function posted(random: Random, basket: Basket, inSeason: readonly Product[]): Line[] {
  const products = inSeason.length > 0 ? inSeason : [...BOXES, ...OWN];
  return [{ product: pick(random, products), quantity: basket === 'gift' ? between(random, 1, 5) : 1 }];
}

export function goodsOf(lines: readonly Line[]): Fen {
  return lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0);
}

export function quantityOf(lines: readonly Line[]): number {
  return lines.reduce((sum, line) => sum + line.quantity, 0);
}

import type { OrderItem } from '../formats/records/records.ts';
import type { CopyValue } from './copy.ts';

/** Columns of `import_products` in the order in which `take` gives their values. */
export const PRODUCT_COLUMNS = [...['import_id', 'product', 'key', 'name', 'sku', 'price']] as const;

/** What lines say of a product: its number among the rows of `import_products`, and its texts for the items' hash. */
export type ToldProduct = { number: number; told: string; price: number };

/** The texts of a product as a line has them. */
type Texts = Pick<OrderItem, 'name' | 'sku' | 'spec'>;

/** A copy: a text cut from a file keeps the whole piece of the file in memory. */
const own = (text: string) => Buffer.from(text).toString();

/** Beyond this the book begins anew, and what it knew before is written once more: harmless, and memory stays bounded. */
const MOST = 100_000;

/**
 * The products of a file: their texts are written once, and lines name them by number. One that comes with a higher price
 * than before is written again, so that its price is the highest.
 */
export class ProductBook {
  readonly #importId: number;
  #known = new Map<string, ToldProduct>();
  /** What was said last of a product, by what it is known by: nearly always the same, and found without putting texts together. */
  #last = new Map<string, Texts & { product: ToldProduct }>();
  #count = 0;
  #unsaved: CopyValue[][] = [];

  constructor(importId: number) {
    this.#importId = importId;
  }

  of(item: OrderItem): ToldProduct {
    // What a product is known by in its shop: its id, else the merchant's code, else its name.
    const key = (item.externalId ?? item.sku ?? item.name).slice(0, 200);
    const last = this.#last.get(key);
    const isSame = last && last.name === item.name && last.sku === item.sku && last.spec === item.spec;
    if (isSame && last.product.price >= item.price) return last.product;
    const product = this.#told(key, item);
    this.#last.set(own(key), {
      name: own(item.name),
      sku: item.sku && own(item.sku),
      spec: item.spec && own(item.spec),
      product,
    });
    return product;
  }

  #told(key: string, item: OrderItem): ToldProduct {
    const name = item.spec ? `${item.name} ${item.spec}` : item.name;
    const told = item.sku === undefined ? `${key}\x1f${name}` : `${key}\x1f${name}\x1f${item.sku}`;
    const known = this.#known.get(told);
    if (known && known.price >= item.price) return known;
    if (this.#known.size >= MOST) {
      this.#known.clear();
      this.#last.clear();
    }
    const product = { number: ++this.#count, told, price: item.price };
    this.#known.set(told, product);
    this.#unsaved.push([this.#importId, product.number, key, name, item.sku ?? null, item.price]);
    return product;
  }

  /** Rows for `import_products` since the last time. */
  take(): CopyValue[][] {
    const unsaved = this.#unsaved;
    this.#unsaved = [];
    return unsaved;
  }
}

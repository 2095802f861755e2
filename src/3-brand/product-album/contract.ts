import { z } from 'zod';
import { fen, id, instant, name, text } from '#platform/contract.ts';

/** How many pictures WeCom takes of one product (page 95096). */
export const MOST_PICTURES = 9;
/** Longer than WeCom takes today; what it takes is a dated rule, and said when it is saved. */
const MOST_WORDS = 2_000;
const MOST_NUMBER = 300;

export const albumItemBody = z.object({
  accountId: id('acc'),
  /** The shop's product it shows; null: none of them. */
  productId: id('prd').nullable().default(null),
  /** 商品编码: letters and digits, of no other product in the album. By it a product is found again after a lost answer. */
  productSn: name(MOST_NUMBER),
  /** Its name and what is special about it. */
  description: name(MOST_WORDS),
  price: fen.min(0).max(Number.MAX_SAFE_INTEGER),
  /** The price is that of the shop's product, also when it changes there. */
  followsPrice: z.boolean().default(false),
  files: z.array(id('file')).min(1).max(MOST_PICTURES),
});

/** A change replaces all of it; the account stays. */
export const albumItemChange = albumItemBody.omit({ accountId: true });

/** `ours`: WeCom is told again what stands here. `theirs`: what is there stands here from now on. */
export const albumSettleBody = z.object({ keep: z.enum(['ours', 'theirs']) });

const account = z.object({ id: id('acc'), name: z.string() });

/**
 * `telling`: WeCom is still to be told; `failed`: it refused, `why` says it; `changed`, `gone`: somebody changed or
 * deleted it at WeCom; `removing`: WeCom is still to take it out.
 */
export const albumItemState = z.enum(['telling', 'ready', 'failed', 'changed', 'gone', 'removing']);

export const albumItemRow = z.object({
  id: id('alb'),
  account,
  /** `price` null: no order has told it yet. */
  product: z.object({ id: id('prd'), name: z.string(), shop: z.string(), price: fen.nullable() }).nullable(),
  productSn: z.string(),
  description: z.string(),
  price: fen,
  followsPrice: z.boolean(),
  files: z.array(id('file')),
  state: albumItemState,
  why: z.string().nullable(),
  /** What stands at WeCom since somebody changed it there. */
  found: z.object({ productSn: z.string(), description: z.string(), price: fen }).nullable(),
  foundAt: instant.nullable(),
  updatedAt: instant,
});

const states = text(200).transform(value =>
  value.split(',').filter(part => albumItemState.options.some(one => one === part)),
);
export const albumQuery = z.object({
  q: text(100).optional(),
  account: id('acc').optional(),
  state: states.optional(),
});

/** A product of the album that Siyu did not put there. */
const albumOther = z.object({ productSn: z.string(), description: z.string(), price: fen });

export const albumAccount = z.object({
  account,
  /** When it was last compared with WeCom; null: never. */
  checkedAt: instant.nullable(),
  /** Why the last comparison did not come about. */
  why: z.string().nullable(),
  /** Products in WeCom's album, all of them. */
  items: z.number().int(),
  others: z.array(albumOther),
  changed: z.number().int(),
  gone: z.number().int(),
});

/** Of each connected WeCom, and what WeCom takes: characters of the description, price in fen, bytes of the number. */
export const albumView = z.object({
  accounts: z.array(albumAccount),
  limits: z.object({ description: z.number().int(), price: fen, number: z.number().int() }),
});

export const albumCheckBody = z.object({ accountId: id('acc') });

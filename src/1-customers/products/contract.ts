import { z } from 'zod';
import { fen, id, instant, text } from '#platform/contract.ts';
import { PERIODS, PRODUCT_ROLES } from './formula.contract.ts';
import { ALL_TOPICS } from './topics.contract.ts';

const count = z.number().int();
const share = z.number().nullable();
export const productRole = z.enum(PRODUCT_ROLES);
const words = text(100).transform(value => value.split(',').filter(part => part !== ''));
const roleOrNone = z.enum([...PRODUCT_ROLES, 'none']);

/** `365`: the last so many days; `0`: all of the time. */
const days = z.coerce
  .number()
  .refine(value => PERIODS.some(one => one === value))
  .default(365);

/** The list's filters; they stand in the page's address as they are. */
export const productFilters = z.object({
  q: text(100).optional(),
  shop: id('acc').optional(),
  role: words.pipe(z.array(roleOrNone)).optional(),
  /** Those for which another role is suggested than they have. */
  suggested: z.enum(['yes']).optional(),
  /** Those that marketing cannot mend. */
  unmendable: z.enum(['yes']).optional(),
});
export const productSort = z.enum([
  'sold',
  'buyers',
  'revenue',
  'returnRate',
  'repeatRate',
  'margin',
  'name',
]);
export const productListQuery = productFilters.extend({
  days,
  sort: productSort.default('revenue'),
  order: z.enum(['asc', 'desc']).default('desc'),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(200).default(50),
});

const reason = z.object({
  what: z.enum(['price', 'margin', 'noCost', 'fresh', 'repeat', 'amount']),
  own: z.number().nullable(),
  shop: z.number().nullable(),
});
export const suggestionView = z.object({ role: productRole, reasons: z.array(reason) });

export const productRow = z.object({
  id: id('prd'),
  name: z.string(),
  sku: z.string(),
  shop: z.object({ id: id('acc'), name: z.string() }),
  role: productRole.nullable(),
  /** Only where it differs from the role. */
  suggestion: suggestionView.nullable(),
  unmendable: z.boolean(),
  pieces: count,
  orders: count,
  buyers: count,
  revenue: fen,
  /** Null while there are too few to say. */
  returnRate: share,
  repeatRate: share,
  /** Of one piece; null: nobody knows. */
  cost: fen.nullable(),
  /** Of what was earned, after costs; null while no cost is known. */
  margin: share,
});
export const productList = z.object({
  data: z.array(productRow),
  total: count,
  /** When the figures were worked out; null before the first time. */
  at: instant.nullable(),
});

const test = z.object({
  hits: count,
  of: count,
  rate: share,
  lower: z.number(),
  others: share,
  line: share,
  isAbove: z.boolean(),
});

/** One product over one period. */
export const productPage = productRow.extend({
  at: instant.nullable(),
  days: count,
  price: fen.nullable(),
  refunded: fen,
  /** Buyers whose first order of all had it in it. */
  fresh: count,
  cohort: count,
  repeated: count,
  /** How often the shop's other products are come back for. */
  othersRepeat: share,
  othersFresh: share,
  returns: test,
  complaints: test,
  topics: z.array(
    z.object({
      topic: z.enum(ALL_TOPICS),
      refunds: count,
      words: z.array(z.object({ word: z.string(), refunds: count })),
    }),
  ),
});

/** Products of a batch: named one by one, or all that the filters find. */
const productsRef = z.union([
  z.object({ ids: z.array(id('prd')).min(1).max(1_000) }),
  z.object({
    filters: z.strictObject(productFilters.shape),
    except: z.array(id('prd')).max(1_000).default([]),
  }),
]);
/** `suggested`: to each what the figures suggest; `null` takes the role away. */
export const productRolesBody = z.object({
  products: productsRef,
  role: z.union([productRole, z.literal('suggested')]).nullable(),
});

/** What one piece costs the shop; null: not known. At most a billion yuan, so that sums stay exact. */
export const productCostBody = z.object({ cost: fen.min(0).max(100_000_000_000).nullable() });

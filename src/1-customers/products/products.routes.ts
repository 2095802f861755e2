import { sql } from 'kysely';
import { z } from 'zod';
import { id } from '#platform/contract.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import { productQuery, productView } from '../contract.ts';
import { whileWhole } from '../projection/whole.ts';
import { productCostBody, productList, productListQuery, productPage, productRolesBody } from './contract.ts';
import { setCost } from './cost.ts';
import { listProducts, readProduct } from './list.ts';
import { reckonProducts } from './reckon.ts';
import { setRoles } from './roles.ts';

const LIMIT = 50;
const tag = '客户';

/** Products as the shops' files name them: for pickers, and with how each does. */
export const productRoutes: Route[] = [
  read({
    path: '/products',
    name: 'listProducts',
    summary: 'Products by a part of their name or number, or by id; fifty at most',
    tag,
    may: 'customers:read',
    query: productQuery,
    returns: z.object({ data: z.array(productView) }),
    handle: async ({ db, query }) => {
      const { rows } = await sql<z.output<typeof productView>>`
        select p.id, p.name, p.external_id as sku, a.name as shop, p.price
        from products p join channel_accounts a on a.id = p.account_id
        where (${query.ids ?? null}::bigint[] is null or p.id = any(${query.ids ?? null}::bigint[]))
          and (${query.q ?? null}::text is null
            or strpos(lower(p.name), lower(${query.q ?? null})) > 0 or strpos(lower(p.external_id), lower(${query.q ?? null})) = 1)
        order by p.name, p.id limit ${query.ids?.length ?? LIMIT}`.execute(db);
      return { data: rows };
    },
  }),
  read({
    path: '/products/figures',
    name: 'listProductFigures',
    summary:
      'Products with how they do over a period: sold, buyers, revenue, returned, come back for; exact total',
    tag,
    may: 'insight:read',
    query: productListQuery,
    returns: productList,
    handle: ({ db, query }) => listProducts(db, query),
  }),
  write({
    method: 'post',
    path: '/products/figures',
    name: 'reckonProductFigures',
    summary: 'Works the figures of all products out now, which else happens every night',
    tag,
    may: 'segments:write',
    body: z.object({}),
    returns: z.object({ products: z.number().int() }),
    status: 200,
    handle: ({ platform }) => whileWhole(platform, () => reckonProducts(platform)),
  }),
  write({
    method: 'post',
    path: '/products/roles',
    name: 'setProductRoles',
    summary:
      'Gives products a role (导流, 挣钱, 福利, IP), the suggested one, or none: named one by one, or all the filters find',
    tag,
    may: 'segments:write',
    body: productRolesBody,
    returns: z.object({ changed: z.number().int() }),
    status: 200,
    handle: ({ db, actor, body, platform }) => setRoles(db, platform.clock, actor, body),
  }),
  write({
    method: 'put',
    path: '/products/{id}/cost',
    name: 'setProductCost',
    summary:
      'Says what one piece of a product costs, in fen, or that nobody knows (null); margins and the value ledger follow',
    tag,
    may: 'segments:write',
    params: z.object({ id: id('prd') }),
    body: productCostBody,
    returns: z.object({}),
    handle: async ({ db, actor, params, body, platform }) => {
      await setCost(db, platform.clock, actor, params.id, body);
      return {};
    },
  }),
  read({
    path: '/products/{id}',
    name: 'readProduct',
    summary:
      'One product over a period, beside the other products of its shop: returns, complaints, who comes back for it',
    tag,
    may: 'insight:read',
    params: z.object({ id: id('prd') }),
    query: productListQuery.pick({ days: true }),
    returns: productPage,
    handle: ({ db, params, query }) => readProduct(db, params.id, query.days),
  }),
];

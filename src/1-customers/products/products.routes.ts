import { sql } from 'kysely';
import { z } from 'zod';
import { type Route, read } from '#platform/http/route.ts';
import { productQuery, productView } from '../contract.ts';

const LIMIT = 50;

/** Products as the shops' files name them, for pickers. */
export const productRoutes: Route[] = [
  read({
    path: '/products',
    name: 'listProducts',
    summary: 'Products by a part of their name or number, or by id; fifty at most',
    tag: '客户',
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
];

import { sql } from 'kysely';
import { SHOPS, type ShopCode } from '../shop/company.ts';
import { PRODUCTS } from '../shop/products.ts';
import type { Story } from './story.ts';

/**
 * The five shops and what they sell. Products usually come with the first order that names them, without cost and role,
 * and a merchant writes these down then; here they are put into the table before any order, so that the value ledger
 * knows the cost of goods when it reads one.
 */
export async function openShops(story: Story): Promise<void> {
  const { db, clock } = story.platform;
  const now = clock.now();
  await db.transaction().execute(async tx => {
    for (const { code, name, platform } of SHOPS) {
      const { id } = await tx
        .insertInto('channelAccounts')
        .values({ kind: 'shop', name, platform, createdAt: now, updatedAt: now })
        .returning('id')
        .executeTakeFirstOrThrow();
      story.shops.set(code, id);
      await sql`
        insert into products (account_id, external_id, name, category, role, price, cost, created_at, updated_at)
        select ${id}::bigint, external_id, name, category, role, price, cost, ${now}::timestamptz, ${now}::timestamptz
        from jsonb_to_recordset(${JSON.stringify(catalogueOf(code))}::jsonb)
          as p (external_id text, name text, category text, role text, price bigint, cost bigint)`.execute(
        tx,
      );
    }
  });
}

/** Tmall's order file knows products by their title only. */
function catalogueOf(shop: ShopCode) {
  return PRODUCTS.map(({ sku, name, category, role, price, cost }) => ({
    external_id: shop === 'tmall' ? name : sku,
    ...{ name, category, role, price, cost },
  }));
}

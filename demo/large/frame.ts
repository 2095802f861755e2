import { sql } from 'kysely';
import type { Platform } from '#platform/platform.ts';
import { seededRandom } from '#platform/random.ts';
import { nameOf } from '../people/names.ts';
import { COMPANY, CORP, SHOPS, type ShopCode, STORES, type StoreCode } from '../shop/company.ts';
import { PRODUCTS } from '../shop/products.ts';
import { TAG_GROUPS } from '../shop/tags.ts';

/** What the rows of a big demo point at, by the ids it has here. */
export type Frame = {
  now: Date;
  accountId: number;
  shops: ReadonlyMap<ShopCode, number>;
  /** Product ids by shop and sku. */
  products: ReadonlyMap<string, number>;
  tags: ReadonlyMap<string, number>;
  /** Who serves: members of each store, and those online. */
  members: Record<StoreCode | 'online', readonly number[]>;
};

const CUSTOMERS_PER_MEMBER = 2_000;

/** Tags that the shops' files bring: a home, a district, what they buy. */
export const SHOP_TAGS = [
  ...['湖滨店会员', '滨江店会员', '城西店会员'],
  ...['上城区', '拱墅区', '西湖区', '余杭区', '滨江区', '萧山区', '临平区', '钱塘区'],
  ...['高客单', '中客单', '低客单', '买过蛋糕', '买过礼盒', '常用优惠券', '会员'],
];

/** Accounts, shops, members, products and tags of the big demo: few rows, each written as it is. */
export async function makeFrame(platform: Platform, customers: number): Promise<Frame> {
  const now = platform.clock.now();
  // Its corp lives nowhere, not even in the simulator: paused, so that nobody tries to reach it.
  const accountId = await addAccount(platform, {
    ...{ kind: 'wecom', platform: 'wecom', name: `${COMPANY}企业微信`, status: 'paused' },
    ...{ externalId: CORP.corpid, config: JSON.stringify({ corpId: CORP.corpid, agentId: CORP.agentid }) },
  });
  const shops = new Map<ShopCode, number>();
  for (const { code, name, platform: kind } of SHOPS)
    shops.set(code, await addAccount(platform, { kind: 'shop', platform: kind, name }));
  return {
    ...{ now, accountId, shops },
    products: await addProducts(platform, shops, now),
    tags: await addTags(platform),
    members: await addMembers(platform, accountId, customers),
  };
}

type Account = {
  kind: string;
  platform: string;
  name: string;
  status?: string;
  externalId?: string;
  config?: string;
};

async function addAccount({ db }: Platform, account: Account): Promise<number> {
  const { id } = await db
    .insertInto('channelAccounts')
    .values(account)
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

async function addProducts(
  { db }: Platform,
  shops: ReadonlyMap<ShopCode, number>,
  now: Date,
): Promise<Map<string, number>> {
  const rows = [...shops].flatMap(([shop, account_id]) =>
    PRODUCTS.map(({ sku, name, category, role, price, cost }) => ({
      ...{ shop, account_id, sku, name, category, role, price, cost },
    })),
  );
  const { rows: added } = await sql<{ accountId: number; externalId: string; id: number }>`
    insert into products (account_id, external_id, name, category, role, price, cost, created_at, updated_at)
    select account_id, sku, name, category, role, price, cost, ${now}::timestamptz, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as p (account_id bigint, sku text, name text, category text, role text, price bigint, cost bigint)
    returning account_id, external_id, id`.execute(db);
  const codes = new Map([...shops].map(([code, id]) => [id, code]));
  return new Map(added.map(row => [`${codes.get(row.accountId)} ${row.externalId}`, row.id]));
}

async function addTags({ db }: Platform): Promise<Map<string, number>> {
  const groups = [...TAG_GROUPS, { name: '导入', tags: SHOP_TAGS }];
  const tags = new Map<string, number>();
  for (const { name, tags: names } of groups) {
    const group = await db.insertInto('tagGroups').values({ name }).returning('id').executeTakeFirstOrThrow();
    for (const tag of names) {
      const row = { groupId: group.id, name: tag };
      const { id } = await db.insertInto('tags').values(row).returning('id').executeTakeFirstOrThrow();
      tags.set(tag, id);
    }
  }
  return tags;
}

/** As many members as so many customers need, a fifth of them online. */
async function addMembers(
  platform: Platform,
  accountId: number,
  customers: number,
): Promise<Frame['members']> {
  const count = Math.max(6, Math.ceil(customers / CUSTOMERS_PER_MEMBER));
  const random = seededRandom(count);
  const names = Array.from({ length: count }, () => nameOf(random, 2, 1_992));
  const { rows } = await sql<{ id: number }>`
    with added as (
      insert into members (name, role, data_scope, created_at, updated_at)
      select name, 'staff', 'own', ${platform.clock.now()}, ${platform.clock.now()} from unnest(${names}::text[]) as t (name)
      returning id
    )
    insert into member_accounts (account_id, external_id, member_id, active, synced_at)
    select ${accountId}, 'staff.' || id, id, true, ${platform.clock.now()} from added returning member_id as id`.execute(
    platform.db,
  );
  const ids = rows.map(row => row.id).sort((a, b) => a - b);
  const places = [...STORES, 'online'] as const;
  const at = (place: (typeof places)[number]) =>
    ids.filter((_, index) => places[index % places.length] === place);
  return { hubin: at('hubin'), binjiang: at('binjiang'), chengxi: at('chengxi'), online: at('online') };
}

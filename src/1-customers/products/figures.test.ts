import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { DAY } from '#platform/clock.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { buildAccount, buildCustomer, mergeForTest, project } from '../testing/index.ts';
import { productRoutes } from './products.routes.ts';
import { reckonProducts } from './reckon.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const client = testClient(platform, productRoutes).as(await testMember(platform));
const shop = await buildAccount(platform, { kind: 'shop', name: '湖滨店' });
const other = await buildAccount(platform, { kind: 'shop', name: '网店' });

async function product(name: string, price: number, cost: number | null, accountId = shop): Promise<number> {
  const values = { accountId, externalId: name, name, price, cost };
  const { id } = await db.insertInto('products').values(values).returning('id').executeTakeFirstOrThrow();
  return id;
}
const bread = await product('吐司', 2_000, 800);
const cake = await product('蛋糕', 10_000, 4_000);
const sold = await product('网店吐司', 2_000, null, other);

type Line = { product: number; quantity?: number; amount?: number; refunded?: number };
type Order = {
  customer: number | null;
  daysAgo: number;
  lines: Line[];
  refund?: string;
  back?: number;
  payment?: string;
};
let number = 0;
async function order({
  customer,
  daysAgo,
  lines,
  refund = 'none',
  back = 0,
  payment = 'paid',
}: Order): Promise<number> {
  const at = new Date(clock.now().getTime() - daysAgo * DAY);
  const paid = lines.reduce((sum, { amount = 2_000 }) => sum + amount, 0);
  const { rows } = await sql<{ id: number }>`
    with placed as (
      insert into orders (account_id, order_no, customer_id, payment, fulfilment, refund, paid, refunded, ordered_at, updated_at)
      values (${shop}, ${`P-${++number}`}, ${customer}, ${payment}, 'none', ${refund}, ${paid}, ${refund === 'full' ? paid : back}, ${at}, ${clock.now()})
      returning id, customer_id
    ), items as (
      insert into order_items (order_id, line, product_id, name, quantity, price, amount, refunded)
      select placed.id, l.line, l.product, 'x', l.quantity, 100, l.amount, l.refunded
      from placed, jsonb_to_recordset(${JSON.stringify(lines.map((line, at) => ({ line: at + 1, quantity: 1, amount: 2_000, refunded: 0, ...line })))}::jsonb)
        as l (line integer, product bigint, quantity integer, amount bigint, refunded bigint)
    )
    insert into events (type, customer_id, at, actor, data)
    select 'order.placed', customer_id, ${at}, 'test', jsonb_build_object('orderId', id) from placed
    returning (data ->> 'orderId')::bigint as id`.execute(db);
  return rows[0]?.id ?? 0;
}
const refund = (orderId: number | null, key: string | null, reason: string | null, status = 'done') =>
  sql`insert into refunds (account_id, refund_no, order_id, item_key, amount, status, reason, applied_at, updated_at)
    values (${shop}, ${`R-${++number}`}, ${orderId}, ${key}, 2000, ${status}, ${reason}, ${clock.now()}, ${clock.now()})`.execute(
    db,
  );

type Page = {
  orders: number;
  topics: { topic: string; refunds: number; words: { word: string; refunds: number }[] }[];
} & Record<string, unknown>;
const page = async (id: number, days = 365) =>
  (await client.get(`/products/prd_${id}?days=${days}`)).body as Page;
const listed = async (query = '') => {
  const { body } = await client.get(`/products/figures${query}`);
  return body as { data: ({ name: string } & Record<string, unknown>)[]; total: number; at: string | null };
};

test('before the first night there are no figures, and that is said', async () => {
  expect(await listed()).toMatchObject({ total: 3, at: null });
});

test('sold, buyers, returned and come back for are counted by person, each item once', async () => {
  const [wang, li, zhao, wangAgain] = [
    await buildCustomer(platform, { name: '王' }),
    await buildCustomer(platform, { name: '李' }),
    await buildCustomer(platform, { name: '赵' }),
    await buildCustomer(platform, { name: '王' }),
  ];
  // Wang buys bread 200 days ago, and again 20 days later under another record of his: he came back.
  await order({
    customer: wang,
    daysAgo: 200,
    lines: [{ product: bread }, { product: cake, amount: 10_000 }],
  });
  await order({ customer: wangAgain, daysAgo: 180, lines: [{ product: bread, quantity: 2, amount: 4_000 }] });
  // Li comes back too late, Zhao's first time is too fresh to say, and what goes back whole is no coming back.
  const late = await order({ customer: li, daysAgo: 300, lines: [{ product: bread }] });
  await order({ customer: li, daysAgo: 205, lines: [{ product: bread }] });
  // A shop closes an order that went back whole.
  await order({ customer: li, daysAgo: 299, refund: 'full', payment: 'closed', lines: [{ product: bread }] });
  // A part of an order of one product: it is this product's.
  await order({
    ...{ customer: zhao, daysAgo: 10, refund: 'partial', back: 3_000 },
    lines: [{ product: cake, amount: 10_000 }],
  });
  const named = await order({
    customer: zhao,
    daysAgo: 5,
    lines: [{ product: bread }, { product: cake, amount: 10_000 }],
  });
  // An order of nobody known counts as sold; one that was not paid does not.
  await order({ customer: null, daysAgo: 5, lines: [{ product: bread }] });
  await order({ customer: li, daysAgo: 4, payment: 'closed', lines: [{ product: bread }] });
  await refund(named, '吐司', '商品变质，物流也慢');
  await refund(late, null, '过敏了', 'open');
  await refund(null, '吐司', '说不清');
  await refund(null, '吐司', null);
  await refund(null, '吐司', '质量', 'closed');
  await mergeForTest(platform, { name: 'test' } as never, [[wang, wangAgain]]);
  await project(platform);
  expect(await reckonProducts(platform)).toEqual({ products: 2 });
  // Bread: 7 paid orders of 8 pieces by three people; two of them began with it; the whole refund and the named one went back.
  expect(await page(bread)).toMatchObject({
    ...{ orders: 7, pieces: 8, buyers: 3, fresh: 2, revenue: 12_000, refunded: 4_000 },
    returns: { hits: 2, of: 7, rate: null },
    ...{ cohort: 2, repeated: 1, margin: (12_000 - 6_400) / 12_000 },
    complaints: { hits: 2, of: 7 },
  });
  expect(await page(bread, 30)).toMatchObject({ orders: 2, buyers: 1, fresh: 0, cohort: 0, revenue: 2_000 });
  expect(await page(cake, 0)).toMatchObject({
    orders: 3,
    buyers: 2,
    fresh: 2,
    revenue: 27_000,
    returns: { hits: 1 },
  });
  expect(await page(sold)).toMatchObject({ orders: 0, buyers: 0, margin: null, returns: { others: null } });
});

test('complaints stand under their topic with the word that said so', async () => {
  const { topics } = await page(bread);
  expect(new Map(topics.map(({ topic, ...rest }) => [topic, rest]))).toEqual(
    new Map([
      ['safety', { refunds: 1, words: [{ word: '过敏', refunds: 1 }] }],
      ['quality', { refunds: 1, words: [{ word: '变质', refunds: 1 }] }],
      ['other', { refunds: 1, words: [] }],
      ['unsaid', { refunds: 1, words: [] }],
    ]),
  );
});

test('the list is searched, filtered, sorted and paged', async () => {
  const names = async (query: string) => (await listed(query)).data.map(({ name }) => name);
  expect(await names('')).toEqual(['蛋糕', '吐司', '网店吐司']);
  expect(await names('?sort=sold')).toEqual(['吐司', '蛋糕', '网店吐司']);
  expect(await names(`?q=吐司&shop=acc_${other}`)).toEqual(['网店吐司']);
  expect(await listed('?page=2&pageSize=2')).toMatchObject({ total: 3, data: [{ name: '网店吐司' }] });
  expect(await listed('?page=9&pageSize=2')).toMatchObject({ total: 3, data: [] });
  expect((await listed()).at).toBe(clock.now().toISOString());
});

test('a role is given one by one or to all that the filters find, with an audit row each', async () => {
  const give = async (products: unknown, role: string | null) =>
    (await client.post('/products/roles', { products, role })).body as unknown;
  expect(await give({ ids: [`prd_${bread}`] }, 'traffic')).toEqual({ changed: 1 });
  expect(await give({ filters: { q: '吐司' }, except: [`prd_${sold}`] }, 'traffic')).toEqual({ changed: 0 });
  expect(await give({ filters: { q: '吐司' } }, 'ip')).toEqual({ changed: 2 });
  expect((await listed('?role=ip')).total).toBe(2);
  expect((await listed('?role=none')).data.map(({ name }) => name)).toEqual(['蛋糕']);
  expect(await give({ ids: [`prd_${sold}`] }, null)).toEqual({ changed: 1 });
  expect((await listed('?role=none,ip')).total).toBe(3);
  const { rows } = await sql`
    select object_id, before ->> 'role' as was, after ->> 'role' as role from audit_log
    where action = 'product.role_changed' order by id`.execute(db);
  expect(rows).toHaveLength(4);
  expect(rows[0]).toEqual({ objectId: String(bread), was: null, role: 'traffic' });
  expect(
    await client.post('/products/roles', { products: { filters: { colour: 'red' } }, role: 'ip' }),
  ).toMatchObject({ status: 400 });
});

test('a suggestion changes nothing until somebody takes it', async () => {
  const customers = [
    await buildCustomer(platform, { name: '钱' }),
    await buildCustomer(platform, { name: '孙' }),
  ];
  for (let n = 0; n < 40; n++) {
    const customer = customers[n % 2] ?? 0;
    await order({ customer, daysAgo: 40, lines: [{ product: cake, amount: 10_000 }] });
    const sour = await order({ customer, daysAgo: 30, lines: [{ product: bread }] });
    if (n < 20) await refund(sour, '吐司', '发霉');
  }
  await project(platform);
  await reckonProducts(platform);
  const shown = await page(cake);
  expect(shown).toMatchObject({
    role: null,
    suggestion: { role: 'profit', reasons: [{ what: 'margin' }, {}] },
  });
  expect((await listed('?suggested=yes')).data.map(({ name }) => name)).toEqual(['蛋糕']);
  // 22 of 47 breads went back, of the cakes none: no campaign mends that.
  expect(await page(bread)).toMatchObject({ unmendable: true, returns: { hits: 22, of: 47, isAbove: true } });
  expect((await listed('?unmendable=yes')).data.map(({ name }) => name)).toEqual(['吐司']);
  const { body } = await client.post('/products/roles', {
    products: { filters: { suggested: 'yes' } },
    role: 'suggested',
  });
  expect(body).toEqual({ changed: 1 });
  expect(await page(cake)).toMatchObject({ role: 'profit', suggestion: null });
});

test('staff see no figures of the shop and set no role', async () => {
  const staff = client.as(await testMember(platform, 'staff', 'own'));
  expect((await staff.get('/products/figures')).status).toBe(403);
  expect((await staff.get(`/products/prd_${bread}`)).status).toBe(403);
  expect(
    (await staff.post('/products/roles', { products: { ids: [`prd_${bread}`] }, role: 'ip' })).status,
  ).toBe(403);
});

test('a cost is said on the product: its margin follows at once, who said it is kept, the same again says nothing', async () => {
  const say = (id: number, cost: unknown) => client.send('PUT', `/products/prd_${id}/cost`, { cost });
  const before = await page(bread, 0);
  expect(before).toMatchObject({ cost: 800, margin: expect.any(Number) });
  expect(await say(bread, 1_000)).toMatchObject({ status: 200 });
  await say(bread, 1_000);
  const after = await page(bread, 0);
  const pieces = Number(before.pieces);
  expect(after.cost).toBe(1_000);
  expect(Number(before.margin) - Number(after.margin)).toBeCloseTo(
    (200 * pieces) / Number(before.revenue),
    9,
  );
  const inList = (await listed('?days=0&sort=margin')).data;
  expect(inList.find(({ name }) => name === '吐司')).toMatchObject({ cost: 1_000, margin: after.margin });
  const margins = inList.map(({ margin }) => (margin === null ? -1 : Number(margin)));
  expect(margins.filter(margin => margin >= 0).length).toBeGreaterThan(1);
  expect(margins).toEqual(margins.toSorted((one, other) => other - one));
  await say(bread, null);
  expect(await page(bread, 0)).toMatchObject({ cost: null, margin: null });
  const { rows } = await sql`
    select actor, object_id, before, after from audit_log where action = 'product.cost_changed' order by id`.execute(
    db,
  );
  expect(rows).toMatchObject([
    { objectId: String(bread), before: { name: '吐司', cost: 800 }, after: { name: '吐司', cost: 1_000 } },
    { before: { cost: 1_000 }, after: { cost: null } },
  ]);
  for (const wrong of [-1, 1.5, '8', undefined, 100_000_000_001])
    expect([wrong, (await say(bread, wrong)).status]).toEqual([wrong, 400]);
  expect(await say(999_999, 1)).toMatchObject({ status: 404 });
  const staff = client.as(await testMember(platform, 'staff'));
  expect(await staff.send('PUT', `/products/prd_${bread}/cost`, { cost: 1 })).toMatchObject({ status: 403 });
});

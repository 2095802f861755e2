import { inflateRawSync } from 'node:zlib';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { contactRoutes } from '../contact/contact.routes.ts';
import { customerRoutes } from '../customers/customers.routes.ts';
import { learnPeople } from '../identities/learn.ts';
import { storePhone } from '../identities/phones.ts';
import { buildAccount, buildCustomer, buildMember } from '../testing/factories.ts';
import { project } from '../testing/project.ts';
import { runErasure } from './erase-steps.ts';
import { flagMinors, lastBirthdayOfAge } from './minors.ts';
import { rightsRoutes } from './rights.routes.ts';

const platform = await testPlatform();
const { db, clock, vault } = platform;
const all = testClient(platform, [...customerRoutes, ...contactRoutes, ...rightsRoutes]);
const owner = all.as(await testMember(platform));
const manager = all.as(await testMember(platform, 'manager'));
const accountId = await buildAccount(platform);
const shop = await buildAccount(platform, { kind: 'shop', name: '网店' });
const memberId = await buildMember(platform, { accountId });
const followedBy = { accountId, memberId };
const wire = (id: number) => `cus_${id}`;

const buyer = (key: string) => ({ kind: 'buyer' as const, accountId: shop, key, shown: key });
const learn = (key: string, told: { name?: string; city?: string; birthday?: string; phone?: string }) =>
  db.transaction().execute(async tx => {
    const { phone, ...says } = told;
    const keys = [
      buyer(key),
      ...(phone ? [{ kind: 'phone' as const, accountId: 0, ...storePhone(vault, phone) }] : []),
    ];
    const context = { clock, vault, actor: { name: 'import:1' }, source: 'shop' };
    const { customerIds } = await learnPeople(tx, context, [{ keys, at: clock.now(), ...says }]);
    return customerIds[0];
  });

async function order(customerId: number, orderNo: string, paid: number): Promise<void> {
  await db
    .insertInto('orders')
    .values({
      ...{ accountId: shop, orderNo, customerId, payment: 'paid', fulfilment: 'delivered', paid },
      ...{ orderedAt: clock.now(), updatedAt: clock.now() },
    })
    .execute();
}

test('only the owner erases, only with the number typed, and not while a file is read', async () => {
  const id = (await learn('wanted', { name: '王小满' })) ?? 0;
  const wish = { reason: 'asked', confirm: wire(id) };
  expect(await manager.post(`/customers/${wire(id)}/erasure`, wish)).toMatchObject({ status: 403 });
  expect(await owner.post(`/customers/${wire(id)}/erasure`, { ...wish, confirm: 'cus_1x' })).toMatchObject({
    status: 422,
    body: { code: 'erasure_not_confirmed' },
  });
  const running = { fileName: 'a', fileSha256: 'a', bytes: 1, format: '', mapping: '{}', createdBy: 'x' };
  await db
    .insertInto('imports')
    .values({ ...running, status: 'importing', createdAt: clock.now() })
    .execute();
  expect(await owner.post(`/customers/${wire(id)}/erasure`, wish)).toMatchObject({
    status: 409,
    body: { code: 'erasure_import_under_way' },
  });
  await sql`delete from imports`.execute(db);
  expect(await owner.get(`/customers/${wire(id)}`)).toMatchObject({ status: 200, body: { name: '王小满' } });
});

test('before: what goes and what stays; after: nobody, amounts, a receipt without a name', async () => {
  const id = (await learn('erin', { name: '艾琳', city: '杭州', phone: '+8613800004321' })) ?? 0;
  await order(id, 'E-1', 12_000);
  await project(platform);
  const { body: plan } = await owner.get(`/customers/${wire(id)}/erasure`);
  expect(plan).toMatchObject({ goes: { profiles: 1, identities: 2 }, stays: { orders: 1, paid: 12_000 } });

  const { body: asked } = await owner.post(`/customers/${wire(id)}/erasure`, {
    reason: 'withdrawn',
    confirm: wire(id),
  });
  expect(await owner.get(`/customers/${wire(id)}`)).toMatchObject({ status: 404 });
  await project(platform);
  const receiptId = Number((asked as { id: string }).id.slice(4));
  await runErasure(platform, receiptId);
  const { body: receipt } = await owner.get(`/erasures/era_${receiptId}`);
  expect(receipt).toMatchObject({
    reason: 'withdrawn',
    actor: 'owner all',
    counts: { orders: 1, paid: 12_000, identities: 2 },
    finishedAt: clock.now().toISOString(),
    scrubbedAt: null,
  });
  expect(JSON.stringify(receipt)).not.toMatch(/艾琳|erin|E-1|4321/);
  const { rows } = await sql`
    select sum(paid)::bigint as paid, min(order_no) like 'erased:%' as hidden from orders where customer_id = ${id}`.execute(
    db,
  );
  expect(rows).toEqual([{ paid: 12_000, hidden: true }]);
  const { rows: sought } = await sql`select sought from erasure_receipts where id = ${receiptId}`.execute(db);
  expect(sought).toEqual([{ sought: null }]);

  // With the old keys nobody comes back, not even with a new one beside them.
  expect(await learn('erin', { name: '艾琳' })).toBeUndefined();
  expect(await learn('somebody-new', { name: '艾琳', phone: '+8613800004321' })).toBeUndefined();
  expect(await learn('somebody-else', { name: '别人' })).toBeDefined();
});

test('cut short after any step, the erasure goes on where it stood', async () => {
  for (const done of [[], ['rows'], ['rows', 'traces'], ['rows', 'traces', 'files']]) {
    const id = (await learn(`cut ${done.length}`, { name: `断了${done.length}` })) ?? 0;
    const { body } = await owner.post(`/customers/${wire(id)}/erasure`, {
      reason: 'asked',
      confirm: wire(id),
    });
    await project(platform);
    const receiptId = Number((body as { id: string }).id.slice(4));
    const steps = Object.fromEntries(done.map(step => [step, clock.now().toISOString()]));
    await sql`update erasure_receipts set steps = ${JSON.stringify(steps)}::jsonb where id = ${receiptId}`.execute(
      db,
    );
    await runErasure(platform, receiptId);
    const { body: receipt } = await owner.get(`/erasures/era_${receiptId}`);
    expect((receipt as { finishedAt: string | null }).finishedAt).not.toBeNull();
    const left = await platform.clickhouse.rows(
      'select person_id from customers final where person_id = {id:UInt32}',
      {
        id,
      },
    );
    expect(left).toEqual([]);
  }
});

test('the export holds everything, the phone in full, as JSON and as CSV for Excel, and is written down', async () => {
  const id = (await learn('export', { name: '=出口', phone: '+8613800009876' })) ?? 0;
  await order(id, 'X-1', 5_000);
  expect(
    await all.as(await testMember(platform, 'staff')).get(`/customers/${wire(id)}/export`),
  ).toMatchObject({
    status: 403,
  });
  const { body } = await manager.get(`/customers/${wire(id)}/export`);
  expect(body).toMatchObject({
    profiles: [{ name: '=出口' }],
    identities: [
      { kind: 'buyer', value: 'export' },
      { kind: 'phone', value: '+8613800009876' },
    ],
    orders: [{ order_no: 'X-1', paid: 5_000 }],
  });
  const answer = await owner.app.request(`/api/v1/customers/${wire(id)}/export?format=csv`, {
    headers: { authorization: `Bearer ${(await testMember(platform)).token}` },
  });
  expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="cus_${id}.zip"`);
  const files = unzip(Buffer.from(await answer.arrayBuffer()));
  expect([...files.keys()]).toEqual(expect.arrayContaining(['基本资料.csv', '身份标识.csv', '订单.csv']));
  expect(files.get('基本资料.csv')).toMatch(/^\uFEFFid,person,name,/);
  expect(files.get('基本资料.csv')).toContain("'=出口");
  expect(files.get('身份标识.csv')).toContain('+8613800009876');
  const { rows } = await sql`
    select action, after ->> 'format' as format from audit_log where customer_id = ${id} order by id`.execute(
    db,
  );
  expect(rows).toEqual([
    { action: 'customer.exported', format: 'json' },
    { action: 'customer.exported', format: 'csv' },
  ]);
});

/** Reads an archive by its local headers, as far as ours go. */
function unzip(bytes: Buffer): Map<string, string> {
  const files = new Map<string, string>();
  for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50; ) {
    const [packed, nameLength] = [bytes.readUInt32LE(at + 18), bytes.readUInt16LE(at + 26)];
    const begin = at + 30 + nameLength;
    const content = inflateRawSync(bytes.subarray(begin, begin + packed));
    files.set(bytes.toString('utf8', at + 30, begin), content.toString('utf8'));
    at = begin + packed;
  }
  return files;
}

test('what was corrected by hand stands against the next file, emptied fields too', async () => {
  const id = (await learn('fix', { name: '错名字', city: '上海' })) ?? 0;
  const { body } = await owner.send('PATCH', `/customers/${wire(id)}`, {
    name: '对名字',
    city: null,
    birthday: '1990-02-03',
  });
  expect(body).toMatchObject({
    name: '对名字',
    city: null,
    corrected: { name: { by: 'owner all' }, city: { by: 'owner all' }, birthday: {} },
  });
  await learn('fix', { name: '又是错名字', city: '上海', birthday: '1980-01-01' });
  expect((await owner.get(`/customers/${wire(id)}`)).body).toMatchObject({
    name: '对名字',
    city: null,
    birthday: '1990-02-03',
  });
  const { rows } = await sql`select before, after from audit_log where customer_id = ${id}`.execute(db);
  expect(rows).toMatchObject([
    { before: { name: '错名字', city: '上海' }, after: { name: '对名字', city: null } },
  ]);
});

test('each consent is kept with its text, its source and how we know', async () => {
  const id = await buildCustomer(platform, { followedBy });
  const word = { purpose: 'marketing', channel: 'sms', evidence: '门店表单第 12 页' };
  await owner.post(`/customers/${wire(id)}/consents`, {
    ...{
      ...word,
      given: true,
      textVersion: '隐私政策 2026-05',
      source: 'paper',
      at: '2026-05-01T10:00:00+08:00',
    },
  });
  await owner.post(`/customers/${wire(id)}/consents`, { ...word, given: false, evidence: '微信里说不要了' });
  expect((await owner.get(`/customers/${wire(id)}/consents`)).body).toMatchObject({
    data: [
      {
        ...{ purpose: 'marketing', channel: 'sms', given: false, textVersion: null, source: 'staff' },
        ...{ evidence: '微信里说不要了', at: clock.now().toISOString(), actor: 'owner all' },
      },
      {
        ...{
          purpose: 'marketing',
          channel: 'sms',
          given: true,
          textVersion: '隐私政策 2026-05',
          source: 'paper',
        },
        ...{ evidence: '门店表单第 12 页', at: '2026-05-01T02:00:00.000Z', actor: 'owner all' },
      },
    ],
  });
});

test('under fourteen nobody is contacted for marketing without their guardian; the flag follows the birthday', async () => {
  expect(lastBirthdayOfAge(new Date('2028-02-29T04:00:00Z'))).toBe('2014-02-28');
  const today = lastBirthdayOfAge(clock.now());
  const child = await buildCustomer(platform, { followedBy });
  const grown = await buildCustomer(platform, { followedBy });
  const dayLater = new Date(Date.parse(`${today}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  await sql`update customers set birthday = ${dayLater} where id = ${child}`.execute(db);
  await sql`update customers set birthday = ${today} where id = ${grown}`.execute(db);
  const marketing = async (id: number) =>
    (
      (await owner.get(`/customers/${wire(id)}/reachability`)).body as {
        accounts: { marketing: { reachable: boolean; words: string | null } }[];
      }
    ).accounts[0]?.marketing;
  expect(await marketing(child)).toMatchObject({
    reachable: false,
    words: '未满 14 周岁，没有监护人同意，不做营销触达。',
  });
  expect(await marketing(grown)).toMatchObject({ reachable: true });
  expect((await owner.get(`/customers/${wire(child)}`)).body).toMatchObject({ minor: true });

  expect(await flagMinors(db, clock)).toBe(1);
  expect(await flagMinors(db, clock), 'again').toBe(0);
  const reachable = async () => {
    await project(platform);
    const { body } = await owner.get('/customers?reachable=yes&pageSize=200');
    return (body as { data: { id: string }[] }).data.map(row => row.id);
  };
  expect(await reachable()).not.toContain(wire(child));
  const guardian = { purpose: 'guardian', given: true, evidence: '母亲签字的纸质同意书' };
  await owner.post(`/customers/${wire(child)}/consents`, guardian);
  expect(await marketing(child)).toMatchObject({ reachable: true });
  expect(await reachable()).toContain(wire(child));
  await owner.post(`/customers/${wire(child)}/consents`, { ...guardian, given: false });
  expect(await marketing(child)).toMatchObject({ reachable: false });
});

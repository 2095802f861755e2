import { sql } from 'kysely';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { customers } from '#customers';
import { buildAccount, buildCustomer } from '#customers/testing';
import { DAY, HOUR, MINUTE, SECOND } from '../clock.ts';
import { appendEvents, type NewEvent } from '../log/events.ts';
import { catchUp } from '../log/readers.ts';
import { testClient, testMember } from '../testing/test-app.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { WEBHOOK_LIMITS } from './contract.ts';
import { claimDue, recipientOf } from './deliver.sql.ts';
import { deliverDue } from './deliver.ts';
import { webhooksReader } from './reader.ts';
import { startReceiver } from './testing/receiver.ts';
import { publishedBy, webhooksOut } from './webhooks.ts';

const made = await testPlatform();
const platform = { ...made, config: { ...made.config, webhooksPrivate: true } };
const { db, clock } = platform;
const published = publishedBy([customers]);
const { routes } = webhooksOut([customers]);
const owner = testClient(platform, routes).as(await testMember(platform));
const reader = webhooksReader(platform, published);
const idOf = (wire: string) => Number(wire.split('_')[1]);

/** An endpoint of its own receiver, and what one does with it. */
async function endpoint(more: object = {}) {
  const receiver = await startReceiver();
  const answer = await owner.post('/webhook-endpoints', { name: 'ERP', url: receiver.url, ...more });
  const { id, secret } = answer.body as { id: string; secret: string };
  const path = `/webhook-endpoints/${id}`;
  return {
    ...{ id, secret, receiver, path },
    async deliver() {
      await catchUp(db, reader);
      return await deliverDue(platform, idOf(id), { ...published, timeout: 500 });
    },
    list: async (state = '') =>
      ((await owner.get(`${path}/deliveries${state && `?state=${state}`}`)).body as { data: Listed[] }).data,
    view: async () =>
      ((await owner.get('/webhook-endpoints')).body as { data: { id: string }[] }).data.find(
        one => one.id === id,
      ),
  };
}
type Listed = {
  id: string;
  type: string;
  state: string;
  tries: number;
  tryAt: string;
  last: { outcome: string };
};

const tell = (...events: (Partial<NewEvent> & { type: string })[]) =>
  db.transaction().execute(tx =>
    appendEvents(
      tx,
      events.map(event => ({ at: clock.now(), actor: 'system', ...event })),
    ),
  );
const bodies = (received: { body: string }[]) => received.map(one => JSON.parse(one.body));

test('an event is sent as Standard Webhooks says: type, timestamp, data, and a signature that the reference library takes', async () => {
  const erp = await endpoint();
  const customerId = await buildCustomer(platform, { name: '林小雨', phone: '+8613800001111' });
  await tell({ type: 'customer.changed', customerId, data: { fields: ['note'] }, actor: 'member:1' });
  await erp.deliver();
  const [first] = erp.receiver.received.filter(one => one.body.includes('customer.changed'));
  expect(JSON.parse(first!.body)).toEqual({
    type: 'customer.changed',
    timestamp: clock.now().toISOString(),
    data: { customer: { id: `cus_${customerId}` }, fields: ['note'] },
  });
  expect(first!.headers['content-type']).toBe('application/json');
  // The library looks at its own clock; ours stands elsewhere.
  const verifier = new Webhook(erp.secret);
  const signed = first!.headers as Record<string, string>;
  expect(Number(signed['webhook-timestamp'])).toBe(Math.floor(clock.now().getTime() / 1_000));
  const again = verifier.sign(signed['webhook-id']!, clock.now(), first!.body);
  expect(signed['webhook-signature']).toBe(again);
  expect(await erp.view()).toMatchObject({
    status: 'active',
    waiting: 0,
    failed: 0,
    lastDeliveredAt: clock.now().toISOString(),
  });
});

test('one delivery per event and endpoint, of what came after the endpoint and is asked for', async () => {
  const customerId = await buildCustomer(platform);
  await tell({ type: 'consent.given', customerId, data: { purpose: 'marketing', channel: 'all' } });
  const all = await endpoint();
  const few = await endpoint({ types: ['consent.withdrawn'], imports: true });
  await tell(
    {
      type: 'consent.withdrawn',
      customerId,
      data: { purpose: 'marketing', channel: 'wecom' },
      actor: 'import:7',
    },
    { type: 'customer.changed', customerId, data: { by: 'source' } },
    { type: 'page_viewed', customerId, data: { url: '/a' } },
  );
  for (const one of [all, few]) await one.deliver();
  // Read again from the beginning, as after a cursor that was set back: nothing is written twice.
  await sql`update log_cursors set xid = 0, seq = 0 where reader = 'webhooks'`.execute(db);
  for (const one of [all, few]) await one.deliver();
  expect(bodies(all.receiver.received).map(one => one.type)).toEqual(['customer.changed']);
  expect(bodies(few.receiver.received)).toMatchObject([
    { type: 'consent.withdrawn', data: { channel: 'wecom', purpose: 'marketing' } },
  ]);
});

test('names and phones leave only for an endpoint that may have them, and never lie in what is kept', async () => {
  const plain = await endpoint();
  const trusted = await endpoint({ fields: ['name', 'phone'] });
  const customerId = await buildCustomer(platform, { name: '周敏', phone: '+8613911112222' });
  await tell({ type: 'tag.added', customerId, data: { tagId: 0 } }, { type: 'customer.changed', customerId });
  for (const one of [plain, trusted]) await one.deliver();
  const said = (one: typeof plain) =>
    bodies(one.receiver.received).filter(({ type }) => type === 'customer.changed');
  expect(said(plain)).toMatchObject([{ data: { customer: { id: `cus_${customerId}` } } }]);
  expect(plain.receiver.received.map(one => one.body).join()).not.toMatch(/周敏|13911112222/);
  expect(said(trusted)).toMatchObject([{ data: { customer: { name: '周敏', phone: '+8613911112222' } } }]);
  const { rows } = await sql<{ kept: string }>`
    select string_agg(d::text, ',') as kept from webhook_deliveries d`.execute(db);
  expect(rows[0]!.kept).not.toMatch(/周敏|13911112222/);
  const [delivery] = (await trusted.list()).filter(({ type }) => type === 'customer.changed');
  expect((await owner.get(`/webhook-deliveries/${delivery!.id}`)).body).toMatchObject({
    told: ['name', 'phone'],
  });
});

test('what is not taken is tried again after 5 s, 5 m, 30 m, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h, under the same id, and then given up', async () => {
  const erp = await endpoint({ types: ['customer.changed'] });
  erp.receiver.answer({ status: 500 });
  await tell({ type: 'customer.changed' });
  const pauses: number[] = [];
  for (;;) {
    await erp.deliver();
    const [{ state, tryAt } = { state: 'failed', tryAt: '' }] = await erp.list();
    if (state !== 'waiting') break;
    const pause = new Date(tryAt).getTime() - clock.now().getTime();
    pauses.push(pause);
    clock.advance(pause - 1);
    expect(await erp.deliver(), 'not before its time').toBe(0);
    clock.advance(5 * MINUTE);
  }
  const expected = WEBHOOK_LIMITS.retrySeconds.slice(1).map(seconds => seconds * SECOND);
  expect(pauses).toHaveLength(9);
  for (const [i, pause] of pauses.entries()) {
    expect(pause / expected[i]!, `${i}`).toBeGreaterThanOrEqual(0.9);
    expect(pause / expected[i]!, `${i}`).toBeLessThanOrEqual(1.1);
  }
  expect(new Set(erp.receiver.received.map(one => one.headers['webhook-id'])).size).toBe(1);
  expect(new Set(erp.receiver.received.map(one => one.headers['webhook-timestamp'])).size).toBe(10);
  expect(await erp.view()).toMatchObject({ failed: 1, waiting: 0, status: 'active' });

  // By hand it begins anew, and a receiver that works again has it.
  erp.receiver.answer({ status: 200 });
  const [{ id } = { id: '' }] = await erp.list('failed');
  expect(await owner.post(`/webhook-deliveries/${id}/replay`)).toMatchObject({ status: 201 });
  expect(await owner.post(`/webhook-deliveries/${id}/replay`)).toMatchObject({
    body: { code: 'webhook_still_waiting' },
  });
  await erp.deliver();
  expect(erp.receiver.received.at(-1)!.headers['webhook-id']).toBe(id);
  expect(await erp.view()).toMatchObject({ failed: 0, failingSince: null });
});

test('410 stops an endpoint at once; what waits and what comes meanwhile is held, and goes when it is replayed', async () => {
  const erp = await endpoint({ types: ['customer.changed'] });
  erp.receiver.answer({ status: 410 });
  await tell({ type: 'customer.changed' });
  await erp.deliver();
  expect(await erp.view()).toMatchObject({ status: 'disabled', disabledWhy: 'gone' });
  await tell({ type: 'customer.changed' }, { type: 'customer.changed' });
  await erp.deliver();
  expect(erp.receiver.received).toHaveLength(1);
  expect(await erp.view()).toMatchObject({ held: 2, failed: 1 });
  const range = { from: new Date(clock.now().getTime() - HOUR), to: new Date(clock.now().getTime() + HOUR) };
  expect(await owner.post(`${erp.path}/replay`, range)).toMatchObject({
    body: { code: 'webhook_endpoint_stopped' },
  });

  erp.receiver.answer({ status: 204 });
  expect(await owner.send('PATCH', erp.path, { status: 'active' })).toMatchObject({ status: 200 });
  expect(await owner.post(`${erp.path}/replay`, range)).toMatchObject({ body: { replayed: 3 } });
  await erp.deliver();
  expect((await erp.list('delivered')).length).toBe(3);
  expect(await owner.post(`${erp.path}/replay`, range), 'what was taken is not sent again').toMatchObject({
    body: { replayed: 0 },
  });
  expect(await owner.post(`${erp.path}/replay`, { ...range, what: 'all' })).toMatchObject({
    body: { replayed: 3 },
  });
  const past = { from: range.from, to: new Date(range.from.getTime() + 1) };
  expect(await owner.post(`${erp.path}/replay`, past)).toMatchObject({ body: { replayed: 0 } });
});

test('an endpoint that takes nothing for five days is stopped, and not before', async () => {
  const erp = await endpoint({ types: ['customer.changed'] });
  erp.receiver.answer('cut');
  await tell({ type: 'customer.changed' });
  await erp.deliver();
  clock.advance(5 * DAY - MINUTE);
  await erp.deliver();
  expect(await erp.view()).toMatchObject({ status: 'active' });
  clock.advance(DAY);
  await tell({ type: 'customer.changed' });
  await erp.deliver();
  expect(await erp.view()).toMatchObject({ status: 'disabled', disabledWhy: 'failing' });
  const audited =
    await sql`select actor from audit_log where action = 'webhook_endpoint.disabled' and object_id = ${String(idOf(erp.id))}`.execute(
      db,
    );
  expect(audited.rows).toEqual([{ actor: 'system' }]);
});

test('who asks to be left alone is left alone, and after three failures everybody is', async () => {
  const erp = await endpoint({ types: ['customer.changed'] });
  erp.receiver.answer({ status: 429, headers: { 'retry-after': '600' } });
  await tell({ type: 'customer.changed' });
  await erp.deliver();
  erp.receiver.answer({ status: 204 });
  await tell({ type: 'customer.changed' });
  clock.advance(599 * SECOND);
  expect(await erp.deliver()).toBe(0);
  clock.advance(2 * SECOND);
  expect(await erp.deliver()).toBe(2);
});

test('a test goes once, also to an endpoint that is paused, and says that it is one', async () => {
  const erp = await endpoint();
  await owner.send('PATCH', erp.path, { status: 'paused' });
  erp.receiver.answer({ status: 500 });
  const sent = await owner.post(`${erp.path}/test`);
  await erp.deliver();
  expect(bodies(erp.receiver.received)).toMatchObject([
    { type: 'webhook.test', data: { endpoint: { id: erp.id } } },
  ]);
  expect(await erp.list()).toMatchObject([
    { id: (sent.body as { id: string }).id, state: 'failed', tries: 1 },
  ]);
  expect(await erp.view(), 'which is no failure of the endpoint').toMatchObject({
    failed: 0,
    failingSince: null,
  });
});

test('for a day both secrets sign; after that the new one alone', async () => {
  const erp = await endpoint({ types: ['customer.changed'] });
  const rotated = (await owner.post(`${erp.path}/rotate`)).body as { secret: string };
  expect(rotated.secret).not.toBe(erp.secret);
  const signedBy = async () => {
    await tell({ type: 'customer.changed' });
    await erp.deliver();
    const { headers, body } = erp.receiver.received.at(-1)!;
    const [id, signatures] = [String(headers['webhook-id']), String(headers['webhook-signature']).split(' ')];
    return [rotated.secret, erp.secret].map(secret =>
      signatures.indexOf(new Webhook(secret).sign(id, clock.now(), body)),
    );
  };
  expect(await signedBy()).toEqual([0, 1]);
  clock.advance(DAY);
  expect(await signedBy()).toEqual([0, -1]);
  const { rows } = await sql<{ kept: string }>`select e::text as kept from webhook_endpoints e`.execute(db);
  for (const { kept } of rows) expect(kept).not.toContain('whsec_');
});

test('a try that died is made again once its claim has run out, and whoever was slow changes nothing then', async () => {
  const erp = await endpoint({ types: ['customer.changed'] });
  await tell({ type: 'customer.changed' });
  await catchUp(db, reader);
  const recipient = await recipientOf(platform, idOf(erp.id));
  const claimed = await claimDue(platform, recipient!, 5);
  expect(claimed).toHaveLength(1);
  expect(await erp.deliver(), 'nobody else while it is claimed').toBe(0);
  clock.advance(61 * SECOND);
  expect(await erp.deliver()).toBe(1);
  expect(await erp.list()).toMatchObject([{ state: 'delivered', tries: 2 }]);
});

test('erasing a person takes what was told of them, and tells that they are erased', async () => {
  const erp = await endpoint({ fields: ['name'] });
  const customerId = await buildCustomer(platform, { name: '何小' });
  await tell({ type: 'customer.changed', customerId });
  await erp.deliver();
  await tell({ type: 'customer.changed', customerId }, { type: 'customer.erased', customerId });
  await sql`update customers set status = 'erased', name = null where id = ${customerId}`.execute(db);
  erp.receiver.received.length = 0;
  await erp.deliver();
  expect(bodies(erp.receiver.received)).toMatchObject([
    { type: 'customer.erased', data: { customer: { id: `cus_${customerId}` } } },
  ]);
});

test('an order goes with its amounts and without its buyer', async () => {
  const erp = await endpoint({ types: ['order.placed'] });
  const accountId = await buildAccount(platform);
  const { id } = await db
    .insertInto('orders')
    .values({
      ...{
        accountId,
        orderNo: 'E1',
        payment: 'paid',
        fulfilment: 'shipped',
        paid: 9_990,
        orderedAt: clock.now(),
      },
      updatedAt: clock.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await tell({ type: 'order.placed', accountId, data: { orderId: id, orderNo: 'E1' } });
  await erp.deliver();
  expect(bodies(erp.receiver.received)).toMatchObject([
    {
      data: {
        account: { id: `acc_${accountId}` },
        order: { id: `ord_${id}`, orderNo: 'E1', paid: 9_990, refunded: 0 },
      },
    },
  ]);
});

test('what is sent is what the published schema says, and under 20 kB with everything as long as can be', async () => {
  const { body } = await owner.get('/webhook-event-types');
  const types = (body as { data: { type: string; schema: { properties: object } }[] }).data;
  expect(types.map(one => one.type)).toContain('customer.erased');
  for (const { schema } of types)
    expect(Object.keys(schema.properties)).toEqual(['type', 'timestamp', 'data']);
  const erp = await endpoint({ types: ['customer.changed', 'customers.merged'] });
  const customerId = await buildCustomer(platform);
  const long = Array.from({ length: 500 }, () => '字'.repeat(200));
  await tell(
    { type: 'customer.changed', customerId, data: { fields: long } },
    { type: 'customers.merged', customerId, data: { persons: long.map((_, i) => 999_999_000_000 + i) } },
  );
  await erp.deliver();
  for (const one of erp.receiver.received) expect(Buffer.byteLength(one.body)).toBeLessThan(20_000);
  expect((await erp.list('delivered')).length).toBe(2);
});

test('addresses that could never be called, events that nobody publishes, and logins in addresses are refused', async () => {
  const strict = testClient(made, routes).as(await testMember(made));
  const tries = [
    [{ url: 'http://erp.example/hook' }, 'webhook_not_https'],
    [{ url: 'https://127.1/hook' }, 'webhook_not_public'],
    [{ url: 'https://[::ffff:10.0.0.1]/' }, 'webhook_not_public'],
    [{ url: 'https://LOCALHOST./' }, 'webhook_not_public'],
    [{ url: 'https://u:p@erp.example/' }, 'webhook_url_with_login'],
    [{ url: 'https://erp.example/', types: ['page_viewed'] }, 'webhook_type_unknown'],
    [{ url: 'ftp://erp.example/' }, 'invalid_request'],
  ] as const;
  for (const [body, code] of tries)
    expect((await strict.post('/webhook-endpoints', { name: 'x', ...body })).body).toMatchObject({ code });
  const staff = testClient(made, routes).as(await testMember(made, 'manager'));
  expect(await staff.get('/webhook-endpoints')).toMatchObject({ status: 403 });
});

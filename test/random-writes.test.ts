import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { compareStores, rebuildAnalytics } from '#customers';
import { importPath, runStep, startStep } from '#customers/imports';
import { buildAccount, project } from '#customers/testing';
import { planBroadcast } from '#engagement';
import { SYSTEM } from '#platform/auth/actor.ts';
import { DAY } from '#platform/clock.ts';
import { buildApp } from '#platform/http/app.ts';
import { appendEvents } from '#platform/log/events.ts';
import { TestClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { type ShopFormat, shopFile } from '../src/1-customers/imports/testing/fixtures.ts';
import { sampleOrders } from '../src/1-customers/imports/testing/sample-orders.ts';
import { temporaryFiles } from '../src/1-customers/imports/testing/test-files.ts';
import { ODD_DATA, ODD_TEXTS } from '../src/2-segmentation/testing/odd-values.ts';
import { routes } from './calls/calls.ts';
import type { For } from './calls/insert.ts';
import { customer } from './calls/makers.ts';

/** Whatever is written, in whatever order, both stores say the same of it, row for row, and again after a rebuild. */
const SEED = 20_261_122;
const platform = await testPlatform();
const { db, clock } = platform;
const member = await testMember(platform);
const client = new TestClient(buildApp(platform, routes)).as(member);
const given: For = {
  platform,
  accountId: await buildAccount(platform),
  follower: member.id,
  caller: member.id,
};
// Only who is on the account carries messages by hand.
await db
  .insertInto('memberAccounts')
  .values({ accountId: given.accountId, externalId: 'ann', memberId: member.id })
  .execute();
const files = temporaryFiles();
afterAll(() => files.remove());

const FORMATS: ShopFormat[] = [
  'taobao_orders',
  'taobao_items',
  'taobao_refunds',
  'youzan_orders',
  'youzan_customers',
];
const imported: number[] = [];
const tagIds: string[] = [];

const n = fc.nat({ max: 10_000 });
const text = fc.constantFrom(...ODD_TEXTS.filter(one => one.trim() !== '' && one.length <= 30));
const step = fc.record({
  do: fc.constantFrom(
    ...(['customer', 'import', 'import', 'undo', 'change', 'tag', 'untag', 'merge', 'split'] as const),
    ...(['suppress', 'lift', 'consent', 'tier', 'broadcast', 'tick', 'track', 'wait'] as const),
  ),
  a: n,
  b: n,
  text,
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** One of a table's rows; undefined while there is none. */
async function oneOf(table: string, at: number, where = 'true'): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    select id from ${sql.table(table)} where ${sql.raw(where)} order by id`.execute(db);
  return rows.length === 0 ? undefined : rows[at % rows.length]?.id;
}
const someone = (at: number) => oneOf('customers', at, `status = 'active'`);

const STEPS: Record<Step['do'], (step: Step) => Promise<unknown>> = {
  customer: () => customer(given),
  import: async ({ a, b }) => {
    const format = FORMATS[a % FORMATS.length] ?? 'taobao_orders';
    const { fileName, bytes } = await shopFile(format, 'csv', sampleOrders(8, 1 + (b % 3)));
    const choice = { shop: { name: `店${a % 2}` }, format };
    const path = files.write(fileName, bytes);
    imported.push((await importPath(platform, { path, choice, actor: SYSTEM })).importId);
  },
  undo: async () => {
    const id = imported.pop();
    if (id === undefined) return;
    await db.transaction().execute(tx => startStep(tx, clock, SYSTEM, id, 'undo'));
    await runStep(platform, id);
  },
  change: async ({ a, b, text: name }) =>
    call('PATCH', `/customers/cus_${await someone(a)}`, {
      name,
      city: b % 2 ? name : null,
      birthday: b % 3 ? '2000-02-29' : null,
      minor: b % 5 === 0,
      ownerMemberId: b % 2 ? `mem_${member.id}` : null,
    }),
  tag: async ({ a, b, text: name }) => {
    const made = await call('POST', '/tags', { group: '组', name });
    if (made.status === 201) tagIds.push((made.body as { id: string }).id);
    const tagId = tagIds[b % tagIds.length];
    await call('POST', `/customers/cus_${await someone(a)}/tags`, { tagIds: [tagId] });
  },
  untag: async ({ a, b }) =>
    call('DELETE', `/customers/cus_${await someone(a)}/tags/${tagIds[b % (tagIds.length || 1)] ?? 'tag_1'}`),
  merge: async ({ a, b, text: note }) =>
    call('POST', `/customers/cus_${await someone(a)}/merge`, { other: `cus_${await someone(b)}`, note }),
  split: async ({ a }) =>
    call('POST', `/merges/mrg_${(await oneOf('merges', a, 'undone_at is null')) ?? 1}/undo`, {
      reason: '分开',
    }),
  suppress: async ({ a, text: reason }) =>
    call('POST', `/customers/cus_${await someone(a)}/suppressions`, {
      channel: 'all',
      purpose: 'all',
      reason,
    }),
  lift: async ({ a }) =>
    call('POST', `/suppressions/sup_${(await oneOf('suppressions', a, 'lifted_at is null')) ?? 1}/lift`, {
      reason: '可以',
    }),
  consent: async ({ a, b, text: evidence }) =>
    call('POST', `/customers/cus_${await someone(a)}/consents`, {
      ...{ purpose: 'marketing', channel: 'all', given: b % 2 === 0, evidence },
    }),
  tier: async ({ a, b, text: reason }) =>
    call('POST', `/customers/cus_${await someone(a)}/tier`, {
      tier: b % 2 ? '重要' : '偶然',
      reason,
      expiresAt: null,
    }),
  broadcast: async ({ text: words }) => {
    const rule = { attribute: 'followed', test: { is: 'yes' } };
    const made = await call('POST', '/broadcasts', {
      name: '群发',
      channel: 'hand',
      rule,
      message: { text: words.replace(/[{}]/g, '') || '你好' },
    });
    if (made.status !== 201) return;
    const { id } = made.body as { id: string };
    await call('POST', `/broadcasts/${id}/start`, {});
    await project(platform);
    await planBroadcast(platform, Number(id.slice('bro_'.length)));
  },
  tick: async ({ a, b }) => {
    const { rows } = await sql<{ broadcastId: number; customerId: number }>`
      select broadcast_id, customer_id from broadcast_people where task_id is not null order by 1, 2`.execute(
      db,
    );
    const row = rows[a % (rows.length || 1)];
    const outcome = b % 2 ? 'sent' : 'skipped';
    if (row) await call('POST', `/hand-tasks/bro_${row.broadcastId}/cus_${row.customerId}`, { outcome });
  },
  track: async ({ a, b }) => {
    const customerId = await someone(a);
    const data = ODD_DATA[b % ODD_DATA.length] ?? {};
    const event = { type: 'page_viewed', customerId, at: clock.now(), actor: 'web', data };
    if (customerId !== undefined) await db.transaction().execute(tx => appendEvents(tx, [event]));
  },
  wait: async ({ b }) => clock.advance((b % 3) * DAY),
};

/** A refusal is an answer like another (nobody there, merged already); only a fault is none. */
async function call(method: string, path: string, body?: unknown) {
  const answer = await client.send(method, path, body);
  expect(answer.status, `${method} ${path} ${JSON.stringify(answer.body)}`).toBeLessThan(500);
  if (answer.status < 300) done++;
  return answer;
}
let done = 0;

test(`both stores agree after any writes, and after a rebuild (seed ${SEED})`, {
  timeout: 180_000,
}, async () => {
  for (let i = 0; i < 6; i++) await customer(given);
  const tried = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 30 }), async steps => {
      for (const one of steps) {
        tried.add(one.do);
        await STEPS[one.do](one);
      }
      await project(platform);
      expect(await compareStores(platform)).toEqual([]);
    }),
    { numRuns: 8, seed: SEED, endOnFailure: true },
  );
  expect([...tried].sort()).toEqual(Object.keys(STEPS).sort());
  expect(done, 'calls that did something').toBeGreaterThan(50);

  // The last import may have been taken back; what is rebuilt shall hold orders too.
  await STEPS.import({ do: 'import', a: 0, b: 0, text: '' });
  await project(platform);
  expect(await compareStores(platform)).toEqual([]);
  await rebuildAnalytics(platform);
  expect(await compareStores(platform)).toEqual([]);
  const [held] = await platform.clickhouse.rows<Record<string, number>>(
    `select (select count() from customers final) as people, (select count() from orders final) as orders,
       (select count() from contacts final) as contacts, (select count() from events) as events`,
  );
  for (const [table, rows] of Object.entries(held ?? {})) expect(Number(rows), table).toBeGreaterThan(0);
});

test('a row that is there twice, or of which a value is another, is noticed', async () => {
  await platform.clickhouse.command('insert into events select * from events limit 1');
  expect(await compareStores(platform)).toEqual([
    { table: 'events', onlyInPostgres: 0, onlyInClickHouse: 1 },
  ]);
  await rebuildAnalytics(platform);
  expect(await compareStores(platform)).toEqual([]);
});

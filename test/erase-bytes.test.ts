import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { SimulatorAdmin, startSimulator } from '#channels/simulator/index.ts';
import {
  compareStores,
  createWecomAccount,
  createWriteKey,
  scrub,
  syncWecom,
  workOffInbox,
} from '#customers';
import { createBroadcast, planJob, startBroadcast } from '#engagement';
import { findBrokenSeal, sealAudit } from '#platform/audit/seals.ts';
import { SYSTEM } from '#platform/auth/actor.ts';
import { readConfig } from '#platform/config.ts';
import { startReaders } from '#platform/log/readers.ts';
import { makeLogger } from '#platform/logger.ts';
import { openPlatform } from '#platform/platform.ts';
import { systemRandom } from '#platform/random.ts';
import { eventually } from '#platform/testing/eventually.ts';
import { testMember } from '#platform/testing/test-app.ts';
import { startReceiver } from '#platform/webhooks/testing/receiver.ts';
import { checkLedger } from '#segmentation';
import { stages } from '../src/app.ts';
import { makeServerApp } from '../src/server.ts';
import { officialFollower } from './rights/follower.ts';

/**
 * A person who came in by every door, and leaves: after an erasure nothing of what they were known by is found in any
 * column of either database; after the night's cleaning in no byte of any file of the home, the engines' own included.
 */
const CORP = 'ww_rights';
const NEEDLES = {
  name: '欧阳橘子酱',
  corpName: '橘子酱在微信',
  buyer: 'tb_juzijiang_88417',
  phone: '13987650417',
  masked: '139****0417',
  order: 'E20260417884170001',
  external: 'wm_juzijiang_0417_xyz',
  unionid: 'union_juzijiang_0417',
  openid: 'openid_juzijiang_0417',
  remark: '橘子酱备注零四一七',
  pushed: '待推送橘子酱零四一七',
  note: '住在青石桥畔零四一七',
  address: '青石桥路零四一七号',
  userId: 'site-user-juzijiang-0417',
  custom: '紫藤萝口味零四一七',
  field: '左手拿糖粉零四一七',
  toldField: '栀子花茶零四一七',
  tagReason: '因为她说过青团零四一七',
  evidence: '橘子酱当面说的零四一七',
  suppression: '橘子酱投诉零四一七',
  rejected: '1398765零四一七',
};

const home = mkdtempSync(join(tmpdir(), 'siyu-rights-'));
chmodSync(home, 0o711);
const simulator = await startSimulator({ data: ':memory:', seed: 417 });
const admin = new SimulatorAdmin(simulator.url);
const log = makeLogger('error');
const follower = await officialFollower(NEEDLES);
const receiver = await startReceiver();
const { platform, close } = await openPlatform(
  readConfig({ SIYU_HOME: home, SIYU_WEBHOOKS_PRIVATE: '1' }),
  log,
);
const readers = startReaders(
  platform.db,
  stages.flatMap(stage => stage.readers?.(platform) ?? []),
  log,
);
const jobs = stages.flatMap(stage => stage.jobs?.(platform) ?? []);
await platform.jobs.declare(jobs);
await platform.jobs.work(jobs);
const app = makeServerApp(platform, stages, { stopping: false });
const owner = await testMember(platform);

afterAll(async () => {
  await readers.stop();
  await close();
  await simulator.stop();
  await follower.close();
  const elsewhere = outside();
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  if (elsewhere) rmSync(join(elsewhere, '..'), { recursive: true, force: true, maxRetries: 5 });
});

async function call(method: string, path: string, body?: unknown) {
  const isFile = typeof body === 'object' && body instanceof Uint8Array;
  const answer = await app.request(`/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${owner.token}`,
      'content-type': isFile ? 'application/octet-stream' : 'application/json',
    },
    ...(body !== undefined && { body: isFile ? (body as BodyInit) : JSON.stringify(body) }),
  });
  const text = await answer.text();
  expect(answer.status, `${method} ${path}: ${text}`).toBeLessThan(300);
  return JSON.parse(text || '{}');
}

const FILE = iconv.encode(
  [
    '订单号,下单时间,订单状态,买家账号,买家昵称,买家手机号,收货人,收货手机号,省份,城市,商品名称,数量,单价,实付金额',
    `${NEEDLES.order},2026-04-17 10:00:00,已完成,${NEEDLES.buyer},${NEEDLES.name},${NEEDLES.phone},${NEEDLES.name},${NEEDLES.phone},浙江省,杭州市,青团,2,60.00,120.00`,
    `E20260417884170009,2026-04-18 10:00:00,已完成,${NEEDLES.buyer},${NEEDLES.name},${NEEDLES.rejected},${NEEDLES.name},${NEEDLES.rejected},浙江省,杭州市,青团,1,60.00,60.00`,
    'E20260417000000002,2026-04-17 11:00:00,已完成,tb_somebody_else,别人,13700001111,别人,13700001111,浙江省,宁波市,青团,1,60.00,60.00',
  ].join('\r\n'),
  'gbk',
);

async function importFile(): Promise<string> {
  const { id } = await call(
    'POST',
    `/imports?name=${encodeURIComponent(`${NEEDLES.name}的订单.csv`)}`,
    new Uint8Array(FILE),
  );
  await call('POST', `/imports/${id}/load`, { shop: { name: '橘子铺' } });
  await eventually(async () => expect((await call('GET', `/imports/${id}`)).status).toBe('done'), 60_000);
  return id;
}

const corp = () => ({
  corpid: CORP,
  apps: [{ agentid: 1, secret: 'secret' }],
  departments: [{ id: 1, name: '总部', parentid: 0 }],
  members: [{ userid: 'ann', name: '安' }],
  customers: [
    {
      external_userid: NEEDLES.external,
      name: NEEDLES.corpName,
      unionid: NEEDLES.unionid,
      follow_user: [
        { userid: 'ann', createtime: 1_780_000_000, remark: NEEDLES.remark, remark_mobiles: [NEEDLES.phone] },
      ],
    },
    {
      external_userid: 'wm_other',
      name: '另一位',
      follow_user: [{ userid: 'ann', createtime: 1_780_000_000 }],
    },
  ],
  group_chats: [
    {
      chat_id: 'wr_group_0417',
      name: '青团群',
      owner: 'ann',
      external_userid: [NEEDLES.external, 'wm_other'],
    },
  ],
});

const callback = (change: string) => ({
  event: 'change_external_contact',
  change,
  userId: 'ann',
  externalUserId: NEEDLES.external,
  receiver: CORP,
  at: '2026-06-01T00:00:00.000Z',
});

const groupCallback = () => ({
  ...{ event: 'change_external_chat', change: 'update', chatId: 'wr_group_0417', detail: 'add_member' },
  ...{ changedMembers: [NEEDLES.external], receiver: CORP, at: '2026-06-01T00:00:00.000Z' },
});

async function tellBack(accountId: number, key: string): Promise<void> {
  const bodies = [callback('edit_external_contact'), groupCallback()].map(body => JSON.stringify(body));
  const receivedAt = platform.clock.now();
  await platform.db
    .insertInto('channelInbox')
    .values(bodies.map((body, i) => ({ accountId, dedupeKey: `${key} ${i}`, body, receivedAt })))
    .execute();
  await workOffInbox(platform);
}

let writeKey = '';
async function identify(): Promise<number> {
  const answer = await app.request('/v1/identify', {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      userId: NEEDLES.userId,
      messageId: randomUUID(),
      traits: {
        phone: NEEDLES.phone,
        name: NEEDLES.name,
        address: NEEDLES.address,
        flavour: NEEDLES.custom,
        tea: NEEDLES.toldField,
      },
    }),
  });
  return answer.status;
}

async function track(): Promise<void> {
  const answer = await app.request('/v1/track', {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      userId: NEEDLES.userId,
      event: 'Address Entered',
      properties: { address: NEEDLES.address, to: NEEDLES.name },
    }),
  });
  expect(answer.status).toBe(200);
}

/** Everything of every PostgreSQL table as text, catalogues with samples of values too. */
async function inPostgres(): Promise<string[]> {
  const { rows: tables } = await platform.pool.query<{ schema: string; name: string }>(
    `select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
     union select 'pg_catalog', 'pg_stats'`,
  );
  const found: string[] = [];
  for (const { schema, name } of tables) {
    const { rows } = await platform.pool.query<{ needle: string }>(
      `select needle from unnest($1::text[]) needle where exists (select from "${schema}"."${name}" t
         where strpos(t::text, needle) > 0 or strpos(t::text, encode(convert_to(needle, 'UTF8'), 'hex')) > 0)`,
      [Object.values(NEEDLES)],
    );
    for (const { needle } of rows) found.push(`${schema}.${name}: ${whatIs(needle)}`);
  }
  return found;
}

const whatIs = (needle: string) => Object.entries(NEEDLES).find(([, one]) => one === needle)?.[0];

/** One question for each column: in how many of its values each of the needles is. */
async function inClickHouse(): Promise<string[]> {
  const columns = await platform.clickhouse.rows<{ table: string; name: string }>(
    'select table, name from system.columns where database = currentDatabase()',
  );
  const found: string[] = [];
  for (const { table, name } of columns) {
    const [row] = await platform.clickhouse.rows<{ hits: string[] }>(
      `select sumForEach(arrayMap(at -> at > 0, multiSearchAllPositions(ifNull(toString(\`${name}\`), ''),
         {needles:Array(String)}))) as hits from ${table}`,
      { needles: Object.values(NEEDLES) },
    );
    for (const [i, what] of Object.keys(NEEDLES).entries())
      if (Number(row?.hits[i] ?? 0) > 0) found.push(`${table}.${name}: ${what}`);
  }
  return found;
}

/** Where root's PostgreSQL keeps its data when the home is behind a closed door. */
function outside(): string | undefined {
  const note = join(home, 'postgres.folder');
  return existsSync(note) ? readFileSync(note, 'utf8').trim() : undefined;
}

/** Every byte of every file, in the encodings a file of ours may have. */
function inFiles(): string[] {
  const wanted = Object.entries(NEEDLES).flatMap(([what, needle]) =>
    (['utf8', 'gbk', 'utf16-le'] as const).map(encoding => ({ what, bytes: iconv.encode(needle, encoding) })),
  );
  const found = new Set<string>();
  for (const root of [home, outside()].filter(folder => folder !== undefined))
    for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const bytes = tryRead(path);
      for (const { what, bytes: needle } of wanted)
        if (bytes?.includes(needle)) found.add(`${path.slice(root.length)}: ${what}`);
    }
  return [...found];
}

/** A file may go between listing and reading. */
function tryRead(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

test('erased everywhere, and never back', { timeout: 300_000 }, async () => {
  await admin.beginWorld({ seed: 417, corps: [corp()] } as never);
  const { db, clock } = platform;
  await db
    .insertInto('ruleFacts')
    .values({
      name: 'marketing.hours',
      value: '{"from": "00:00", "to": "24:00"}',
      effectiveFrom: '2024-01-01',
      source: 'test',
      confidence: 'own',
    })
    .execute();
  // who is told
  const hook = { name: 'ERP', url: receiver.url, fields: ['name', 'phone'], imports: true };
  await call('POST', '/webhook-endpoints', hook);
  // the doors
  const importId = await importFile();
  const account = { name: CORP, corpId: CORP, agentId: 1, secret: 'secret', baseUrl: simulator.url };
  const accountId = await db.transaction().execute(tx => createWecomAccount(tx, platform, SYSTEM, account));
  await syncWecom(platform, accountId);
  await tellBack(accountId, 'first');
  const officialId = await follower.connect(platform);
  const shop = await db
    .selectFrom('channelAccounts')
    .select('id')
    .where('name', '=', '橘子铺')
    .executeTakeFirstOrThrow();
  const made = await db
    .transaction()
    .execute(tx =>
      createWriteKey(tx, clock, SYSTEM, { name: '站点', kind: 'server', source: { id: shop.id } }),
    );
  writeKey = made.key;
  await call('POST', '/customer-fields', { name: '习惯', key: 'habit', type: 'text' });
  await call('POST', '/customer-fields', { name: '喝什么', key: 'tea', type: 'text' });
  expect(await identify()).toBe(200);
  await track();
  const { rows } = await sql<{ personId: number; n: number }>`
    select c.person_id, count(*) as n from identities i join customers c on c.id = i.customer_id
    where i.key in (${NEEDLES.buyer}, ${NEEDLES.external}, ${NEEDLES.userId}, ${NEEDLES.unionid}, ${NEEDLES.openid}) group by 1`.execute(
    db,
  );
  expect(rows, 'one person by all doors').toHaveLength(1);
  const person = `cus_${rows[0]?.personId}`;
  await call('PATCH', `/customers/${person}`, { note: NEEDLES.note, name: NEEDLES.name });
  await call('PATCH', `/customers/${person}/fields`, { values: { habit: NEEDLES.field } });
  const tag = await call('POST', '/tags', { group: '口味', name: '甜' });
  await call('POST', `/customers/${person}/tags`, { tagIds: [tag.id], reason: NEEDLES.tagReason });
  await call('POST', `/customers/${person}/consents`, {
    purpose: 'service',
    given: true,
    evidence: NEEDLES.evidence,
  });
  await sql`
    insert into follow_pushes (follow_id, account_id, remark, try_at, given_up_at)
    select f.id, f.account_id, ${NEEDLES.pushed}, now(), now() from follows f join identities i on i.id = f.identity_id
    where i.key = ${NEEDLES.external}`.execute(db);
  const inGroup = async () =>
    (await sql`select from group_members where key = ${NEEDLES.external}`.execute(db)).rows.length;
  await eventually(async () => expect(await inGroup()).toBe(1), 30_000);
  await sql`update group_members set invitor = ${NEEDLES.external} where key = 'wm_other'`.execute(db);
  await call('POST', '/views', { list: 'customers', name: '找她', query: { q: NEEDLES.name } });
  const broadcastId = await db.transaction().execute(async tx => {
    const id = await createBroadcast(tx, clock, systemRandom, SYSTEM, {
      ...{ name: '清明', channel: 'wecom', accountId, segmentId: null, purpose: 'marketing', topic: null },
      ...{ rule: { attribute: 'followed', test: { is: 'yes' } }, holdoutPercent: 0, attributionDays: 7 },
      message: { text: '青团上新', attachments: [] },
    } as never);
    await startBroadcast(tx, clock, SYSTEM, id, null);
    await platform.jobs.enqueue(tx, planJob, { broadcastId: id }, { onlyOne: String(id) });
    return id;
  });
  await eventually(
    async () => expect((await call('GET', `/broadcasts/bro_${broadcastId}`)).status).toBe('sent'),
    60_000,
  );
  await call('POST', `/customers/${person}/suppressions`, { reason: NEEDLES.suppression });
  await eventually(async () => expect((await inClickHouse()).length).toBeGreaterThan(3), 30_000);

  // it is all there, so that its absence later says something
  const there = (await inPostgres()).join('\n');
  for (const what of Object.keys(NEEDLES).filter(what => !['phone', 'address'].includes(what)))
    expect(there, what).toContain(`: ${what}\n`.trimEnd());
  await sql`checkpoint`.execute(db);
  const files = inFiles();
  for (const place of [/^\/files\//, /\/base\//, /\/pg_wal\//, /clickhouse\/store\//])
    expect(
      files.some(hit => place.test(hit)),
      `${place} among ${files.join('\n')}`,
    ).toBe(true);
  const sums = async () =>
    (
      await sql`select count(*) as orders, sum(paid) as paid, (select sum(amount) from value_entries) as value from orders`.execute(
        db,
      )
    ).rows[0];
  await eventually(async () => expect(await sums()).toMatchObject({ value: 24_000 }), 30_000);
  const before = await sums();

  const told = () => receiver.received.map(one => one.body).join('\n');
  await eventually(() => expect(told()).toContain(`"phone":"+86${NEEDLES.phone}"`), 30_000);
  // What is still to be told of her must not be told afterwards.
  receiver.answer({ status: 500 });
  await call('PATCH', `/customers/${person}`, { note: `${NEEDLES.note}。` });

  // and goes
  const receipt = await call('POST', `/customers/${person}/erasure`, { reason: 'asked', confirm: person });
  await eventually(
    async () => expect((await call('GET', `/erasures/${receipt.id}`)).finishedAt).not.toBeNull(),
    120_000,
  );
  const ofHer = () =>
    sql`select type from webhook_deliveries where customer_id = ${rows[0]?.personId}`.execute(db);
  await eventually(async () => expect((await ofHer()).rows).toEqual([{ type: 'customer.erased' }]), 30_000);
  expect(await inPostgres()).toEqual([]);
  expect(await inClickHouse()).toEqual([]);
  expect(inFiles().filter(hit => /^\/(files|logs|run|sample)\//.test(hit))).toEqual([]);
  expect(await sums()).toEqual(before);
  await sealAudit(db, { now: () => new Date(Date.now() + 3_600_000) });
  expect(await findBrokenSeal(db)).toBeUndefined();

  expect(await checkLedger(db), 'the ledger still adds up').toEqual({
    ordersOff: 0,
    refundsOff: 0,
    totalsOff: 0,
  });
  expect(await compareStores(platform), 'both databases say the same').toEqual([]);

  // and stays away
  const people = async () =>
    Number((await sql<{ n: number }>`select count(*) as n from customers`.execute(db)).rows[0]?.n);
  const count = await people();
  const again = await importFile();
  expect(again).not.toBe(importId);
  expect(await call('GET', `/imports/${again}`)).toMatchObject({
    erasedRows: 2,
    result: { orders: { unchanged: 3 } },
  });
  await syncWecom(platform, accountId);
  await tellBack(accountId, 'second');
  await follower.heard(platform, officialId, 'second');
  expect(await identify()).not.toBe(500);
  expect(await people()).toBe(count);
  expect(await sums()).toEqual(before);

  const { remainder } = await scrub(platform);
  expect(remainder).toEqual([]);
  expect(await inPostgres()).toEqual([]);
  expect(await inClickHouse()).toEqual([]);
  expect(inFiles()).toEqual([]);
  expect(await compareStores(platform), 'the copies too').toEqual([]);
});

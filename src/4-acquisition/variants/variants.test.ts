import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createPoster, TEMPLATES } from '#brand';
import { readCode } from '#brand/testing';
import { SYSTEM } from '#platform/auth/actor.ts';
import { appendEvents } from '#platform/log/events.ts';
import { testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { greetingCorp } from '../testing/corp.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const { admin, accountId, corpId, client, app, ann, bob, tell, settle } = await greetingCorp(platform);

type Figures = { scans: number; visitors: number; added: number; fresh: number; ordered: number };
type Variant = { id: string; mark: string; link: string; hook: string; archived: boolean; figures: Figures };
type Answer = { id: string; data: Variant[]; comparisons: { step: string; verdict: string }[] };
const ok = async (answer: Promise<{ status: number; body: unknown }>): Promise<Answer> => {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body as Answer;
};

const poster = `pos_${await db.transaction().execute(tx => {
  const [template] = TEMPLATES;
  if (!template) throw new Error('no template');
  const { key: _, name: __, what: ___, ...design } = template;
  return createPoster(tx, platform, SYSTEM, { ...design, name: '立牌' });
})}`;
const touchpointId = (await ok(client.post('/touchpoints', { name: '延安路店', kind: 'counter' }))).id;
const code = (
  await ok(
    client.post('/live-codes', {
      ...{ name: '柜台', touchpointId, accountId: `acc_${accountId}` },
      plan: {
        routes: [{ target: { kind: 'staff', members: [ann, bob].map(id => ({ memberId: `mem_${id}` })) } }],
      },
    }),
  )
).id;
const path = `/live-codes/${code}/variants`;
const [a, b] = [
  (await ok(client.post(path, { posterId: poster, putOut: 200 }))).id,
  (await ok(client.post(path, { posterId: poster, hook: '生日那天，店里记得您' }))).id,
];
await tell();

const ways = async () => {
  const { rows } = await sql<{ key: string; configId: string; imageUrl: string; state: string }>`
    select key, config_id, image_url, state from code_ways where kind = 'member' order by key`.execute(db);
  return rows;
};
const variants = async () => (await ok(client.get(path))).data;
const open = async (link: string, visitor: string) =>
  await (
    await app.request(new URL(link).pathname + new URL(link).search, {
      headers: { 'accept-language': 'zh', cookie: `siyu_visitor=${visitor.padEnd(20, '0')}` },
    })
  ).text();
const addBy = async (key: string, external: string) => {
  clock.advance(1_000);
  const configId = (await ways()).find(way => way.key === key)?.configId ?? '';
  await admin.customerScans(corpId, configId, { external_userid: external, customer: { name: '林晓' } });
  await settle();
};

test('each poster has an address and ways of its own, and its picture carries the address', async () => {
  const [first, second] = await variants();
  expect(first).toMatchObject({ id: a, mark: 'a', hook: '新品到店，先告诉您', putOut: 200 });
  expect(second).toMatchObject({ id: b, mark: 'b', hook: '生日那天，店里记得您', putOut: null });
  expect(second?.link).toMatch(/\/c\/[a-z2-9]{8}\?p=b$/);
  const keys = [ann, bob].flatMap(id => [`${id}`, `${id}a`, `${id}b`]).sort();
  expect((await ways()).map(way => way.key)).toEqual(keys);
  const { token } = await testMember(platform, 'staff');
  const picture = await app.request(`/api/v1${path}/${b}/picture`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const link = (await readCode(new Uint8Array(await picture.arrayBuffer()))) ?? '';
  expect(new URL(link).search).toBe('?p=b');
  expect(new URL(link).pathname).toBe(new URL(second?.link ?? '').pathname);
});

test('who opens one is shown its own way, and who adds by that way counts for it', async () => {
  const [first, second] = await variants();
  const images = new Map((await ways()).map(way => [way.imageUrl, way.key]));
  const shown = /<img src="([^"]+)"/.exec(await open(second?.link ?? '', 'bbb'))?.[1] ?? '';
  expect(images.get(shown)).toMatch(/^\d+b$/);
  await open(first?.link ?? '', 'aaa');
  await open(first?.link ?? '', 'aaa');
  // Somebody who has met both counts for the one met first.
  await open(second?.link ?? '', 'aaa');
  await addBy(`${ann}b`, 'wm_b');
  await addBy(`${ann}`, 'wm_none');
  const [now, other] = await variants();
  expect(now?.figures).toMatchObject({ scans: 2, visitors: 1, added: 0 });
  expect(other?.figures).toMatchObject({ scans: 2, visitors: 1, added: 1, fresh: 1, ordered: 0 });
});

test('an order since they came counts for the poster they came by', async () => {
  const { rows } = await sql<{ id: number }>`
    select customer_id as id from entries where variant_id is not null`.execute(db);
  const at = new Date(clock.now().getTime() + 1_000);
  const person = rows[0]?.id;
  await sql`
    insert into orders (account_id, order_no, customer_id, payment, fulfilment, paid, ordered_at, updated_at)
    values (${accountId}, 'A1', ${person}, 'paid', 'none', 4500, ${at}, ${at})`.execute(db);
  await db
    .transaction()
    .execute(tx =>
      appendEvents(tx, [{ type: 'order.paid', customerId: person ?? 0, at, actor: 'test', data: {} }]),
    );
  clock.advance(5_000);
  await settle();
  expect((await variants())[1]?.figures).toMatchObject({ added: 1, ordered: 1, revenue: 4500 });
});

test('a few are too few; many tell whether it is chance', async () => {
  const before = (await ok(client.get(path))).comparisons;
  expect(before.map(({ step, verdict }) => [step, verdict])).toEqual([['add', 'too_few']]);
  const scans = async (id: string, n: number) => {
    await sql`insert into code_scans (code_id, at, visitor, kind, variant_id, trace)
      select ${Number(code.slice(5))}, ${clock.now()}, decode(md5(${id} || n), 'hex'), 'fallback', ${Number(id.slice(4))}, '{}'
      from generate_series(1, ${n}) n`.execute(db);
  };
  await scans(a, 150);
  await scans(b, 150);
  await ok(client.send('PUT', `${path}/${b}`, { putOut: 1_000 }));
  const [scan] = (await ok(client.get(path))).comparisons;
  expect(scan).toMatchObject({ step: 'scan', verdict: 'sure', variant: b, against: a, share: 0.151 });
});

test('taken off, what hangs somewhere leads on and is counted, and is compared no longer', async () => {
  await ok(client.send('DELETE', `${path}/${b}`));
  const report = await ok(client.get(path));
  expect(report.comparisons).toEqual([]);
  const scans = report.data[1]?.figures.scans ?? 0;
  await open(report.data[1]?.link ?? '', 'ccc');
  expect((await variants())[1]).toMatchObject({ archived: true, figures: { scans: scans + 1 } });
  expect((await client.send('DELETE', `${path}/${b}`)).status).toBe(404);
});

test('what would not fit with this code’s link is refused; so is a poster that was put away', async () => {
  const refused = await client.post(path, {
    posterId: poster,
    hook: '一句长得两行都放不下的钩子，再长一些，还要再长一些',
  });
  expect([refused.status, (refused.body as { code: string }).code]).toEqual([422, 'poster_text_too_long']);
  await sql`update posters set archived_at = ${clock.now()}`.execute(db);
  const gone = await client.post(path, { posterId: poster });
  expect([gone.status, (gone.body as { code: string }).code]).toEqual([422, 'variant_poster_missing']);
});

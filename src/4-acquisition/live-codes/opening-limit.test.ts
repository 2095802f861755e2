import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { MINUTE } from '#platform/clock.ts';
import { seededRandom } from '#platform/random.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { makeServerApp } from '../../server.ts';
import { acquisition } from '../index.ts';
import { codeDoor } from './code.door.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const doors = [codeDoor(seededRandom(3))];
const app = makeServerApp(platform, [{ ...acquisition, doors }], { stopping: false });

const { id: account } = await db
  .insertInto('channelAccounts')
  .values({ kind: 'wecom', name: '小满' })
  .returning('id')
  .executeTakeFirstOrThrow();
await sql`
  with place as (
    insert into touchpoints (name, kind, created_by, created_at) values ('柜台', 'counter', 'test', ${clock.now()}) returning id
  )
  insert into live_codes (touchpoint_id, account_id, name, slug, plan, created_by, created_at, updated_at)
  select id, ${account}, '柜台', 'abcdefgh', ${JSON.stringify({ routes: [{ when: {}, target: { kind: 'link', title: '去小程序', url: 'https://example.com' } }], backup: [], fallback: { text: '', phone: '' } })}::jsonb,
    'test', ${clock.now()}, ${clock.now()} from place`.execute(db);
await sql`
  insert into rule_facts (name, value, effective_from, source, confidence)
  values ('live_codes.openings.minute', '{"max": 3}', '2026-01-01', 'test', 'own')`.execute(db);

const open = async (forwarded: string, language = 'zh') =>
  await app.request('/c/abcdefgh', {
    headers: { 'x-forwarded-for': forwarded, 'accept-language': language },
  });
const scans = async () =>
  (await sql<{ n: number }>`select count(*)::integer as n from code_scans`.execute(db)).rows[0]?.n;

test('an address that opens codes too often is told to wait, is not counted, and comes in again a minute later', async () => {
  for (let n = 0; n < 3; n++) expect((await open('203.0.113.7')).status).toBe(200);
  const refused = await open('203.0.113.7');
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('60');
  expect(refused.headers.get('set-cookie')).toBeNull();
  expect(await refused.text()).toContain('打开得太频繁');
  expect(await (await open('203.0.113.7', 'en')).text()).toContain('Opened too often');
  expect(await scans()).toBe(3);
  expect((await open('203.0.113.8')).status, 'others are not kept out').toBe(200);
  clock.advance(MINUTE);
  expect((await open('203.0.113.7')).status).toBe(200);
});

test('what a customer writes into the header is not believed, only what the proxy appends', async () => {
  clock.advance(MINUTE);
  for (let n = 0; n < 3; n++) expect((await open(`198.51.100.${n}, 203.0.113.9`)).status).toBe(200);
  expect((await open('198.51.100.77, 203.0.113.9')).status).toBe(429);
  expect((await open('no address at all')).status).toBe(200);
});

import { afterAll, describe, expect, test } from 'vitest';
import { importPath } from '#customers/imports';
import { project } from '#customers/testing';
import { SYSTEM } from '#platform/auth/actor.ts';
import { hashPassword } from '#platform/auth/passwords.ts';
import { buildApp } from '#platform/http/app.ts';
import { makeLogger } from '#platform/logger.ts';
import { TestClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { shopFile } from '../src/1-customers/imports/testing/fixtures.ts';
import { sampleOrders } from '../src/1-customers/imports/testing/sample-orders.ts';
import { temporaryFiles } from '../src/1-customers/imports/testing/test-files.ts';
import { routes } from './calls/calls.ts';

/** Who somebody is and what opens a door: in no log, and in the databases only sealed. */
const base = await testPlatform();
let written = '';
const intoText = {
  write(line: string) {
    written += line;
  },
};
const log = makeLogger('trace', intoText as never);
const platform = { ...base, log };
const member = await testMember(platform);
const client = new TestClient(buildApp(platform, routes)).as(member);
const files = temporaryFiles();
afterAll(() => files.remove());

const PHONE = '19900001000';
const SECRETS = {
  password: 'kaffee-und-kuchen-um-vier',
  newPassword: 'brot-und-butter-um-sieben',
  secret: 'wecom-app-secret-7d1f',
  token: 'CallbackToken0815',
  key: `${'k'.repeat(20)}${'Z'.repeat(23)}`,
  session: member.token,
  phone: PHONE,
};

async function importPhones(): Promise<number> {
  const orders = sampleOrders(8, 1);
  expect(orders[0]?.phone).toBe(PHONE);
  const { fileName, bytes } = await shopFile('taobao_orders', 'csv', orders);
  expect(bytes.includes(PHONE), 'the file itself has it').toBe(true);
  const choice = { shop: { name: '店' }, format: 'taobao_orders' };
  return (await importPath(platform, { path: files.write(fileName, bytes), choice, actor: SYSTEM })).importId;
}

describe('the log', () => {
  test('has none of what went through requests, also when they fail in the middle', async () => {
    await platform.db
      .updateTable('members')
      .set({ login: 'ann', passwordHash: await hashPassword(SECRETS.password) })
      .where('id', '=', member.id)
      .execute();
    for (const password of [SECRETS.password, SECRETS.newPassword])
      await client.post('/session', { login: 'ann', password });
    const wecom = {
      ...{ kind: 'wecom', name: '小满', corpId: 'ww1', agentId: 1, secret: SECRETS.secret },
      ...{ callbackToken: SECRETS.token, callbackKey: SECRETS.key },
    };
    expect((await client.post('/accounts', wecom)).status).toBe(201);
    await importPhones();
    const { rows } = await platform.pool.query("select id from identities where kind = 'phone' limit 1");
    const unmask = `/identities/idn_${rows[0].id}/unmask`;
    const seen = await client.post(unmask, { reason: '回电' }, { 'idempotency-key': 'once' });
    expect(JSON.stringify(seen.body)).toContain('+86199');

    // Refused by the database in its own words, which name the whole row.
    await platform.pool.query(`alter table customers add constraint closed check (note is null) not valid;
      alter table members add constraint closed check (name <> $$${SECRETS.newPassword}$$) not valid`);
    const [person] = (await platform.pool.query('select id from customers limit 1')).rows;
    const noted = await client.send('PATCH', `/customers/cus_${person.id}`, { note: `电话 ${PHONE}` });
    const named = await client.post('/members', {
      ...{
        name: SECRETS.newPassword,
        role: 'staff',
        dataScope: 'own',
        login: 'bob',
        password: SECRETS.password,
      },
    });
    expect([noted.status, named.status]).toEqual([500, 500]);
    await platform.pool.query(
      'alter table customers drop constraint closed; alter table members drop constraint closed',
    );

    expect(written, 'the failures are in it').toContain('request failed');
    for (const [name, secret] of Object.entries(SECRETS)) expect(written.includes(secret), name).toBe(false);
  });

  test('leaves out by name, down to three levels, whatever somebody logs by mistake', () => {
    written = '';
    const personal = {
      phone: PHONE,
      password: SECRETS.password,
      token: SECRETS.token,
      secret: SECRETS.secret,
    };
    log.info(personal, 'one');
    log.info({ body: personal }, 'two');
    log.info({ request: { headers: { cookie: SECRETS.session, authorization: SECRETS.session } } }, 'three');
    log.error(
      { err: Object.assign(new Error('x'), { detail: `(${PHONE})`, where: PHONE, ...personal }) },
      'four',
    );
    expect(written.match(/"msg"/g)).toHaveLength(4);
    expect(written.match(/\[redacted\]/g)?.length).toBeGreaterThanOrEqual(14);
    for (const [name, secret] of Object.entries(SECRETS)) expect(written.includes(secret), name).toBe(false);
  });
});

/** Every row of every table, as text; bytes as they are, so that what lies in them unsealed is found too. */
async function everything(): Promise<string> {
  const { rows: tables } = await platform.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  expect(tables.length).toBeGreaterThan(40);
  const parts: string[] = [];
  for (const { name } of tables)
    parts.push(
      ...(await platform.pool.query<{ row: string }>(`select t::text as row from ${name} t`)).rows.map(
        one => one.row,
      ),
    );
  const analytics = await platform.clickhouse.rows<{ name: string }>(
    'select name from system.tables where database = currentDatabase()',
  );
  for (const { name } of analytics)
    parts.push(...(await platform.clickhouse.rows(`select * from ${name}`)).map(row => JSON.stringify(row)));
  return parts.join('\n');
}

test('a phone lies nowhere in the databases but sealed, and neither do passwords and secrets', async () => {
  await importPhones();
  await project(platform);
  const all = await everything();
  expect(all, 'it is there masked').toContain('199****1000');
  const { phone, password, secret, token, key, session } = SECRETS;
  for (const hidden of [phone, `+86${phone}`, password, secret, token, key, session]) {
    expect(all.includes(hidden), hidden.slice(0, 6)).toBe(false);
    expect(all.includes(Buffer.from(hidden).toString('hex')), `${hidden.slice(0, 6)} in bytes`).toBe(false);
    expect(
      all.includes(Buffer.from(hidden).toString('base64').slice(0, 14)),
      `${hidden.slice(0, 6)} in base64`,
    ).toBe(false);
  }
});

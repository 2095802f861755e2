import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { createWriteKey } from '#customers';
import { buildAccount } from '#customers/testing';
import { SYSTEM } from '#platform/auth/actor.ts';
import { readConfig } from '#platform/config.ts';
import { silentLogger } from '#platform/logger.ts';
import { openPlatform } from '#platform/platform.ts';
import { between, seededRandom } from '#platform/random.ts';
import { eventually } from '#platform/testing/eventually.ts';
import { testMember } from '#platform/testing/test-app.ts';
import type { TestPlatform } from '#platform/testing/test-platform.ts';
import { stages } from '../src/app.ts';
import { makeServerApp } from '../src/server.ts';

/** Erasures are asked for, and the process that carries them out is killed again and again: each comes to its end. */
const PEOPLE = 12;
const KILLS = 8;
const SEED = 20_261_122;

const home = mkdtempSync(join(tmpdir(), 'siyu-erase-crash-'));
chmodSync(home, 0o711);
const env = { ...process.env, SIYU_HOME: home, SIYU_DEMO: '0', SIYU_LOG_LEVEL: 'error' };
const { platform, close } = await openPlatform(readConfig({ SIYU_HOME: home }), silentLogger);
const { db, clock, jobs } = platform;
await jobs.declare(stages.flatMap(stage => stage.jobs?.(platform) ?? []));
const app = makeServerApp(platform, stages, { stopping: false });

const started = new Set<ChildProcess>();

afterAll(async () => {
  for (const worker of started) worker.kill('SIGKILL');
  await close();
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
});

async function post(path: string, authorization: string, body: unknown): Promise<number> {
  const headers = { authorization, 'content-type': 'application/json' };
  return (await app.request(path, { method: 'POST', headers, body: JSON.stringify(body) })).status;
}

async function startWorker(): Promise<ChildProcess> {
  const worker = spawn(process.execPath, ['src/main.ts', 'start', '--role', 'worker'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.add(worker);
  worker.once('exit', () => started.delete(worker));
  await Promise.race([once(worker.stdout, 'data'), once(worker, 'exit')]);
  return worker;
}

const openReceipts = async () =>
  Number(
    (
      await sql<{ n: number }>`select count(*) as n from erasure_receipts where finished_at is null`.execute(
        db,
      )
    ).rows[0]?.n,
  );

test(`${PEOPLE} erasures over ${KILLS} kills all end, and nobody is left (seed ${SEED})`, {
  timeout: 240_000,
}, async () => {
  const accountId = await buildAccount(platform as unknown as TestPlatform, { kind: 'shop', name: '站点' });
  const { key } = await db
    .transaction()
    .execute(tx =>
      createWriteKey(tx, clock, SYSTEM, { name: '站点', kind: 'server', source: { id: accountId } }),
    );
  const sender = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
  for (let i = 0; i < PEOPLE; i++)
    expect(
      await post('/v1/identify', sender, { userId: `crash-user-${i}`, traits: { name: `崩溃的人${i}` } }),
    ).toBe(200);
  const owner = `Bearer ${(await testMember(platform as unknown as TestPlatform)).token}`;
  const { rows } = await sql<{
    id: number;
  }>`select id from customers where status = 'active' order by id`.execute(db);
  expect(rows).toHaveLength(PEOPLE);
  for (const { id } of rows)
    expect(
      await post(`/api/v1/customers/cus_${id}/erasure`, owner, { reason: 'asked', confirm: `cus_${id}` }),
    ).toBe(202);
  expect(await openReceipts()).toBe(PEOPLE);

  const random = seededRandom(SEED);
  for (let kill = 0; kill < KILLS; kill++) {
    const worker = await startWorker();
    await new Promise(resolve => setTimeout(resolve, between(random, 0, 700)));
    worker.kill('SIGKILL');
    await once(worker, 'exit');
  }
  const last = await startWorker();
  await eventually(async () => expect(await openReceipts()).toBe(0), 170_000);
  last.kill('SIGTERM');
  await once(last, 'exit');

  const { rows: left } = await sql`
    select 1 from customers where name is not null or status <> 'erased'
    union all select 1 from identities
    union all select 1 from events where data::text like '%崩溃的人%' or data::text like '%crash-user%'
    union all select 1 from erasure_receipts where sought is not null
      or not (steps ?& array['rows', 'traces', 'files', 'analytics'])`.execute(db);
  expect(left).toEqual([]);
  expect(await platform.clickhouse.rows("select name from customers where name <> ''")).toEqual([]);
});

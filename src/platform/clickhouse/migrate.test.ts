import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { oneAtATime } from '../postgres/one-at-a-time.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { migrateClickHouse } from './migrate.ts';

const { clickhouse, pool } = await testPlatform();
const folder = mkdtempSync(join(tmpdir(), 'siyu-clickhouse-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const put = (name: string, sql: string) => writeFileSync(join(folder, name), sql);
const tables = async () =>
  (
    await clickhouse.rows<{ name: string }>(
      `select name from system.tables where database = currentDatabase() order by name`,
    )
  ).map(({ name }) => name);
const applied = async () =>
  (await clickhouse.rows<{ name: string }>('select name from migrations order by name')).map(
    ({ name }) => name,
  );

const FIRST =
  '-- one; two;\ncreate table if not exists first (id UInt32) engine = MergeTree order by id;\ncreate table if not exists also (id UInt32) engine = MergeTree order by id;\n';
beforeEach(async () => {
  for (const name of await tables()) await clickhouse.command(`drop table ${name} sync`);
  rmSync(folder, { recursive: true, force: true });
  const { mkdirSync } = await import('node:fs');
  mkdirSync(folder);
  put('0001_first.sql', FIRST);
});

test('the files are applied in order, every statement of them, once', async () => {
  put('0002_second.sql', 'insert into first values (7);');
  await migrateClickHouse(clickhouse, folder);
  await migrateClickHouse(clickhouse, folder);
  expect([await tables(), await applied()]).toEqual([
    ['also', 'first', 'migrations'],
    ['0001_first.sql', '0002_second.sql'],
  ]);
  expect(await clickhouse.rows('select id from first')).toEqual([{ id: 7 }]);
});

test('two that start at once do it once, one after the other', async () => {
  put('0002_second.sql', 'insert into first values (7);');
  await Promise.all(
    [1, 2, 3].map(() => oneAtATime(pool, 'test', () => migrateClickHouse(clickhouse, folder))),
  );
  expect(await applied()).toEqual(['0001_first.sql', '0002_second.sql']);
  expect(await clickhouse.rows('select id from first')).toEqual([{ id: 7 }]);
});

test('a file that was applied and edited since is refused by name', async () => {
  await migrateClickHouse(clickhouse, folder);
  put('0001_first.sql', `${FIRST}-- edited`);
  await expect(migrateClickHouse(clickhouse, folder)).rejects.toThrow(
    'db/clickhouse/0001_first.sql was applied and has been edited since; write a new file.',
  );
});

test('a file that fails half way is not applied; mended, all of it is done again', async () => {
  const half = 'create table if not exists second (id UInt32) engine = MergeTree order by id;\n';
  put('0002_second.sql', `${half}insert into nowhere values (1);`);
  await expect(migrateClickHouse(clickhouse, folder)).rejects.toThrow('nowhere');
  expect(await applied()).toEqual(['0001_first.sql']);
  put('0002_second.sql', `${half}insert into second values (1);`);
  await migrateClickHouse(clickhouse, folder);
  expect(await applied()).toEqual(['0001_first.sql', '0002_second.sql']);
  expect(await clickhouse.rows('select id from second')).toEqual([{ id: 1 }]);
});

test('Siyu’s own files can each be run twice: a kill between two statements does no harm', async () => {
  await migrateClickHouse(clickhouse);
  const before = await tables();
  await clickhouse.command('truncate table migrations');
  await migrateClickHouse(clickhouse);
  expect(await tables()).toEqual(before);
});

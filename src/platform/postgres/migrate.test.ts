import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { withDatabase } from '../testing/global-setup.ts';
import { migratePostgres } from './migrate.ts';
import { oneAtATime } from './one-at-a-time.ts';

const REAL = fileURLToPath(new URL('../../../db/postgres/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'siyu-migrations-'));
const adminUrl = inject('postgresUrl');
const opened: { pool: pg.Pool; name: string }[] = [];
let databases = 0;

async function emptyDatabase(): Promise<{ pool: pg.Pool; url: string }> {
  const name = `migrate_${process.pid}_${++databases}`;
  await asAdmin(`create database ${name}`);
  const url = withDatabase(adminUrl, name);
  const pool = new pg.Pool({ connectionString: url, max: 8 });
  opened.push({ pool, name });
  return { pool, url };
}
async function asAdmin(statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(statement).finally(() => admin.end());
}
const tablesIn = async (pool: pg.Pool) =>
  (
    await pool.query<{ name: string }>(
      `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`,
    )
  ).rows.map(({ name }) => name);
const put = (name: string, sql: string) => writeFileSync(join(folder, name), sql);

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  cpSync(mkdtempSync(join(tmpdir(), 'siyu-empty-')), folder, { recursive: true });
  put('0001_first.sql', 'create table first (id integer);');
  put('0002_second.sql', 'create table second (id integer); insert into second values (1);');
});
afterAll(async () => {
  for (const { pool, name } of opened) {
    await pool.end();
    await asAdmin(`drop database ${name} with (force)`);
  }
  rmSync(folder, { recursive: true, force: true });
});

describe('PostgreSQL migrations', () => {
  test('are applied in order, once; a new file is applied alone', async () => {
    const { pool } = await emptyDatabase();
    expect(await migratePostgres(pool, folder)).toEqual(['0001_first.sql', '0002_second.sql']);
    expect(await migratePostgres(pool, folder)).toEqual([]);
    put('0003_third.sql', 'insert into second values (2);');
    put('notes.txt', 'not a migration');
    expect(await migratePostgres(pool, folder)).toEqual(['0003_third.sql']);
    expect((await pool.query('select id from second order by id')).rows).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test('two processes that start at the same moment do it once', { timeout: 60_000 }, async () => {
    const { pool, url } = await emptyDatabase();
    const program = `
      import pg from 'pg';
      import { migratePostgres } from '${new URL('migrate.ts', import.meta.url).href}';
      const pool = new pg.Pool({ connectionString: process.env.URL });
      console.log((await migratePostgres(pool)).length);
      await pool.end();`;
    const run = async () => {
      const env = { ...process.env, URL: url };
      const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
        env,
        cwd: REAL,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
      return { code, applied: Number(said) };
    };
    const runs = await Promise.all([run(), run()]);
    const { rows } = await pool.query('select count(*)::int as n from migrations');
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect(runs.map(({ applied }) => applied).sort()).toEqual([0, rows[0].n]);
    expect(await tablesIn(pool)).toContain('customers');
  });

  test('eight connections of one process do it once too', async () => {
    const { pool } = await emptyDatabase();
    const others = Array.from({ length: 8 }, () => new pg.Pool(pool.options));
    const applied = await Promise.all(others.map(other => migratePostgres(other, folder)));
    await Promise.all(others.map(other => other.end()));
    expect(applied.filter(names => names.length > 0)).toEqual([['0001_first.sql', '0002_second.sql']]);
  });

  test('a file that was applied and edited since is refused by name, before anything else is done', async () => {
    const { pool } = await emptyDatabase();
    await migratePostgres(pool, folder);
    put('0001_first.sql', 'create table first (id bigint);');
    put('0003_third.sql', 'create table third (id integer);');
    await expect(migratePostgres(pool, folder)).rejects.toThrow(
      'db/postgres/0001_first.sql was applied and has been edited since; write a new file.',
    );
    expect(await tablesIn(pool)).toEqual(['first', 'migrations', 'second']);
  });

  test('a database that a newer Siyu has migrated is left alone', async () => {
    const { pool } = await emptyDatabase();
    await migratePostgres(pool, folder);
    rmSync(join(folder, '0002_second.sql'));
    await expect(migratePostgres(pool, folder)).rejects.toThrow('migrated by a newer Siyu (0002_second.sql)');
  });

  test.each([
    ['a syntax error', 'create table third (id integer); insert into thrid values (1);'],
    [
      'a value that is refused',
      'create table third (id integer check (id > 0)); insert into third values (-1);',
    ],
    ['half a statement', 'create table third (id integer); create table'],
  ])(
    'a file that fails by %s leaves nothing of itself, names itself, and can be mended',
    async (_, wrong) => {
      const { pool } = await emptyDatabase();
      put('0003_third.sql', wrong);
      await expect(migratePostgres(pool, folder)).rejects.toThrow(/^db\/postgres\/0003_third\.sql: /);
      expect(await tablesIn(pool)).toEqual(['first', 'migrations', 'second']);
      put('0003_third.sql', 'create table third (id integer);');
      expect(await migratePostgres(pool, folder)).toEqual(['0003_third.sql']);
    },
  );

  test('killed in the middle of a file, the next start does all of it', async () => {
    const { pool } = await emptyDatabase();
    put(
      '0003_third.sql',
      'create table third (id integer); select pg_sleep(30); insert into third values (1);',
    );
    const victim = new pg.Pool({ ...pool.options, application_name: 'victim' });
    victim.on('error', () => undefined);
    victim.on('connect', client => client.on('error', () => undefined));
    const cut = migratePostgres(victim, folder).catch(error => error);
    let killed = 0;
    while (killed === 0) {
      await new Promise(resolve => setTimeout(resolve, 20));
      const { rows } = await pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'victim' and query like '%pg_sleep%' and wait_event = 'PgSleep'`,
      );
      killed = rows.length;
    }
    expect(await cut).toBeInstanceOf(Error);
    await victim.end();
    expect(await tablesIn(pool)).toEqual(['first', 'migrations', 'second']);
    put('0003_third.sql', 'create table third (id integer);');
    expect(await migratePostgres(pool, folder)).toEqual(['0003_third.sql']);
  });

  test('the lock is given back after a failure, and waits while another works', async () => {
    const { pool } = await emptyDatabase();
    await expect(oneAtATime(pool, 'test', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    const order: string[] = [];
    const work = (name: string) => async () => {
      order.push(`${name} begins`);
      await new Promise(resolve => setTimeout(resolve, 50));
      order.push(`${name} ends`);
    };
    await Promise.all([oneAtATime(pool, 'test', work('one')), oneAtATime(pool, 'test', work('two'))]);
    const [first] = order[0]!.split(' ');
    expect(order.slice(0, 2)).toEqual([`${first} begins`, `${first} ends`]);
  });
});

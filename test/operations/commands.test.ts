import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectClickHouse } from '#platform/clickhouse/connect.ts';
import { eventually } from '#platform/testing/eventually.ts';
import { analyticsOf, databaseOf } from './databases.ts';
import { ordersCsv } from './orders-csv.ts';
import { Owner } from './owner.ts';
import { goneFrom, pause, pidsOf } from './processes.ts';
import { type Ended, launch, type Server, scratch, siyu, startServer } from './server.ts';

const home = join(scratch, 'commands');
const file = join(scratch, 'orders.csv');
writeFileSync(file, ordersCsv(40));

const CHECKS = [
  'every order and refund stands in the value ledger with what they say',
  'every customer’s total is the sum of their entries',
  'ClickHouse holds what PostgreSQL holds, row for row',
  'the audit log is the one that was written',
];

const printed = ({ code, stdout, stderr }: Ended) => [code, JSON.parse(stdout || 'null'), stderr];

describe('without a server the commands bring the engines along and take them away again', () => {
  test('import and check', async () => {
    expect(printed(await siyu(home, ['import', file, '--json']))).toEqual([
      0,
      expect.objectContaining({ file: 'orders.csv', format: 'template_orders', rows: 40 }),
      '',
    ]);
    expect(await goneFrom(home)).toEqual([]);
    expect(await siyu(home, ['check'])).toMatchObject({
      code: 0,
      stdout: CHECKS.map(one => `ok    ${one}\n`).join(''),
      stderr: '',
    });
    expect(await goneFrom(home)).toEqual([]);
  });

  test('one that is ended with Ctrl-C takes them away too', async () => {
    const { child, ended } = launch(home, ['check']);
    while (pidsOf(home, /chdb-host\.ts /).length === 0) await pause(20);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, stdout: '', stderr: '' });
    expect(await goneFrom(home)).toEqual([]);
  });

  test('`siyu openapi | head` ends without a word', async () => {
    const { child, ended } = launch(home, ['openapi']);
    await once(child.stdout, 'data');
    child.stdout.destroy();
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('beside a server in the same home the commands share its engines', () => {
  let server: Server;
  let owner: Owner;
  beforeAll(async () => {
    server = await startServer(home);
    owner = await Owner.of(server);
  });
  afterAll(async () => void (await server.stop()));

  const postgres = async (statement: string) => {
    const client = new pg.Client({ connectionString: databaseOf(home) });
    await client.connect();
    return await client.query(statement).finally(() => client.end());
  };
  const totalCustomers = async () => (await owner.get<{ total: number }>('/customers/count')).total;

  test('what is imported is there at once', async () => {
    writeFileSync(file, ordersCsv(25, 'B'));
    const ended = await siyu(home, ['import', file, '--json']);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(pidsOf(home, /bin\/postgres -D |chdb-host/)).toHaveLength(2);
    await eventually(async () => expect(await totalCustomers()).toBe(65), 20_000);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  });

  test('a check that finds something says what, and ends with 1', async () => {
    const change = (by: string) =>
      postgres(
        `update value_entries set amount = amount ${by} where id = (select min(id) from value_entries)`,
      );
    await change('+ 1');
    const { code, stdout, stderr } = await siyu(home, ['check', '--json']);
    await change('- 1');
    expect([code, stderr]).toEqual([1, '']);
    expect(
      (JSON.parse(stdout) as { check: string; ok: boolean }[]).map(({ check, ok }) => [check, ok]),
    ).toEqual(CHECKS.map((check, i) => [check, i > 1]));
  });

  test('analytics that went wrong are found, rebuilt while the server runs, and right again', async () => {
    const clickhouse = connectClickHouse(analyticsOf(home));
    await clickhouse.command('truncate table customers');
    await clickhouse.close();
    const found = await siyu(home, ['check']);
    expect([found.code, found.stdout]).toEqual([
      1,
      expect.stringMatching(/^WRONG ClickHouse [^\n]+"customers"/m),
    ]);
    const rebuilt = await siyu(home, ['rebuild', 'analytics']);
    expect(rebuilt).toMatchObject({ code: 0, stderr: '' });
    expect(rebuilt.stdout).toMatch(
      /^( {2}\w+\n)+Rebuilt in \d+\.\d s\. `siyu check` compares both stores\.\n$/,
    );
    expect(await siyu(home, ['check', '--json'])).toMatchObject({ code: 0, stderr: '' });
    expect(await totalCustomers()).toBe(65);
  });
});

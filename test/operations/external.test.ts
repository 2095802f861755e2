import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '#platform/config.ts';
import { type Engines, openEngines } from '#platform/engines/engines.ts';
import { openHome } from '#platform/engines/home.ts';
import { silentLogger } from '#platform/logger.ts';
import { ordersCsv } from './orders-csv.ts';
import { Owner } from './owner.ts';
import { goneFrom, pidsOf } from './processes.ts';
import { refused, type Server, scratch, siyu, startServer } from './server.ts';

/**
 * Databases that Siyu did not start and must not stop: PostgreSQL from the embedded binaries, and chDB behind its HTTP
 * interface in the place of a ClickHouse server, both of another home.
 */
const elsewhere = join(scratch, 'elsewhere');
const home = join(scratch, 'external');
let engines: Engines;
let settings: { SIYU_DATABASE_URL: string; SIYU_CLICKHOUSE_URL: string };

beforeAll(async () => {
  engines = await openEngines(readConfig({ SIYU_HOME: elsewhere }), openHome(elsewhere), silentLogger);
  settings = { SIYU_DATABASE_URL: engines.postgresUrl, SIYU_CLICKHOUSE_URL: engines.clickhouseUrl };
});
afterAll(() => engines.close());

describe('PostgreSQL and ClickHouse given by their addresses', () => {
  let server: Server;
  beforeAll(async () => {
    // The demo is wished, and must not be made in databases of one's own.
    server = await startServer(home, { env: { ...settings, SIYU_DEMO: '1' } });
  });
  afterAll(async () => void (await server.stop()));

  test('Siyu starts no engine and makes no demo', async () => {
    expect(server.said.stdout).toMatch(/^Siyu 私域 is ready: [^\n]+\n$/);
    expect(pidsOf(home, /postgres|chdb-host/)).toEqual([]);
    expect(await (await fetch(`${server.url}/readyz?verbose`)).json()).toEqual({
      ready: true,
      checks: { postgres: true, clickhouse: true, accepting: true },
    });
  });

  test('an import arrives in both of them', async () => {
    const owner = await Owner.of(server);
    expect(await owner.imported(await owner.startImport(ordersCsv(30)))).toMatchObject({
      status: 'done',
      result: { orders: { added: 30 }, customers: { total: 30 } },
    });
    expect(await siyu(home, ['check'], { env: settings })).toMatchObject({ code: 0, stderr: '' });
  });

  test('stopped, Siyu leaves them running, and finds its data there again', async () => {
    await server.stop();
    expect(await goneFrom(home)).toEqual([]);
    expect(pidsOf(elsewhere, /bin\/postgres -D |chdb-host/)).toHaveLength(2);
    server = await startServer(home, { env: settings });
    const { total } = await (await Owner.of(server)).get<{ total: number }>('/customers?limit=1');
    expect(total).toBe(30);
  });
});

describe('one that cannot be used is said in one sentence without its password', () => {
  const sentence = async (env: Record<string, string>, words: RegExp) => {
    const ended = await siyu(home, ['check'], { env: { ...settings, ...env } });
    expect(ended).toEqual(refused(expect.stringMatching(words)));
    for (const url of Object.values(settings)) expect(ended.stderr).not.toContain(new URL(url).password);
    expect(await goneFrom(home)).toEqual([]);
  };
  const changed = (name: keyof typeof settings, change: (url: URL) => void) => {
    const url = new URL(settings[name]);
    change(url);
    return { [name]: url.href };
  };

  test('PostgreSQL: nobody there, wrong password, no such database', async () => {
    const bad = (change: (url: URL) => void) => changed('SIYU_DATABASE_URL', change);
    const begin = String.raw`^Siyu: PostgreSQL at postgres://siyu:\*\*\*@127\.0\.0\.1:\d+/\w+ cannot be used: `;
    const end = '; check SIYU_DATABASE_URL\\.\n$';
    await sentence(
      bad(url => (url.port = '1')),
      new RegExp(`${begin}connect ECONNREFUSED [^\n]+${end}`),
    );
    await sentence(
      bad(url => (url.password = 'wrong')),
      new RegExp(`${begin}password authentication failed [^\n]+${end}`),
    );
    await sentence(
      bad(url => (url.pathname = '/none')),
      new RegExp(`${begin}database "none" does not exist${end}`),
    );
  });

  test('ClickHouse: nobody there, wrong password, something else there', async () => {
    const bad = (change: (url: URL) => void) => changed('SIYU_CLICKHOUSE_URL', change);
    const begin = String.raw`^Siyu: ClickHouse at http://default:\*\*\*@127\.0\.0\.1:\d+/ cannot be used: `;
    const end = '; check SIYU_CLICKHOUSE_URL\\.\n$';
    await sentence(
      bad(url => (url.port = '1')),
      new RegExp(`${begin}connect ECONNREFUSED [^\n]+${end}`),
    );
    await sentence(
      bad(url => (url.password = 'wrong')),
      new RegExp(`${begin}[^\n]*Authentication failed[^\n]*${end}`),
    );
    const website = createServer((_, response) => response.end('<html>hello</html>')).listen(0, '127.0.0.1');
    await once(website, 'listening');
    const { port } = website.address() as AddressInfo;
    await sentence(
      bad(url => (url.port = String(port))),
      new RegExp(`${begin}[^\n]+${end}`),
    );
    website.close();
  });

  test('ClickHouse that cannot reach PostgreSQL', async () => {
    const words =
      /^Siyu: ClickHouse cannot reach PostgreSQL at 127\.0\.0\.1:1: [^\n]+; set SIYU_CLICKHOUSE_POSTGRES [^\n]+\.\n$/;
    await sentence({ SIYU_CLICKHOUSE_POSTGRES: '127.0.0.1:1' }, words);
  });
});

import { once } from 'node:events';
import { createServer, type Server as TcpServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goneFrom } from './processes.ts';
import { refused, type Server, scratch, siyu, startServer } from './server.ts';

const home = join(scratch, 'refusals');

/** Takes a port, any or a certain one; that one may be taken already, which is as good. */
async function take(port = 0): Promise<TcpServer> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await Promise.race([once(server, 'listening'), once(server, 'error')]).catch(() => undefined);
  return server;
}

describe('a port that cannot be had', () => {
  test('taken: one sentence with its number, and nothing is left running', async () => {
    const other = await take();
    const { port } = other.address() as { port: number };
    const words = `Siyu: Port ${port} is taken by other programs; set SIYU_PORT to a free one.\n`;
    expect(await siyu(home, ['start'], { env: { SIYU_PORT: String(port) } })).toEqual(refused(words));
    expect(await goneFrom(home)).toEqual([]);
    other.close();
  });

  test('an address this machine does not have', async () => {
    // From RFC 5737: addresses for documentation, nobody's.
    const env = { SIYU_HOST: '203.0.113.7', SIYU_PORT: '0' };
    const words = /^Siyu: Nothing can listen on 203\.0\.113\.7:0: [^\n]+ \(EADDRNOTAVAIL\)[^\n]+\.\n$/;
    expect(await siyu(home, ['start'], { env })).toEqual(refused(expect.stringMatching(words)));
    expect(await goneFrom(home)).toEqual([]);
  });
});

describe('a server whose port nobody wished', () => {
  let server: Server;
  beforeAll(async () => {
    const other = await take(7_480);
    server = await startServer(home, { env: { SIYU_PORT: '' } });
    other.close();
  });
  afterAll(async () => void (await server.stop()));

  test('listens on the first free one from 7480 on', async () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:74(8[1-9]|9\d)$/);
    const { status, headers } = await fetch(`${server.url}/readyz`);
    expect(status).toBe(200);
    // Longer than proxies keep theirs, so that they are the first to give a connection up.
    expect(headers.get('keep-alive')).toBe('timeout=75');
  });

  test('a second server in its home is refused and names the first, which goes on', async () => {
    const words = `Siyu: ${home} is in use by another Siyu (process ${server.pid}); stop that one or set SIYU_HOME to another folder.\n`;
    expect(await siyu(home, ['start'], { env: { SIYU_PORT: '0' } })).toEqual(refused(words));
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  });
});

describe('what is not understood', () => {
  const nowhere = join(scratch, 'nowhere');
  const cases: [string, string[], Record<string, string>, RegExp][] = [
    [
      'a setting that is none names the nearest one',
      ['start'],
      { SIYU_DATABASEURL: 'x' },
      /^Siyu: Unknown setting SIYU_DATABASEURL: did you mean SIYU_DATABASE_URL\? Known are SIYU_HOME, [^\n]+\.\n$/,
    ],
    [
      'every wrong value has its sentence, and secrets are not repeated',
      ['config'],
      { SIYU_PORT: '99999', SIYU_DEMO: 'yes', SIYU_SECRET_KEY: 'geheim' },
      /^Siyu: SIYU_PORT must be a whole number from 0 to 65535\.\nSIYU_DEMO must be 0 or 1\.\nSIYU_SECRET_KEY must be 32 bytes, [^\n]+\.\n$/,
    ],
    [
      'a command that is none names the nearest one',
      ['improt', 'x.csv'],
      {},
      /^error: unknown command 'improt'\n\(Did you mean import\?\)\n$/,
    ],
    [
      'an option that is none',
      ['check', '--jsn'],
      {},
      /^error: unknown option '--jsn'\n\(Did you mean --json\?\)\n$/,
    ],
    ['a role that is none', ['start', '--role', 'boss'], {}, /choices are all, web, worker\.\n$/],
    ['something that cannot be rebuilt', ['rebuild', 'everything'], {}, /choices are analytics\.\n$/],
    ['an import without a file', ['import'], {}, /^error: missing required argument 'file'\n$/],
    ['no command at all', [], {}, /^Usage: siyu [\s\S]+ import [\s\S]+ check [\s\S]+ config /],
  ];
  test.each(cases)('%s', async (_, args, env, words) => {
    expect(await siyu(nowhere, args, { env })).toEqual(refused(expect.stringMatching(words)));
  });
});

test('`siyu config` prints what is set and no secret', async () => {
  const secrets = { SIYU_SECRET_KEY: '0123456789abcdef'.repeat(4), SIYU_METRICS_TOKEN: 'token-of-16-chars' };
  const urls = {
    SIYU_DATABASE_URL: 'postgres://siyu:hidden-password@db.example:5433/shop',
    SIYU_CLICKHOUSE_URL: 'https://default:hidden-password@ch.example:8443',
  };
  const said = await siyu(join(scratch, 'config'), ['config'], {
    env: { ...secrets, ...urls, SIYU_PORT: '7600' },
  });
  expect(said).toMatchObject({ code: 0, stderr: '' });
  for (const secret of [...Object.values(secrets), 'hidden-password'])
    expect(said.stdout).not.toContain(secret);
  expect(JSON.parse(said.stdout)).toEqual({
    home: join(scratch, 'config'),
    host: '127.0.0.1',
    port: 7_600,
    demo: false,
    logLevel: 'warn',
    webhooksPrivate: false,
    databaseUrl: 'postgres://siyu:***@db.example:5433/shop',
    clickhouseUrl: 'https://default:***@ch.example:8443/',
    set: { secretKey: true, ownerPassword: false, metricsToken: true },
  });
});

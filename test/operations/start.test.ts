import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loginOf, Owner } from './owner.ts';
import { goneFrom, processesOf } from './processes.ts';
import { type Server, scratch, startServer } from './server.ts';

const home = join(scratch, 'start');
let server: Server;

describe('a fresh home', () => {
  beforeAll(async () => {
    server = await startServer(home);
  });

  test('prints one line with address, login and password', () => {
    expect(server.said.stdout.trim().split('\n')).toEqual([
      expect.stringMatching(
        new RegExp(`^Siyu 私域 is ready: ${server.url}  login: owner  password: \\S{15,}$`),
      ),
    ]);
    expect(server.said.stderr).toBe('');
  });

  test('the login works over HTTP, a wrong password does not', async () => {
    const owner = await Owner.of(server);
    expect(await owner.get('/session')).toMatchObject({ member: { role: 'owner' } });
    const wrong = new Owner(server.url).send('POST', '/session', { login: 'owner', password: 'guessing' });
    expect((await wrong).status).toBe(401);
  });

  test('whatever operators ask is answered', async () => {
    const get = async (path: string) => {
      const answer = await fetch(server.url + path);
      return [answer.status, answer.headers.get('content-type')?.split(';')[0], await answer.text()] as const;
    };
    expect(await get('/livez')).toEqual([200, 'text/plain', 'ok']);
    expect(await get('/readyz')).toEqual([200, 'application/json', '{"ready":true}']);
    expect(JSON.parse((await get('/readyz?verbose'))[2])).toEqual({
      ready: true,
      checks: { postgres: true, clickhouse: true, accepting: true },
    });
    expect((await get('/metrics'))[2]).toContain('process_cpu_seconds_total');
    expect(JSON.parse((await get('/openapi.json'))[2])).toMatchObject({ openapi: '3.1.0' });
    const [status, type, docs] = await get('/docs');
    expect([status, type]).toEqual([200, 'text/html']);
    for (const [, name = ''] of docs.matchAll(/<script[^>]+src="([^"]+)"/g))
      expect([name, ...(await get(new URL(name, 'http://x/docs/').pathname)).slice(0, 2)]).toEqual([
        name,
        200,
        'text/javascript',
      ]);
    expect(await get('/')).toEqual([200, 'text/html', expect.stringContaining('<div id="root"')]);
    expect(await get('/customers/cus_1')).toEqual([
      200,
      'text/html',
      expect.stringContaining('<div id="root"'),
    ]);
    // A file of an earlier build is not answered with the page, which a browser would then keep for a year.
    expect((await get('/assets/gone-1234.js'))[0]).toBe(404);
    expect((await get('/api/v1/nothing'))[0]).toBe(404);
  });

  test('nobody else may look into the home', () => {
    // Root's PostgreSQL runs as another user, who must be able to walk through the home, not to list it.
    expect(mode(home)).toBe(process.getuid?.() === 0 ? '711' : '700');
    for (const part of ['run', 'run/users', 'logs', 'files', 'clickhouse', 'postgres'])
      expect([part, mode(join(home, part))]).toEqual([part, '700']);
    const plain = readdirSync(home, { withFileTypes: true }).filter(entry => entry.isFile());
    expect(plain.map(entry => entry.name).sort()).toEqual([
      'clickhouse.password',
      'first-login.json',
      'postgres.password',
      'secret.key',
    ]);
    for (const { name } of plain) expect([name, mode(join(home, name))]).toEqual([name, '600']);
  });

  test('a second start finds the data and the owner’s own account', async () => {
    const owner = await Owner.of(server);
    await owner.send('POST', '/tags', { group: '口味', name: '甜' });
    const chosen = { current: loginOf(server.said.stdout).password, next: 'a password of my own' };
    expect((await owner.send('PATCH', '/session/password', chosen)).status).toBe(200);
    expect(processesOf(home).length).toBeGreaterThan(3);
    expect(await server.stop('SIGINT')).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect(await goneFrom(home)).toEqual([]);

    server = await startServer(home);
    // About two seconds; on a machine that does much else at the same time it takes longer.
    expect(server.readyAfter).toBeLessThan(20_000);
    expect(server.said.stdout.trim()).toBe(`Siyu 私域 is ready: ${server.url}  login: your own account`);
    const again = await Owner.of(server, { login: 'owner', password: chosen.next });
    expect(await again.get('/tags')).toMatchObject({ data: [{ name: '口味', tags: [{ name: '甜' }] }] });
  });

  test('a terminal that is closed ends everything, too', async () => {
    expect(await server.stop('SIGHUP')).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect(await goneFrom(home)).toEqual([]);
  });
});

function mode(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

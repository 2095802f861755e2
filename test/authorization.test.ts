import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Actor, ROLE_PERMISSIONS, type Role } from '#platform/auth/actor.ts';
import { openSession } from '#platform/auth/sessions.ts';
import { buildApp } from '#platform/http/app.ts';
import { type Route, raw, read, write } from '#platform/http/route.ts';
import { testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { routes, writes } from './calls/calls.ts';
import { send } from './calls/send.ts';

/** Who calls what: generated from the routes themselves, so a new route is in it from its first day. */
const platform = await testPlatform();
const app = buildApp(platform, routes);
const ROLES: Role[] = ['owner', 'manager', 'staff'];
const members = Object.fromEntries(
  await Promise.all(ROLES.map(async role => [role, (await testMember(platform, role)).id] as const)),
) as Record<Role, number>;

/** A path that names nothing: who may not call must hear so before anything is looked up. */
const pathOf = (route: Route) =>
  route.path.replace('{kind}', 'orders').replace(/\{\w+\}/g, name => idFor(route, name));
function idFor(route: Route, place: string): string {
  const shape = z.toJSONSchema(route.params ?? z.object({}), { io: 'input', unrepresentable: 'any' });
  const { pattern = '^x_' } = (shape.properties?.[place.slice(1, -1)] ?? {}) as { pattern?: string };
  return `${/^\^([a-z]+)_/.exec(pattern)?.[1]}_999999`;
}
const call = async (route: Route, token?: string, headers: Record<string, string> = {}) =>
  await send(app, route, { path: pathOf(route) }, token, headers);
const codeIn = (text: string) => (JSON.parse(text) as { code: string }).code;
const isAllowed = (route: Route, role: Role) =>
  route.may === 'public' || route.may === 'signed-in' || ROLE_PERMISSIONS[role].has(route.may);

describe(`who may call what: ${routes.length} routes`, () => {
  test('nobody: only what is public answers', async () => {
    for (const route of routes) {
      const { status } = await call(route);
      if (route.may === 'public') continue;
      expect(status, `${route.method} ${route.path}`).toBe(401);
    }
  });

  test.each(['closed', 'expired', 'of a disabled member', 'made up'])(
    'a session that is %s is nobody',
    async kind => {
      const { id, token } = await testMember(platform);
      if (kind === 'closed') await platform.db.deleteFrom('sessions').where('memberId', '=', id).execute();
      if (kind === 'expired')
        await platform.db
          .updateTable('sessions')
          .set({ expiresAt: new Date(0) })
          .where('memberId', '=', id)
          .execute();
      if (kind === 'of a disabled member')
        await platform.db.updateTable('members').set({ status: 'disabled' }).where('id', '=', id).execute();
      for (const route of routes.filter(({ may }) => may !== 'public')) {
        const answer = await call(route, kind === 'made up' ? 'A'.repeat(43) : token);
        expect([answer.status, codeIn(answer.text)], route.name).toEqual([401, 'sign_in_first']);
      }
    },
  );

  test.each(ROLES)('%s: exactly what the role has', async role => {
    for (const route of routes) {
      if (route.name === 'signIn') continue; // its 401 is about the password
      const token = await openSession(platform.db, platform.clock, members[role]);
      const answer = await call(route, token);
      const refused =
        answer.status === 401 || (answer.status === 403 && codeIn(answer.text) === 'not_allowed');
      expect(refused, `${role} ${route.method} ${route.path}: ${answer.status}`).toBe(
        !isAllowed(route, role),
      );
      expect(answer.status, `${role} ${route.method} ${route.path}: ${answer.text}`).toBeLessThan(500);
    }
  });

  test('a change of role holds from the next request on, with the same session', async () => {
    const { id, token } = await testMember(platform, 'owner');
    const mayAdd = async () => await send(app, { method: 'post' }, { path: '/teams', body: {} }, token);
    expect((await mayAdd()).status).toBe(400);
    await platform.db.updateTable('members').set({ role: 'staff' }).where('id', '=', id).execute();
    expect((await mayAdd()).status).toBe(403);
  });
});

describe('a route without a rule cannot be built', () => {
  const described = { path: '/x', name: 'x', summary: '', tag: '' } as const;
  const handle = async () => ({});
  test('the types refuse it, and so does the program', () => {
    // @ts-expect-error: may is missing
    expect(() => read({ ...described, returns: z.object({}), handle })).toThrow('who may call');
    // @ts-expect-error: may is missing
    expect(() => write({ ...described, method: 'post', returns: z.object({}), handle })).toThrow(
      'who may call',
    );
    // @ts-expect-error: may is missing
    expect(() => raw({ ...described, method: 'post', handle: async () => new Response() })).toThrow(
      'who may',
    );
    // @ts-expect-error: there is no such permission
    expect(() => read({ ...described, may: 'customers:all', returns: z.object({}), handle })).toThrow(
      'who may',
    );
  });

  test('no two routes share a name or an address', () => {
    expect(new Set(routes.map(route => route.name)).size).toBe(routes.length);
    expect(
      new Set(routes.map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`)).size,
    ).toBe(routes.length);
  });

  test('a member never gets more than their role: permissions stand in the program, not in the session', () => {
    const staff: Actor['permissions'] = ROLE_PERMISSIONS.staff;
    for (const permission of staff) expect(ROLE_PERMISSIONS.manager.has(permission)).toBe(true);
    for (const permission of ROLE_PERMISSIONS.manager)
      expect(ROLE_PERMISSIONS.owner.has(permission)).toBe(true);
  });
});

describe('a change asked for by another site with our cookie', () => {
  const FOREIGN: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost.evil.example' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://localhost' },
  ];
  const guarded = writes.filter(({ may }) => may !== 'public');
  test(`is refused by ${guarded.length} writes, however it says so`, async () => {
    for (const route of guarded) {
      const token = await openSession(platform.db, platform.clock, members.owner);
      for (const headers of FOREIGN) {
        const answer = await call(route, token, { host: 'localhost', ...headers });
        expect([answer.status, codeIn(answer.text)], `${route.name} ${JSON.stringify(headers)}`).toEqual([
          403,
          'cross_site',
        ]);
      }
    }
  });

  test('a form cannot carry JSON: signing somebody in from elsewhere is refused by its content type', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', '']) {
      const answer = await app.request('/api/v1/session', {
        method: 'POST',
        headers: type === '' ? {} : { 'content-type': type },
        body: new TextEncoder().encode('{"login":"a","password":"b"}'),
      });
      expect(answer.status, type).toBe(415);
    }
  });

  test('our own site may, also by the public address behind a proxy that asks by another name', async () => {
    const outside = { ...platform, config: { ...platform.config, publicUrl: 'https://siyu.example/' } };
    const proxied = buildApp(outside, routes);
    const token = await openSession(platform.db, platform.clock, members.owner);
    const rename = async (to: typeof app, headers: Record<string, string>) =>
      (await send(to, { method: 'patch' }, { path: '/session', body: { language: 'zh' } }, token, headers))
        .status;
    expect(
      await rename(app, { host: 'localhost', origin: 'http://localhost', 'sec-fetch-site': 'same-origin' }),
    ).toBe(200);
    expect(await rename(app, {})).toBe(200);
    expect(await rename(proxied, { host: '127.0.0.1:7480', origin: 'https://siyu.example' })).toBe(200);
    expect(await rename(proxied, { host: '127.0.0.1:7480', origin: 'https://siyu.example.evil' })).toBe(403);
  });
});

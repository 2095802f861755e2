import { existsSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MINUTE } from '../clock.ts';
import { companyRoutes } from '../settings/company.routes.ts';
import { testClient } from '../testing/test-app.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { createMember } from './members.ts';
import { sessionRoutes } from './session.routes.ts';
import { openSession } from './sessions.ts';

const platform = await testPlatform();
const { db, clock, home } = platform;
const client = testClient(platform, sessionRoutes);
const first = { login: 'owner', password: 'first-password' };
const memberId = await db
  .transaction()
  .execute(tx =>
    createMember(
      tx,
      clock,
      { name: 'test' },
      { name: '老板', ...first, role: 'owner', dataScope: 'all', teamId: null },
    ),
  );
writeFileSync(home.path('first-login.json'), JSON.stringify(first));

async function signedIn(password: string) {
  const { status, headers } = await client.post('/session', { login: 'owner', password });
  const token = /siyu_session=([^;]+)/.exec(headers.get('set-cookie') ?? '')?.[1] ?? '';
  return { status, session: client.as({ id: memberId, token }) };
}
const change = (session: typeof client, current: string, next: string) =>
  session.send('PATCH', '/session/password', { current, next });

test('a member chooses a password: the present one is asked for, other sessions end, this one stays', async () => {
  const { session: here } = await signedIn(first.password);
  const { session: elsewhere } = await signedIn(first.password);
  expect(await change(here, 'not it', 'second-password')).toMatchObject({
    status: 422,
    body: { code: 'wrong_password' },
  });
  expect(await change(here, first.password, 'short')).toMatchObject({ status: 400 });
  expect(existsSync(home.path('first-login.json'))).toBe(true);
  expect(await change(here, first.password, 'second-password')).toMatchObject({ status: 200 });
  expect(await here.get('/session')).toMatchObject({ status: 200 });
  expect(await elsewhere.get('/session')).toMatchObject({ status: 401 });
  expect((await signedIn(first.password)).status).toBe(401);
  expect((await signedIn('second-password')).status).toBe(201);
  expect(existsSync(home.path('first-login.json'))).toBe(false);
});

test('guessing the present password is limited', async () => {
  const { session } = await signedIn('second-password');
  for (let i = 0; i < 10; i++) await change(session, `guess ${i}`, 'third-password');
  expect(await change(session, 'second-password', 'third-password')).toMatchObject({ status: 429 });
  clock.advance(16 * MINUTE);
  expect(await change(session, 'second-password', 'third-password')).toMatchObject({ status: 200 });
});

test('the company’s name is on the login page as soon as it is chosen', async () => {
  const owner = testClient(platform, [...sessionRoutes, ...companyRoutes]).as({
    id: memberId,
    token: await openSession(db, clock, memberId),
  });
  expect((await client.get('/welcome')).body).toMatchObject({ name: null });
  expect(await owner.send('PATCH', '/company', { name: ' 小满面包房 ' })).toMatchObject({ status: 200 });
  expect((await client.get('/welcome')).body).toMatchObject({ name: '小满面包房' });
});

import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../clock.ts';
import { testClient, testMember } from '../testing/test-app.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { memberRoutes } from './members.routes.ts';
import { sessionRoutes } from './session.routes.ts';
import { openSession } from './sessions.ts';

/** When a session ends, and that it ends then: the next request is the first that is refused. */
const platform = await testPlatform();
const { db, clock } = platform;
const client = testClient(platform, [...sessionRoutes, ...memberRoutes]);
const { id: ownerId } = await testMember(platform);
/** Signed in anew: these tests move the clock by weeks. */
const owner = async (path: string, change: object) =>
  await client.as({ id: ownerId, token: await openSession(db, clock, ownerId) }).send('PATCH', path, change);

async function staff() {
  const one = await testMember(platform, 'staff', 'own');
  const also = { id: one.id, token: await openSession(db, clock, one.id) };
  return { id: one.id, here: client.as(one), elsewhere: client.as(also) };
}
const open = async (session: typeof client) => (await session.get('/session')).status === 200;

test('a week without use ends it; use within the week keeps it', async () => {
  const { here } = await staff();
  for (let week = 0; week < 3; week++) {
    clock.advance(7 * DAY - MINUTE);
    expect(await open(here), `week ${week}`).toBe(true);
  }
  clock.advance(7 * DAY);
  expect(await open(here)).toBe(false);
});

test('thirty days end it, however much it is used', async () => {
  const { here } = await staff();
  for (let day = 0; day < 29; day++) {
    clock.advance(DAY);
    expect(await open(here), `day ${day}`).toBe(true);
  }
  clock.advance(DAY - MINUTE);
  expect(await open(here)).toBe(true);
  clock.advance(MINUTE);
  expect(await open(here)).toBe(false);
});

test('use is noted once an hour, not with every request', async () => {
  const { id, here } = await staff();
  const seen = async () =>
    (
      await db
        .selectFrom('sessions')
        .select('lastSeenAt')
        .where('memberId', '=', id)
        .orderBy('lastSeenAt', 'desc')
        .execute()
    )[0]!.lastSeenAt;
  const first = await seen();
  clock.advance(HOUR);
  await open(here);
  expect(await seen()).toEqual(first);
  clock.advance(MINUTE);
  await open(here);
  expect(await seen()).toEqual(clock.now());
});

test('signing out ends this session and no other, and takes the cookie away', async () => {
  const { here, elsewhere } = await staff();
  const answer = await here.send('DELETE', '/session');
  expect(answer.headers.get('set-cookie')).toMatch(/^siyu_session=;.*Max-Age=0/);
  expect([await open(here), await open(elsewhere)]).toEqual([false, true]);
});

test('a password set by the owner ends all of the member’s sessions', async () => {
  const { id, here, elsewhere } = await staff();
  await owner(`/members/mem_${id}`, { password: 'a brand new password' });
  expect([await open(here), await open(elsewhere)]).toEqual([false, false]);
});

test('a disabled member is nobody at once, and stays so when enabled again', async () => {
  const { id, here, elsewhere } = await staff();
  await owner(`/members/mem_${id}`, { status: 'disabled' });
  expect([await open(here), await open(elsewhere)]).toEqual([false, false]);
  await owner(`/members/mem_${id}`, { status: 'active' });
  expect([await open(here), await open(elsewhere)]).toEqual([false, false]);
});

test('another role and another scope hold from the next request on', async () => {
  const { id, here } = await staff();
  const mayWrite = async () => (await here.post('/teams', { name: `团队 ${Math.random()}` })).status;
  expect(await mayWrite()).toBe(403);
  await owner(`/members/mem_${id}`, { role: 'owner' });
  expect(await mayWrite()).toBe(201);
  await owner(`/members/mem_${id}`, { role: 'manager' });
  expect(await mayWrite()).toBe(403);
});

test('the token is taken from the cookie or the header, and from nowhere else', async () => {
  const { id } = await staff();
  const token = await openSession(db, clock, id);
  const status = async (headers: Record<string, string>, query = '') =>
    (await client.get(`/session${query}`, headers)).status;
  expect(await status({ cookie: `a=b; siyu_session=${token}` })).toBe(200);
  expect(await status({ authorization: `Bearer ${token}` })).toBe(200);
  for (const headers of [
    { authorization: `Basic ${token}` },
    { authorization: token },
    { cookie: `siyu_session=${token}x` },
    { 'x-session': token },
  ])
    expect(await status(headers)).toBe(401);
  expect(await status({}, `?siyu_session=${token}&token=${token}`)).toBe(401);
});

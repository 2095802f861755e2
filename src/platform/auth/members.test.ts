import { describe, expect, test } from 'vitest';
import { testClient, testMember } from '../testing/test-app.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { SYSTEM } from './actor.ts';
import { isCommonPassword } from './common-passwords.ts';
import { password } from './contract.ts';
import { memberRoutes } from './members.routes.ts';
import { changeMember } from './members.ts';
import { openSession } from './sessions.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const first = await testMember(platform);
const client = testClient(platform, memberRoutes);
const owner = client.as(first);
const input = (login: string | null, over: object = {}) => ({
  name: '小林',
  login,
  password: 'a long enough word',
  role: 'staff',
  dataScope: 'own',
  ...over,
});
const rowOf = async (wire: string) =>
  await db
    .selectFrom('members')
    .selectAll()
    .where('id', '=', Number(wire.slice(4)))
    .executeTakeFirstOrThrow();
const idIn = (reply: { body: never }) => (reply.body as { id: string }).id;

describe('password rules', () => {
  test.each([
    '1234567',
    'passwort',
    'Password123',
    'aaaaaaaa',
    'abababab',
    '12345678',
    '1234567890',
    '87654321',
    'abcdefgh',
    'zyxwvuts',
    'QWERTYUIOP',
    'woaini1314',
    '5201314520',
    'Siyu2026',
  ])('“%s” is refused', candidate => expect(password.safeParse(candidate).success).toBe(false));

  test.each([
    'correct horse',
    '密码要够长才安全',
    '🔑🔒🗝️🔓🛡️🧷🧲🪤',
    'nine nine',
    ' spaces ',
    '1234567 890',
    'x'.repeat(31).concat('yz'),
  ])('“%s” is taken: no rules of composition', candidate =>
    expect(password.safeParse(candidate).success).toBe(true),
  );

  test('a login is told to those who may change it only', async () => {
    const logins = async (as: typeof owner) =>
      ((await as.get('/members')).body as { data: { login: string | null }[] }).data.map(row => row.login);
    await owner.post('/members', input('known'));
    expect(await logins(owner)).toContain('known');
    expect(await logins(owner.as(await testMember(platform, 'staff', 'own')))).not.toContain('known');
  });

  test('64 characters and many more are taken, 201 and what is no text are not', () => {
    expect(password.safeParse('ab c'.repeat(50)).success).toBe(true);
    for (const refused of ['ab c'.repeat(51), 'a\0bcdefgh', '\ud800abcdefgh'])
      expect(password.safeParse(refused).success).toBe(false);
  });

  test('the list of common ones is of passwords that are long enough to be tried', () => {
    expect(isCommonPassword('PASSWORD1')).toBe(true);
    expect(isCommonPassword('')).toBe(true);
  });

  test('a member with a weak one is not made, and is told which field', async () => {
    const answer = await owner.post('/members', input('weak', { password: 'password123' }));
    expect(answer).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'body.password', message: expect.stringContaining('太常见') }] },
    });
  });
});

describe('changing a member', () => {
  test('what is left out stays: a new name does not take the login, the team or the password away', async () => {
    const team = idIn(await owner.post('/teams', { name: '门店' }));
    const id = idIn(await owner.post('/members', input('keeps', { teamId: team })));
    const before = await rowOf(id);
    expect((await owner.send('PATCH', `/members/${id}`, { name: '大林' })).status).toBe(200);
    expect(await rowOf(id)).toEqual({ ...before, name: '大林', updatedAt: clock.now() });
    await owner.send('PATCH', `/members/${id}`, { teamId: null });
    expect(await rowOf(id)).toMatchObject({ login: 'keeps', teamId: null });
  });

  test('no password and no hash is ever told or written into the audit log', async () => {
    const id = idIn(await owner.post('/members', input('secretive', { password: 'super-secret-words' })));
    await owner.send('PATCH', `/members/${id}`, { password: 'other-secret-words' });
    const { rows } = await platform.pool.query(
      `select coalesce(string_agg(a::text, ''), '') as text from audit_log a`,
    );
    const told = rows[0].text + JSON.stringify(await owner.get('/members'));
    expect(told).not.toMatch(/secret-words|argon2/);
    expect(told).toContain('secretive');
  });

  test('a team or a member that is not there is a refusal', async () => {
    expect(await owner.post('/members', input('teamless', { teamId: 'team_999999' }))).toMatchObject({
      status: 422,
      body: { code: 'unknown_reference' },
    });
    expect((await owner.send('PATCH', '/members/mem_999999', { name: 'x' })).status).toBe(404);
  });
});

describe('at the same moment', () => {
  test('twenty members of one login: one is made', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => owner.post('/members', input('same', { password: null }))),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array(19).fill(409)]);
  });

  test('two owners disable each other: one of them remains, ten times over', async () => {
    for (let round = 0; round < 10; round++) {
      const { id: other } = await testMember(platform);
      const disable = (by: number, id: number) =>
        db
          .transaction()
          .execute(tx =>
            changeMember(tx, clock, { ...SYSTEM, name: `member:${by}` }, id, { status: 'disabled' }),
          );
      const outcomes = await Promise.allSettled([disable(first.id, other), disable(other, first.id)]);
      expect(outcomes.map(({ status }) => status).sort(), `round ${round}`).toEqual([
        'fulfilled',
        'rejected',
      ]);
      for (const outcome of outcomes)
        if (outcome.status === 'rejected')
          expect(outcome.reason).toMatchObject({ kind: { code: 'last_owner' } });
      await db.updateTable('members').set({ status: 'active' }).where('id', '=', first.id).execute();
      await db.updateTable('members').set({ status: 'disabled' }).where('id', '=', other).execute();
    }
  });

  test('the last owner cannot be disabled or demoted', async () => {
    const again = { id: first.id, token: await openSession(db, clock, first.id) };
    for (const change of [{ status: 'disabled' }, { role: 'manager' }, { role: 'staff', status: 'disabled' }])
      expect(await client.as(again).send('PATCH', `/members/mem_${first.id}`, change)).toMatchObject({
        status: 409,
        body: { code: 'last_owner' },
      });
  });
});

import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { MINUTE } from '../clock.ts';
import { buildApp } from '../http/app.ts';
import type { Tx } from '../postgres/connect.ts';
import { during } from '../testing/at-once.ts';
import { TestClient, testClient } from '../testing/test-app.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { SYSTEM } from './actor.ts';
import { changeMember, createMember } from './members.ts';
import { sessionRoutes } from './session.routes.ts';
import { changeOwnPassword, signIn } from './sessions.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const client = testClient(platform, sessionRoutes);
const PASSWORD = 'päss wörd 密码 🔑';

async function member(login: string, password: string | null = PASSWORD) {
  const input = { name: login, login, password, role: 'staff', dataScope: 'own', teamId: null } as const;
  return await db.transaction().execute(tx => createMember(tx, clock, { name: 'test' }, input));
}
await member('lin');
await member('no.password', null);
const disabled = await member('gone');
await db.updateTable('members').set({ status: 'disabled' }).where('id', '=', disabled).execute();

const enter = async (login: string, password: string, headers: Record<string, string> = {}) =>
  await client.post('/session', { login, password }, headers);
const sessions = async () => (await db.selectFrom('sessions').selectAll().execute()).length;

beforeEach(async () => {
  await db.deleteFrom('loginFailures').execute();
});

describe('signing in', () => {
  test('login in any case, password to the letter, however its accents are composed', async () => {
    expect(await enter('LIN', PASSWORD)).toMatchObject({
      status: 201,
      body: { member: { name: 'lin', role: 'staff' } },
    });
    expect((await enter('lin', PASSWORD.normalize('NFD'))).status).toBe(201);
    for (const wrong of [PASSWORD.toUpperCase(), `${PASSWORD} `, PASSWORD.slice(1), ''])
      expect((await enter('lin', wrong)).status, wrong).toBe(401);
  });

  test('who is given another password, or disabled, while the old one is checked gets no session and cannot change it back', async () => {
    const id = await member('ming');
    const actor = { ...SYSTEM, memberId: 0 };
    const change = (patch: { password: string } | { status: 'disabled' }) => async (tx: Tx) =>
      await changeMember(tx, clock, actor, id, patch);
    const refused = await during(db, change({ password: 'another long one' }), () => enter('ming', PASSWORD));
    expect(refused.status).toBe(401);
    const own = { current: 'another long one', next: 'the one they know', token: '' };
    expect(
      await during(db, change({ password: 'what the owner says' }), () =>
        changeOwnPassword(db, clock, id, own),
      ),
    ).toEqual({ outcome: 'refused' });
    const disabled = await during(db, change({ status: 'disabled' }), () =>
      enter('ming', 'what the owner says'),
    );
    expect(disabled.status).toBe(401);
    expect(await db.selectFrom('sessions').where('memberId', '=', id).selectAll().execute()).toEqual([]);
  });

  test('unknown, disabled, without a password and wrong are one answer, and open nothing', async () => {
    const before = await sessions();
    const answers = [
      await enter('lin', 'wrong'),
      await enter('nobody', PASSWORD),
      await enter('gone', PASSWORD),
      await enter('no.password', ''),
      await enter("' or '1'='1", PASSWORD),
    ];
    const plain = answers.map(({ status, body }) =>
      JSON.stringify([status, { ...(body as object), requestId: '' }]),
    );
    expect(new Set(plain).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, body: { code: 'wrong_login' } });
    for (const { headers } of answers) expect(headers.get('set-cookie')).toBeNull();
    expect(await sessions()).toBe(before);
  });

  test('an unknown login takes as long as a wrong password, so that time names nobody', async () => {
    const times = { lin: [] as number[], nobody: [] as number[], gone: [] as number[] };
    for (let round = 0; round < 5; round++)
      for (const login of ['lin', 'nobody', 'gone'] as const) {
        const started = performance.now();
        await signIn(db, clock, { login, password: 'wrong', address: 'here' });
        times[login].push(performance.now() - started);
        await db.deleteFrom('loginFailures').execute();
      }
    const median = (values: number[]) => values.toSorted((a, b) => a - b)[2]!;
    const wrong = median(times.lin);
    for (const other of [median(times.nobody), median(times.gone)]) {
      expect(other).toBeGreaterThan(wrong / 3);
      expect(other).toBeLessThan(wrong * 3);
    }
  });

  test('every sign-in has a token of its own, 256 bits, of which the database knows only the hash', async () => {
    const tokens = new Set<string>();
    for (let i = 0; i < 5; i++) {
      const { headers } = await enter('lin', PASSWORD, {
        cookie: 'siyu_session=chosen-by-somebody-else-0123456789',
      });
      tokens.add(/siyu_session=([^;]+)/.exec(headers.get('set-cookie') ?? '')![1]!);
    }
    expect(tokens.size).toBe(5);
    const rows = (await platform.pool.query('select row_to_json(s)::text as row from sessions s')).rows;
    for (const token of tokens) {
      expect(token).toMatch(/^[\w-]{43}$/);
      for (const { row } of rows) expect(row).not.toContain(token);
    }
  });
});

describe('the cookie', () => {
  const cookieOf = async (publicUrl: string | undefined, headers: Record<string, string> = {}) => {
    const config = { ...platform.config, publicUrl };
    const app = new TestClient(buildApp({ ...platform, config }, sessionRoutes));
    const answer = await app.post('/session', { login: 'lin', password: PASSWORD }, headers);
    return answer.headers.get('set-cookie') ?? '';
  };

  test('is out of reach of scripts and of other sites, and is gone after thirty days', async () => {
    const cookie = await cookieOf(undefined);
    expect(cookie).toMatch(/^siyu_session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test('goes over https only, as soon as the public address or a proxy says https', async () => {
    expect(await cookieOf('https://siyu.example')).toContain('; Secure');
    expect(await cookieOf(undefined, { 'x-forwarded-proto': 'https' })).toContain('; Secure');
    expect(await cookieOf('http://192.168.1.2')).not.toContain('Secure');
  });
});

describe('guessing', () => {
  const guess = async (login: string, address: string, password = 'wrong') =>
    (await signIn(db, clock, { login, password, address })).outcome;

  test('ten failures close a login for everybody, and it opens again after a quarter of an hour', async () => {
    for (let i = 0; i < 10; i++) expect(await guess('lin', `address ${i}`)).toBe('refused');
    expect(await guess('LIN', 'elsewhere', PASSWORD)).toBe('too_many');
    expect(await enter('lin', PASSWORD)).toMatchObject({ status: 429, body: { code: 'too_many_tries' } });
    clock.advance(14 * MINUTE);
    expect(await guess('lin', 'elsewhere', PASSWORD)).toBe('too_many');
    clock.advance(2 * MINUTE);
    expect(await guess('lin', 'elsewhere', PASSWORD)).toBe('signed_in');
  });

  test('asking while it is closed does not keep it closed', async () => {
    for (let i = 0; i < 10; i++) await guess('lin', 'here');
    for (let minute = 0; minute < 16; minute++) {
      clock.advance(MINUTE);
      if (minute < 14) expect(await guess('lin', 'here')).toBe('too_many');
    }
    expect(await guess('lin', 'here', PASSWORD)).toBe('signed_in');
  });

  test('signing in wipes the login’s failures, so that a member who mistypes is not shut out', async () => {
    for (let day = 0; day < 2; day++) {
      for (let i = 0; i < 9; i++) expect(await guess('lin', `here ${day}`)).toBe('refused');
      expect(await guess('lin', `here ${day}`, PASSWORD)).toBe('signed_in');
    }
  });

  test('a hundred guesses sent at the same moment are ten', async () => {
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => guess('lin', 'here')));
    expect(outcomes.filter(outcome => outcome === 'refused')).toHaveLength(10);
    expect(outcomes.filter(outcome => outcome === 'too_many')).toHaveLength(90);
  });

  test('a hundred failures close an address, for every login; whoever signs in from it uses none of them up', async () => {
    const at = clock.now();
    const rows = Array.from({ length: 99 }, () => ({ key: 'address:office', at }));
    await db.insertInto('loginFailures').values(rows).execute();
    for (let i = 0; i < 3; i++) expect(await guess('lin', 'office', PASSWORD)).toBe('signed_in');
    expect(await guess('nobody', 'office')).toBe('refused');
    expect(await guess('lin', 'office', PASSWORD)).toBe('too_many');
    expect(await guess('lin', 'home', PASSWORD)).toBe('signed_in');
    clock.advance(16 * MINUTE);
    expect(await guess('lin', 'office', PASSWORD)).toBe('signed_in');
  });

  test('an address is what the socket says, not what a header claims', async () => {
    for (let i = 0; i < 3; i++)
      await enter(`nobody${i}`, 'x', { 'x-forwarded-for': `10.0.0.${i}`, forwarded: `for=10.0.0.${i}` });
    const keys = await db
      .selectFrom('loginFailures')
      .select('key')
      .where('key', 'like', 'address:%')
      .execute();
    expect(new Set(keys.map(({ key }) => key)).size).toBe(1);
  });
});

test('any two different passwords are told apart, any same ones are not', async () => {
  const { checkPassword, hashPassword } = await import('./passwords.ts');
  const anything = fc.string({ unit: 'grapheme', maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(anything, anything, async (one, other) => {
      const stored = await hashPassword(one);
      expect(stored).not.toContain(one.length > 3 ? one : '\0');
      expect(await checkPassword(one, stored)).toBe(true);
      expect(await checkPassword(other, stored)).toBe(one.normalize('NFC') === other.normalize('NFC'));
    }),
    { numRuns: 5 },
  );
});

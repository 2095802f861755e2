import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { SimulatorAdmin, startSimulator } from '#channels/simulator/index.ts';
import { SYSTEM } from '#platform/auth/actor.ts';
import { memberRoutes } from '#platform/auth/members.routes.ts';
import { changeMember } from '#platform/auth/members.ts';
import { hashPassword } from '#platform/auth/passwords.ts';
import { actorOf } from '#platform/auth/sessions.ts';
import { HOUR, MINUTE } from '#platform/clock.ts';
import { during } from '#platform/testing/at-once.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { createWecomAccount } from '../accounts/accounts.ts';
import { customerRoutes } from '../customers/customers.routes.ts';
import { sidebarRoutes } from '../sidebar/sidebar.routes.ts';
import { buildCustomer } from '../testing/factories.ts';
import { separateMembers } from './join-members.ts';
import { signInRoutes } from './sign-in.routes.ts';

/** Through the simulator's own pages, as a browser goes: with cookies, and with what it says of itself. */
const platform = await testPlatform();
const { db, clock } = platform;
const simulator = await startSimulator({ data: ':memory:', clock });
afterAll(() => simulator.stop());
const admin = new SimulatorAdmin(simulator.url);
const CORP = 'ww1';
const member = (userid: string, name: string) => ({ userid, name, department: [1] });
await admin.beginWorld({
  corps: [
    {
      corpid: CORP,
      apps: [{ agentid: 7, name: 'Siyu', secret: 's' }],
      members: [
        member('Lin', '小林'),
        member('wang', '小王'),
        member('new', '新人'),
        member('gone', '离职'),
        member('face2', '脸'),
        member('face4', '脸四'),
      ],
    },
  ],
});
const accountId = await db.transaction().execute(tx =>
  createWecomAccount(
    tx,
    platform,
    { name: 'test' },
    {
      ...{ name: '小满', corpId: CORP, agentId: 7, secret: 's', baseUrl: simulator.url },
    },
  ),
);
const lin = await testMember(platform, 'staff', 'own');
const wang = await testMember(platform, 'staff', 'own');
const gone = await testMember(platform, 'staff', 'own');
for (const [externalId, { id }] of [
  ['lin', lin],
  ['wang', wang],
  ['gone', gone],
] as const)
  await db.insertInto('memberAccounts').values({ accountId, externalId, memberId: id }).execute();

const { app } = testClient(platform, [...signInRoutes, ...sidebarRoutes]);
const HOST = 'http://siyu.example';

/** What a browser keeps between requests. */
class Browser {
  readonly cookies = new Map<string, string>();
  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    const cookie = [...this.cookies].map(pair => pair.join('=')).join('; ');
    const response = await app.request(`${HOST}${path}`, {
      headers: { host: 'siyu.example', cookie, ...headers },
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      this.cookies.set(name, value);
    }
    return response;
  }
  /** As far as WeCom's page. @returns its address. */
  async begin(query = '', headers: Record<string, string> = {}): Promise<string> {
    const response = await this.get(`/api/v1/sign-in/wecom${query}`, headers);
    expect(response.status).toBe(302);
    return response.headers.get('location') ?? '';
  }
  /** Picks somebody there. @returns the path to come back to. */
  async pick(address: string, person: Record<string, string>): Promise<string> {
    const page = await (await fetch(address)).text();
    const body = new URLSearchParams(person);
    for (const [, name = '', value = ''] of page.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g))
      body.set(name, value);
    const init = { method: 'POST', body, redirect: 'manual' } as const;
    const back = new URL(
      (await fetch(`${simulator.url}/simulator/authorize`, init)).headers.get('location') ?? '',
    );
    expect(back.origin).toBe(HOST);
    return back.pathname + back.search;
  }
  async signIn(userid: string, query = ''): Promise<Response> {
    return await this.get(await this.pick(await this.begin(query), { userid }));
  }
}
const target = (response: Response) => [response.status, response.headers.get('location')];
const who = async (token = '') => (await actorOf(db, clock, token))?.memberId;

describe('signing in through WeCom', () => {
  test('gives a session to the member behind the userid, whatever its case, and goes on to where they wanted', async () => {
    const browser = new Browser();
    expect(target(await browser.signIn('Lin', '?to=/customers?tier=x'))).toEqual([302, '/customers?tier=x']);
    expect(await who(browser.cookies.get('siyu_session'))).toBe(lin.id);
    expect(browser.cookies.has('siyu_sidebar')).toBe(false);
  });

  test('for the sidebar: a session of its own that ends after twelve hours and is read for the sidebar only', async () => {
    const browser = new Browser();
    const signedIn = await browser.signIn('wang', `?for=sidebar&account=acc_${accountId}`);
    expect(target(signedIn)).toEqual([302, `/sidebar/?account=acc_${accountId}#in`]);
    expect(signedIn.headers.get('set-cookie')).toMatch(
      /siyu_sidebar=[\w-]+; Path=\/; HttpOnly; SameSite=Lax/,
    );
    expect(browser.cookies.has('siyu_session')).toBe(false);
    const url = `/api/v1/sidebar?url=${encodeURIComponent(`${HOST}/sidebar/?account=acc_${accountId}`)}`;
    expect((await browser.get(url)).status, 'the cookie alone signs nobody in').toBe(401);
    const opened = await browser.get(url, { 'x-siyu-surface': 'sidebar' });
    expect(await opened.json()).toMatchObject({
      member: { id: `mem_${wang.id}` },
      client: { corpId: CORP, agentId: 7, standIn: simulator.url },
    });
    const first = browser.cookies.get('siyu_sidebar');
    await browser.signIn('wang', `?for=sidebar&account=acc_${accountId}`);
    const token = browser.cookies.get('siyu_sidebar');
    expect([await who(first), await who(token)], 'opened again: one session, not two').toEqual([
      undefined,
      wang.id,
    ]);
    clock.advance(12 * HOUR + 1);
    expect(await who(token)).toBeUndefined();
  });

  test('in the client is silent, elsewhere there is a code to scan', async () => {
    const browser = new Browser();
    expect(await browser.begin()).toContain('/wwlogin/sso/login?');
    expect(await browser.begin('', { 'user-agent': 'Mozilla wxwork/4.1.30' })).toContain(
      '/connect/oauth2/authorize?',
    );
    expect(await browser.begin('?for=sidebar')).toContain('/connect/oauth2/authorize?');
  });

  test('who is no member, is not known, or is stopped, is refused in words on the page they came from', async () => {
    const outsider = new Browser();
    const back = await outsider.pick(await outsider.begin('?for=sidebar'), { outsider: '1' });
    expect(target(await outsider.get(back))).toEqual([
      302,
      `/sidebar/?account=acc_${accountId}&refused=outsider`,
    ]);
    expect(outsider.cookies.has('siyu_sidebar')).toBe(false);
    expect(target(await new Browser().signIn('new'))).toEqual([302, '/login?refused=unknown']);
    await db.updateTable('members').set({ status: 'disabled' }).where('id', '=', gone.id).execute();
    expect(target(await new Browser().signIn('gone'))).toEqual([302, '/login?refused=disabled']);
    await db.updateTable('members').set({ status: 'active' }).where('id', '=', gone.id).execute();
    await db.updateTable('memberAccounts').set({ active: false }).where('memberId', '=', gone.id).execute();
    expect(target(await new Browser().signIn('gone'))).toEqual([302, '/login?refused=disabled']);
  });

  test('a code that WeCom does not know, and a WeCom that does not answer, sign nobody in', async () => {
    const browser = new Browser();
    const path = await browser.pick(await browser.begin(), { userid: 'Lin' });
    expect(target(await browser.get(path.replace(/code=[^&]+/, 'code=made-up')))).toEqual([
      302,
      '/login?refused=code&errcode=40029',
    ]);
    const fault = await admin.addFault({ kind: 'errcode', path: 'auth/getuserinfo', errcode: 60020 });
    expect(target(await browser.signIn('Lin'))).toEqual([302, '/login?refused=wecom&errcode=60020']);
    await admin.removeFault(fault);
  });
});

describe('the state', () => {
  test('is good once', async () => {
    const browser = new Browser();
    const path = await browser.pick(await browser.begin(), { userid: 'Lin' });
    expect(target(await browser.get(path))).toEqual([302, '/']);
    expect(target(await browser.get(path))).toEqual([302, '/login?refused=state']);
  });

  test('of two that come at the same moment, one is taken', async () => {
    const browser = new Browser();
    const path = await browser.pick(await browser.begin('?for=sidebar'), { userid: 'Lin' });
    const both = await Promise.all([browser.get(path), browser.get(path)]);
    expect(both.filter(one => one.headers.get('location')?.includes('refused=state'))).toHaveLength(1);
  });

  test('belongs to the browser that began: a link sent to somebody else signs them in as nobody', async () => {
    const attacker = new Browser();
    const path = await attacker.pick(await attacker.begin(), { userid: 'Lin' });
    const victim = new Browser();
    expect(target(await victim.get(path))).toEqual([302, '/login?refused=state']);
    await victim.begin();
    expect(target(await victim.get(path)), 'with a browser secret of their own').toEqual([
      302,
      '/login?refused=state',
    ]);
    expect(victim.cookies.has('siyu_session')).toBe(false);
    expect(target(await attacker.get(path)), 'it is still theirs').toEqual([302, '/']);
  });

  test('is good for ten minutes, and only its hash is kept', async () => {
    const browser = new Browser();
    const address = await browser.begin();
    const path = await browser.pick(address, { userid: 'Lin' });
    const state = new URL(address).searchParams.get('state') ?? '';
    expect(state).toMatch(/^[a-zA-Z0-9]{1,128}$/);
    const rows = await db.selectFrom('signInStates').selectAll().execute();
    expect(rows.map(row => row.stateHash.toString('latin1')).join()).not.toContain(state);
    clock.advance(10 * MINUTE + 1);
    expect(target(await browser.get(path))).toEqual([302, '/login?refused=state']);
    await browser.begin();
    expect(await db.selectFrom('signInStates').selectAll().execute(), 'old ones go').toHaveLength(1);
  });
});

describe('where it leads', () => {
  test.each(['https://evil.example', '//evil.example', '/\\evil.example', '/api/v1/session', '/a\\b'])(
    'not to %s',
    async to => {
      expect(target(await new Browser().signIn('Lin', `?to=${encodeURIComponent(to)}`))).toEqual([302, '/']);
    },
  );

  test('WeCom is told the public address, where there is one', async () => {
    const outside = { ...platform, config: { ...platform.config, publicUrl: 'https://siyu.public/' } };
    const { app: proxied } = testClient(outside, signInRoutes);
    const response = await proxied.request(`${HOST}/api/v1/sign-in/wecom`);
    const address = new URL(response.headers.get('location') ?? '');
    expect(address.searchParams.get('redirect_uri')).toBe(
      'https://siyu.public/api/v1/sign-in/wecom/callback',
    );
    expect(response.headers.get('set-cookie')).toContain('Secure');
  });

  test('a corp without an agentid, or none at all, is said on the page', async () => {
    const response = await app.request(`${HOST}/api/v1/sign-in/wecom?account=acc_999`);
    expect(target(response)).toEqual([302, '/login?refused=no_account']);
    const ways = await testClient(platform, signInRoutes).get('/sign-in');
    expect(ways.body).toEqual({ wecom: [{ id: `acc_${accountId}`, name: '小满' }] });
  });
});

describe('the sidebar', () => {
  const client = testClient(platform, sidebarRoutes);
  const host = { host: 'siyu.example' };
  const page = (url: string) => `/sidebar?url=${encodeURIComponent(url)}`;

  test('signs its own page only: the client would trust whatever is signed', async () => {
    for (const url of [`${HOST}/customers`, 'https://evil.example/sidebar/', `${HOST}.evil.example/sidebar/`])
      expect((await client.as(lin).get(page(url), host)).status, url).toBe(400);
    const { body } = await client.as(lin).get(page(`${HOST}/sidebar/`), host);
    const { client: signed } = body as { client: { config: object; agentConfig: object } };
    const call = { agentid: 7, external_userid: 'wmX', url: `${HOST}/sidebar/`, name: 'agentConfig' };
    expect(await admin.invoke(CORP, 'Lin', { ...call, params: { ...signed.agentConfig } })).toEqual({
      err_msg: 'agentConfig:ok',
    });
  });

  test('works without tickets, and says why there are none', async () => {
    await db.deleteFrom('channelTokens').execute();
    const fault = await admin.addFault({ kind: 'errcode', path: 'ticket/get', errcode: 60011 });
    // A client of its own: the one that is open still holds its tickets.
    await db
      .updateTable('channelAccounts')
      .set({ updatedAt: new Date(clock.now().getTime() + 1) })
      .execute();
    const { status, body } = await client.as(lin).get(page(`${HOST}/sidebar/`), host);
    expect([status, body]).toMatchObject([200, { client: null, without: expect.any(String) }]);
    await admin.removeFault(fault);
  });

  test('knows the customer behind a contact, for who may see them', async () => {
    const customerId = await buildCustomer(platform, { followedBy: { accountId, memberId: lin.id } });
    const path = `/sidebar/customer?account=acc_${accountId}&externalUserId=wm_test_${customerId}`;
    expect((await client.as(lin).get(path)).body).toEqual({ id: `cus_${customerId}` });
    expect((await client.as(wang).get(path)).status).toBe(404);
    expect((await client.as(lin).get(`${path}x`)).status).toBe(404);
  });
});

describe('a member from WeCom who has a login here', () => {
  const members = testClient(platform, [...signInRoutes, ...memberRoutes, ...customerRoutes]);
  const PASSWORD = 'a long enough secret';
  const withLogin = async (login: string, role: 'owner' | 'staff', dataScope: 'own' | 'all') => {
    const made = await testMember(platform, role, dataScope);
    const passwordHash = await hashPassword(PASSWORD);
    await db.updateTable('members').set({ login, passwordHash }).where('id', '=', made.id).execute();
    return made;
  };
  const fromWecom = async (externalId: string) => {
    const made = await testMember(platform, 'staff', 'own');
    await db.insertInto('memberAccounts').values({ accountId, externalId, memberId: made.id }).execute();
    return made;
  };
  const join = (as: { id: number; token: string }, id: number, into: number, password = PASSWORD) =>
    members.as(as).post(`/members/mem_${id}/join`, { into: `mem_${into}`, password });
  const sees = async (as: { id: number; token: string }, customer: number) =>
    (await members.as(as).get(`/customers/cus_${customer}`)).status;

  test('is that member when signing in through WeCom, sees both’s customers, and is two again when separated', async () => {
    const boss = await withLogin('boss', 'owner', 'all');
    const clerk = await withLogin('clerk', 'staff', 'own');
    const face = await fromWecom('new');
    const customer = await buildCustomer(platform, { followedBy: { accountId, memberId: face.id } });
    expect(await sees(clerk, customer)).toBe(404);
    expect((await join(boss, face.id, clerk.id)).status).toBe(200);
    expect(await who(face.token), 'nobody goes on as the record').toBeUndefined();
    expect(await sees(clerk, customer)).toBe(200);
    const browser = new Browser();
    await browser.signIn('new');
    expect(await who(browser.cookies.get('siyu_session'))).toBe(clerk.id);
    const listed = (await members.as(boss).get('/members')).body as { data: object[] };
    expect(listed.data).toContainEqual(
      expect.objectContaining({ id: `mem_${face.id}`, sameAs: `mem_${clerk.id}` }),
    );
    expect(await members.as(boss).send('PATCH', `/members/mem_${face.id}`, { role: 'owner' })).toMatchObject({
      body: { code: 'member_is_joined' },
    });
    expect(await join(boss, face.id, clerk.id)).toMatchObject({
      status: 409,
      body: { code: 'member_joined_already' },
    });
    expect(await members.as(boss).send('DELETE', `/members/mem_${face.id}/join`)).toMatchObject({
      status: 200,
    });
    expect(await who(browser.cookies.get('siyu_session')), 'what WeCom opened is over').toBeUndefined();
    const again = new Browser();
    await again.signIn('new');
    expect(await who(again.cookies.get('siyu_session'))).toBe(face.id);
    const { rows } = await sql<{ action: string; actor: string }>`
      select action, actor from audit_log where action in ('member.joined', 'member.separated') and object_id = ${String(face.id)} order by id`.execute(
      db,
    );
    expect(rows).toEqual([
      { action: 'member.joined', actor: `member:${boss.id}` },
      { action: 'member.separated', actor: `member:${boss.id}` },
    ]);
  });

  test('who signs in while the two are taken apart, or the other is disabled, gets no session of the other', async () => {
    const boss = await withLogin('boss4', 'owner', 'all');
    const clerk = await withLogin('clerk4', 'staff', 'own');
    const face = await fromWecom('face4');
    expect((await join(boss, face.id, clerk.id)).status).toBe(200);
    const browser = new Browser();
    const back = await browser.pick(await browser.begin(), { userid: 'face4' });
    const actor = { ...SYSTEM, memberId: boss.id };
    await during(
      db,
      tx => separateMembers(tx, clock, actor, face.id, undefined),
      () => browser.get(back),
    );
    expect(await who(browser.cookies.get('siyu_session'))).toBe(face.id);
    expect((await join(boss, face.id, clerk.id)).status).toBe(200);
    const other = new Browser();
    const again = await other.pick(await other.begin(), { userid: 'face4' });
    const answer = await during(
      db,
      tx => changeMember(tx, clock, actor, clerk.id, { status: 'disabled' }),
      () => other.get(again),
    );
    expect(answer.headers.get('location')).toBe('/login?refused=disabled');
  });

  test('nobody gains rights by it: not without the own password, not as another owner, not from or to what it is not for', async () => {
    const boss = await withLogin('boss2', 'owner', 'all');
    const other = await withLogin('boss3', 'owner', 'all');
    const clerk = await withLogin('clerk2', 'staff', 'own');
    const manager = await testMember(platform, 'manager', 'all');
    const face = await fromWecom('face2');
    const second = await fromWecom('face3');
    const code = async (answer: ReturnType<typeof join>) => {
      const { status, body } = await answer;
      return [status, (body as { code: string }).code];
    };
    expect(await code(join(boss, face.id, clerk.id, 'guessed'))).toEqual([422, 'wrong_password']);
    expect(await code(join(boss, face.id, other.id))).toEqual([403, 'owner_joins_themselves']);
    expect(await code(join(manager, face.id, clerk.id)), 'owners only').toEqual([403, 'not_allowed']);
    expect(await code(join(boss, clerk.id, boss.id)), 'who has a login stays').toEqual([
      422,
      'member_not_from_wecom',
    ]);
    expect(await code(join(boss, manager.id, boss.id))).toEqual([422, 'member_not_from_wecom']);
    expect(await code(join(boss, face.id, second.id))).toEqual([422, 'member_has_no_login']);
    expect(await code(join(boss, face.id, face.id))).toEqual([409, 'member_joined_already']);
    expect((await join(boss, face.id, boss.id)).status, 'oneself').toBe(200);
    expect(await code(join(boss, second.id, face.id)), 'no chains').toEqual([409, 'member_joined_already']);
    await db.updateTable('members').set({ status: 'disabled' }).where('id', '=', boss.id).execute();
    const browser = new Browser();
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::integer as n from sessions where member_id = ${face.id}`.execute(db);
    expect(target(await browser.signIn('face2'))[1]).toContain('refused=disabled');
    expect(rows[0]?.n).toBe(0);
    for (let n = 0; n < 12; n++) await join(other, second.id, clerk.id, 'guessed');
    expect(await code(join(other, second.id, clerk.id))).toEqual([429, 'too_many_tries']);
  });
});

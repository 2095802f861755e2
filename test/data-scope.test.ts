import { describe, expect, test } from 'vitest';
import { buildAccount, project } from '#customers/testing';
import { type Permission, ROLE_PERMISSIONS, type Role } from '#platform/auth/actor.ts';
import { buildApp } from '#platform/http/app.ts';
import type { Route } from '#platform/http/route.ts';
import { type TestMember, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { type Call, NOT_IN_PASSING, pathFor, routes, validCall } from './calls/calls.ts';
import { type For, insert } from './calls/insert.ts';
import { CUSTOMER_NAME } from './calls/makers.ts';
import { send } from './calls/send.ts';
import { prefixesIn, wireOf } from './calls/wire.ts';

/**
 * The people of team 甲 can neither read nor change customers of team 乙, by whatever route. The routes are found by
 * what their paths and bodies name; every call is also made by somebody who may, so that a refusal is never just a call
 * that would have failed anyway.
 */
const platform = await testPlatform();
const app = buildApp(platform, routes);
const accountId = await buildAccount(platform);
const world: For = { platform, accountId, follower: 0, caller: 0 };
const teamOf = {
  ours: await insert(world, 'teams', { name: '甲' }),
  theirs: await insert(world, 'teams', { name: '乙' }),
};
const follower = (await testMember(platform, 'staff', 'own', teamOf.theirs)).id;
const colleague = await testMember(platform, 'manager', 'team', teamOf.theirs);
const owner = await testMember(platform);
const given: For = { ...world, follower, caller: owner.id };

const STRANGERS: [string, Role, TestMember][] = [
  ['staff who see their own', 'staff', await testMember(platform, 'staff', 'own', teamOf.ours)],
  ['staff who see their team', 'staff', await testMember(platform, 'staff', 'team', teamOf.ours)],
  ['staff without a team', 'staff', await testMember(platform, 'staff', 'team')],
  ['the manager of another team', 'manager', await testMember(platform, 'manager', 'team', teamOf.ours)],
];

/** Ids that lead to a customer. */
const OF_CUSTOMERS = ['cus', 'idn', 'sup', 'mrg', 'sug', 'bnd', 'prm'];
const names = (part: Route['params']) => OF_CUSTOMERS.some(prefix => prefixesIn(wireOf(part)).has(prefix));
const byPath = routes.filter(route => names(route.params));
const byBody = routes.filter(route => !names(route.params) && names(route.body));
const others = routes.filter(
  route =>
    !names(route.params) &&
    !names(route.body) &&
    route.may !== 'public' &&
    !NOT_IN_PASSING.includes(route.name),
);

/** Everything there is, a number for each table. Sessions remember when they were seen, and that is nobody's customer. */
async function fingerprint(): Promise<Record<string, string>> {
  const { rows } = await platform.pool.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
       and relname not in ('sessions', 'idempotency_keys') order by relname`,
  );
  const parts = rows.map(
    ({ name }) =>
      `select '${name}' as name, md5(coalesce(string_agg(t::text, '' order by t::text), '')) as sum from ${name} t`,
  );
  const sums = await platform.pool.query<{ name: string; sum: string }>(parts.join(' union all '));
  return Object.fromEntries(sums.rows.map(({ name, sum }) => [name, sum]));
}

const idsIn = (call: Call) => JSON.stringify(call).match(/\b(?:cus|idn|sup|mrg|sug|bnd)_\d+/g) ?? [];
const tells = (text: string, call: Call) =>
  text.includes(CUSTOMER_NAME) || idsIn(call).some(id => new RegExp(`"${id}"`).test(text));

describe(`${byPath.length} routes name a customer in their path, ${byBody.length} in their body`, () => {
  test('there are as many as there are, at least', () => {
    expect(byPath.length).toBeGreaterThanOrEqual(18);
    expect(byBody.map(route => route.name)).toEqual(expect.arrayContaining(['tagCustomers', 'explainRule']));
  });

  test.each(byPath.map(route => [route.name, route] as const))(
    '%s: nothing there for strangers',
    async (_, route) => {
      const call = await validCall(route, given);
      const before = await fingerprint();
      for (const [who, , stranger] of STRANGERS) {
        const answer = await send(app, route, call, stranger.token);
        expect([403, 404], `${who}: ${answer.status} ${answer.text}`).toContain(answer.status);
        expect(answer.text.includes(CUSTOMER_NAME), who).toBe(false);
      }
      expect(await fingerprint()).toEqual(before);
      const mayManagers = ROLE_PERMISSIONS.manager.has(route.may as Permission);
      const allowed = await send(app, route, call, (mayManagers ? colleague : owner).token);
      expect(allowed.status, `a colleague may: ${allowed.text}`).toBeLessThan(300);
    },
  );

  test.each(byBody.map(route => [route.name, route] as const))(
    '%s: nothing done for strangers',
    async (_, route) => {
      const call = await validCall(route, given);
      const before = await fingerprint();
      for (const [who, , stranger] of STRANGERS) {
        const answer = await send(app, route, call, stranger.token);
        expect(answer.status, `${who}: ${answer.text}`).toBeLessThan(500);
        expect(tells(answer.text, call), `${who}: ${answer.text}`).toBe(false);
      }
      expect(await fingerprint()).toEqual(before);
      expect((await send(app, route, call, owner.token)).status).toBeLessThan(300);
    },
  );
});

describe('what lists, counts and searches tell strangers', () => {
  test(`no name and no id of a customer of another team, by ${others.length} routes`, async () => {
    await fillShop();
    await project(platform);
    const told: string[] = [];
    for (const route of others.filter(({ method, name }) => method === 'get' || name.startsWith('listRule')))
      for (const [who, role, stranger] of STRANGERS) {
        const call = await callOn(route);
        const answer = await send(app, route, call, stranger.token);
        if (answer.text.includes(CUSTOMER_NAME) || /"cus_\d+"/.test(answer.text))
          told.push(`${route.name} to ${who} (${role})`);
      }
    expect(told).toEqual([]);
  });

  test('and the same routes do tell those who may', async () => {
    const all = await Promise.all(
      ['/customers', '/tiers/transitions', '/audit'].map(path =>
        send(app, { method: 'get' }, { path }, owner.token),
      ),
    );
    for (const { text } of all) expect(text).toMatch(/"cus_\d+"/);
  });
});

/** One of everything, with customers of team 乙 in it. */
const shop = { seg: 0, bro: 0, imp: 0, mig: 0 };
async function fillShop() {
  for (const name of [
    'overrideTier',
    'suppressCustomer',
    'recordConsent',
    'tickHandTask',
    'settleMigrationTask',
    'changeCustomer',
  ]) {
    const route = routes.find(one => one.name === name)!;
    const answer = await send(app, route, await validCall(route, given), owner.token);
    expect(answer.status, `${name} ${answer.text}`).toBeLessThan(300);
  }
  const newest = async (table: string) =>
    (await platform.pool.query(`select max(id) as id from ${table}`)).rows[0].id;
  const segments = routes.find(one => one.name === 'createSegment')!;
  await send(app, segments, await validCall(segments, given), owner.token);
  shop.seg = await newest('segments');
  const { rows } = await platform.pool.query('select max(broadcast_id) as id from broadcast_people');
  shop.bro = rows[0].id;
  shop.mig = await newest('buyer_migrations');
}

async function callOn(route: Route): Promise<Call> {
  if (route.method !== 'get') return await validCall(route, given);
  const path = await pathFor(route, given);
  const query =
    route.name === 'listViews'
      ? '?list=customers'
      : route.name === 'listEventProperties'
        ? '?event=order.paid'
        : '';
  return {
    path:
      path
        .replace(/seg_\d+/, `seg_${shop.seg}`)
        .replace(/bro_\d+/, `bro_${shop.bro}`)
        .replace(/mig_\d+/, `mig_${shop.mig}`)
        .replace('{kind}', 'orders') + query,
  };
}

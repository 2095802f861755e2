import { describe, expect, test } from 'vitest';
import { buildAccount, project } from '#customers/testing';
import { cleanName } from '#platform/files/files.ts';
import { buildApp } from '#platform/http/app.ts';
import { testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { pathFor, routes } from './calls/calls.ts';
import { hostileStrings } from './calls/hostile.ts';
import type { For } from './calls/insert.ts';
import { customer } from './calls/makers.ts';
import { send } from './calls/send.ts';
import { idPrefix, isText, type Wire, wireOf } from './calls/wire.ts';

/** Whatever is asked with, in rules, searches and names of files, is answered or refused, and breaks nothing. */
const STRINGS = hostileStrings();
const platform = await testPlatform();
const logged: string[] = [];
const note = (entry: unknown, words: string) => logged.push(`${words} ${JSON.stringify(entry)}`);
const app = buildApp({ ...platform, log: { ...platform.log, warn: note, error: note } as never }, routes);
const member = await testMember(platform);
const accountId = await buildAccount(platform);
const given: For = { platform, accountId, follower: member.id, caller: member.id };
const customerId = await customer(given);
await project(platform);

async function ask(method: 'get' | 'post', path: string, body?: unknown) {
  const answer = await send(app, { method }, { path, body }, member.token);
  expect(answer.status, `${path} ${answer.text}`).toBeLessThan(500);
  return { status: answer.status, body: answer.text === '' ? undefined : JSON.parse(answer.text) };
}

/** A condition for each text in every place that a rule has for one. */
const speakable = STRINGS.filter(
  text => text.length > 0 && text.length <= 100 && text.isWellFormed() && !text.includes('\0'),
);
const CHUNK = 24;
const rules = Array.from({ length: Math.ceil(speakable.length / CHUNK) }, (_, i) =>
  ruleOf(speakable.slice(i * CHUNK, (i + 1) * CHUNK)),
);

function ruleOf(texts: readonly string[]) {
  const where = texts.slice(0, 5).flatMap(text => [
    { property: text, test: { is: 'contains', value: text } },
    { property: text, test: { is: 'one_of', values: texts } },
  ]);
  const atLeast = { is: 'at_least', value: 1 };
  const named = texts.map(text => ({ attribute: 'name', test: { is: 'contains', value: text } }));
  const tracked = texts.map(text => ({
    events: text,
    measure: { of: 'sum', property: text },
    test: atLeast,
    window: null,
    where: [{ property: text, test: { is: 'present' } }],
  }));
  const orders = { orders: 'count', test: atLeast, window: null, shops: [], products: [], refund: null };
  const bought = texts.map(productName => ({ ...orders, productName }));
  const [event = ''] = texts;
  const followed = {
    sequence: 'followed',
    first: { event: 'page_viewed', where },
    next: { event, where },
    within: { n: 1, unit: 'day' },
    window: null,
  };
  const known = texts.map(text => ({ fact: text, test: { is: 'one_of', values: texts } }));
  const city = { attribute: 'city', test: { is: 'one_of', values: texts } };
  const often = { events: 'order.placed', measure: { of: 'count' }, test: atLeast, window: null, where };
  return { any: [{ any: named }, { any: tracked }, { any: known }, { any: bought }, city, often, followed] };
}

describe(`${speakable.length} hostile texts in ${rules.length} rules`, { timeout: 120_000 }, () => {
  test('are counted, listed, said and explained, and all four say the same of a customer', async () => {
    for (const [i, rule] of rules.entries()) {
      const why = await ask('post', '/segments/why', { rule, customerId: `cus_${customerId}` });
      const people = why.body.holds ? 1 : 0;
      const count = await ask('post', '/segments/count', { rule });
      expect(count).toMatchObject({ status: 200, body: { people, total: 1, words: expect.any(String) } });
      if (i % 4 > 0) continue;
      const list = await ask('post', '/segments/people', { rule, page: 1, pageSize: 10 });
      expect(list).toMatchObject({ status: 200, body: { total: people } });
    }
  });

  test('are kept as they are, in segments and in broadcasts', async () => {
    for (const [i, rule] of rules.entries()) {
      const segment = await ask('post', '/segments', { name: `规则${i}`, rule });
      expect((await ask('get', `/segments/${segment.body.id}`)).body.rule).toEqual(rule);
      const message = { text: '样例' };
      const broadcast = await ask('post', '/broadcasts', { name: '群发', channel: 'hand', rule, message });
      expect((await ask('get', `/broadcasts/${broadcast.body.id}`)).body.rule).toEqual(rule);
    }
  });
});

/** Reads that answer with something else than what was asked for. */
const OTHERWISE: Record<string, number[]> = {
  beginWecomSignIn: [302],
  finishWecomSignIn: [302],
  findCustomerOfContact: [404],
};

describe('reads', () => {
  const asking = routes.filter(({ method, query }) => method === 'get' && textsOf(wireOf(query)).length > 0);

  /** A third of the texts each, the next third for the next: they all ask through the same few doors, and keep nothing. */
  test.each(asking.map((route, i) => [route.name, route, i] as const))('%s', async (name, route, i) => {
    const path = (await pathFor(route, given)).replace('{kind}', 'orders');
    const wire = wireOf(route.query);
    const least = Object.fromEntries(
      (wire.required ?? []).map(name => [name, anything(wire.properties?.[name])]),
    );
    for (const text of STRINGS.filter((_, n) => n % 3 === i % 3)) {
      const taken = textsOf(wire).filter(name => route.query?.safeParse({ ...least, [name]: text }).success);
      const asked = { ...least, ...Object.fromEntries(taken.map(name => [name, text])) };
      const { status, body } = await ask('get', `${path}?${new URLSearchParams(asked as never)}`);
      // A cursor that is none is refused by whoever reads it.
      const fine = [...(OTHERWISE[name] ?? [200]), ...(taken.includes('cursor') ? [400] : [])];
      expect(fine, JSON.stringify([text, body])).toContain(status);
    }
  });

  test('there are as many as there are, at least', () => {
    expect(asking.length).toBeGreaterThanOrEqual(9);
  });
});

describe('names of files', () => {
  test.each([
    ['/imports', 'a,b\n1,2\n', 201],
    ['/images', 'no picture', 422],
  ])('%s', async (path, content, status) => {
    for (const text of STRINGS) {
      const name = text.toWellFormed().slice(0, 200);
      const call = {
        path: `${path}?${new URLSearchParams({ name })}`,
        bytes: new TextEncoder().encode(content),
      };
      const answer = await send(app, { method: 'post' }, call, member.token);
      expect([status, ...(name === '' ? [400] : [])], `${JSON.stringify(text)} ${answer.text}`).toContain(
        answer.status,
      );
      if (answer.status === 201) expect(JSON.parse(answer.text).fileName).toBe(cleanName(name));
    }
  });
});

function anything(wire: Wire = {}): string {
  const prefix = idPrefix(wire);
  return prefix ? `${prefix}_${accountId}` : String(wire.enum?.[0] ?? 'x');
}

function textsOf(wire: Wire): string[] {
  return Object.entries(wire.properties ?? {}).flatMap(([name, field]) => (isText(field) ? [name] : []));
}

test('nothing broke, and nothing had to be refused by the database', () => {
  expect(logged).toEqual([]);
});

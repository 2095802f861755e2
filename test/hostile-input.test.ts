import { describe, expect, test } from 'vitest';
import { buildAccount } from '#customers/testing';
import { buildApp } from '#platform/http/app.ts';
import type { Route } from '#platform/http/route.ts';
import { testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { routes, writes } from './calls/calls.ts';
import { hostileStrings, textsIn } from './calls/hostile.ts';
import type { For } from './calls/insert.ts';
import { READINGS, type Reading } from './calls/read-again.ts';
import { type Answer, send } from './calls/send.ts';
import { bodyWith, judge, type Typed, typedCall } from './calls/typed.ts';

/**
 * Whatever somebody types comes back exactly as it was typed, or is refused in the reader's words; it never breaks
 * anything. Generated over the routes: a new text is tried out from its first day, and must say where it is read again.
 */
const STRINGS = hostileStrings();
const platform = await testPlatform();
const logged: string[] = [];
const note = (entry: unknown, words: string) => logged.push(`${words} ${JSON.stringify(entry)}`);
const app = buildApp({ ...platform, log: { ...platform.log, warn: note, error: note } as never }, routes);
const member = await testMember(platform);
const accountId = await buildAccount(platform);
const given: For = { platform, accountId, follower: member.id, caller: member.id };

/** Bodies of choices and numbers, or of rules, which are tried out by themselves. */
const NO_TEXTS = [
  'addKfServicers',
  'assignKfSession',
  'createKfScene',
  'acceptMergeSuggestions',
  'archiveTag',
  'changeCodeVariant',
  'checkProductAlbum',
  'settleAlbumItem',
  'changeSession',
  'changeTagGroup',
  'changeTierThresholds',
  'checkTagHealth',
  'computePredictions',
  'keepCustomerTag',
  'makeCorpTags',
  'mergeTag',
  'moveBuyerMigration',
  'orderCustomerFields',
  'reckonProductFigures',
  'replayWebhookRange',
  'restoreTag',
  'sendNotice',
  'sayTagConflict',
  'previewBuyerMigration',
  'previewMoment',
  'scheduleMoment',
  'setProductCost',
  'setProductRoles',
  'settleMigrationTask',
  'settlePromise',
  'startBroadcast',
  'tickHandTask',
  'undoTagMerge',
];
const RULES = ['countRule', 'listRulePeople', 'explainRule'];
const typing = writes.filter(({ body, name }) => body && ![...NO_TEXTS, ...RULES].includes(name));

// Hundreds of calls each, on a machine that may have other things to do.
describe(`${STRINGS.length} hostile texts`, { timeout: 120_000 }, () => {
  test.each(typing.map(route => [route.name, route] as const))('%s', async (name, route) => {
    const reading = READINGS[name];
    if (!reading)
      throw new Error(`test/calls/read-again.ts must say where the texts of ${name} are read again`);
    if (reading.first) await platform.pool.query(reading.first);
    await new Trial(route, reading, await typedCall(route, given, reading)).run();
  });
});

/** A route, tried with every text. */
class Trial {
  readonly #route: Route;
  readonly #reading: Reading;
  readonly #refusals = new Set<string>();
  readonly #had = new Set<string>();
  readonly #written: { id: string; texts: string[] }[] = [];
  #typed: Typed;

  constructor(route: Route, reading: Reading, typed: Typed) {
    this.#route = route;
    this.#reading = reading;
    this.#typed = typed;
  }

  async run() {
    const { fresh, list, audit, every = 1, twin } = this.#reading;
    expect(this.#typed.spots.length).toBeGreaterThan(0);
    const sent = twin === undefined ? every : 4;
    for (const [i, text] of STRINGS.entries()) {
      if (i % sent !== (twin ?? 0)) {
        this.#judgeOnly(text);
        continue;
      }
      if (fresh) this.#typed = await typedCall(this.#route, given, this.#reading);
      await this.#try(text);
    }
    const { data } = list ? await get(list) : { data: [] };
    const rows: Set<string>[] = data.map((row: unknown) => textsIn(row));
    const trail = audit ? await auditRows(this.#written.length) : [];
    for (const [i, { id, texts }] of this.#written.entries())
      if (list || audit) has(trail[i] ?? rows.find(row => row.has(id)), texts);
  }

  /** What the schema takes it takes as it is, but for blanks around it. */
  #judgeOnly(text: string) {
    for (const { value } of judge(this.#route, this.#typed, text).taken)
      expect([text, text.trim(), text.trim().toLowerCase()]).toContain(value);
  }

  async #try(text: string) {
    const { judged = [], between } = this.#reading;
    const { refused, taken } = judge(this.#route, this.#typed, text);
    if (refused.length > 0) await this.#refuse(refused, text);
    const apart = taken.filter(({ spot }) => judged.includes(spot));
    if (apart.length > 0) await this.#send(apart, text);
    const plain = taken.filter(({ spot }) => !judged.includes(spot));
    if (plain.length === 0) return;
    if (between) await platform.pool.query(between);
    for (const { value } of plain) expect([text, text.trim()]).toContain(value);
    const answer = await this.#send(plain, text);
    const [first] = plain;
    if (answer.status === 409 && this.#had.has(first?.value ?? '')) return;
    this.#had.add(first?.value ?? '');
    if (first) expect(answer.status, `${JSON.stringify(text)} ${answer.text}`).toBeLessThan(300);
    await this.#readAgain(answer, plain);
  }

  async #readAgain(answer: Answer, plain: { spot: string; value: string }[]) {
    const { each, kept, unshown = [] } = this.#reading;
    const id = /^\{"id":"(\w+)"/.exec(answer.text)?.[1] ?? /[a-z]+_\d+/.exec(this.#typed.path)?.[0] ?? '';
    const texts = plain.filter(({ spot }) => !unshown.includes(spot)).map(({ value }) => value);
    this.#written.push({ id, texts });
    if (each) has(textsIn(await get(each.replace('{id}', id))), texts);
    if (!kept) return;
    const hidden = plain.filter(({ spot }) => unshown.includes(spot)).map(({ value }) => value);
    has(textsIn(await kept(given, id)), hidden);
  }

  /** Refused in every place that does not take it, each by name; once for texts that are refused in the same places. */
  async #refuse(refused: readonly string[], text: string) {
    const kind = `${refused} ${text.length > 100} ${text.isWellFormed()}`;
    if (this.#refusals.has(kind)) return;
    this.#refusals.add(kind);
    const answer = await this.#send(
      refused.map(spot => ({ spot })),
      text,
    );
    const { code, errors } = JSON.parse(answer.text);
    expect([answer.status, code], JSON.stringify(text)).toEqual([400, 'invalid_request']);
    const paths = errors.map((error: { path: string }) => error.path.slice('body.'.length));
    for (const spot of refused)
      expect(
        paths.some((path: string) => `${spot}.`.startsWith(`${path}.`)),
        `${spot} of ${paths}`,
      ).toBe(true);
  }

  async #send(spots: readonly { spot: string }[], text: string) {
    const chosen = spots.map(({ spot }) => spot);
    return await ask(
      this.#route,
      { path: this.#typed.path, body: bodyWith(this.#typed, chosen, text) },
      text,
    );
  }
}

/** Speaks both languages in turn. */
let turn = 0;
async function ask(route: Pick<Route, 'method'>, call: { path: string; body?: unknown }, text = '') {
  const language = turn++ % 2 === 0 ? 'zh' : 'en';
  const answer = await send(app, route, call, member.token, { 'x-siyu-language': language });
  expect(answer.status, `${call.path} ${JSON.stringify(text)} ${answer.text}`).toBeLessThan(500);
  if (answer.status >= 400) saysWhy(answer, language, text);
  return answer;
}

function saysWhy(answer: Answer, language: string, text: string) {
  const { code, title, detail, errors = [] } = JSON.parse(answer.text);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(code).toMatch(/^[a-z_]+$/);
  const said = [title, detail, ...errors.map((error: { message: string }) => error.message)];
  for (const words of said.map(part => part.replaceAll(text.trim() || ' ', ' ')))
    expect(/\p{sc=Han}/u.test(words), `${language}: ${words}`).toBe(language === 'zh');
}

async function get(path: string) {
  return JSON.parse((await ask({ method: 'get' }, { path })).text);
}

/** The newest rows of the audit log, in the order in which they were written. */
async function auditRows(n: number): Promise<Set<string>[]> {
  const rows: unknown[] = [];
  for (let cursor = ''; rows.length < n; ) {
    const { data, nextCursor } = await get(`/audit?limit=200${cursor}`);
    rows.push(...data);
    cursor = `&cursor=${encodeURIComponent(nextCursor)}`;
  }
  return rows
    .slice(0, n)
    .reverse()
    .map(row => textsIn(row));
}

function has(row: Set<string> = new Set(), texts: readonly string[] = []) {
  for (const text of texts) expect(row.has(text), JSON.stringify(text)).toBe(true);
}

test('nothing of it had to be refused by the database, and nothing broke', () => {
  expect(logged).toEqual([]);
});

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type Random, seededRandom } from '#platform/random.ts';
import { sharedData } from '#platform/testing/shared-data.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { project } from '../testing/project.ts';
import { buildSender } from './testing/sender.ts';

const SEED = Number(process.env.TEST_SEED ?? 20260603);
const platform = await testPlatform();
const { db } = platform;
const shop = await buildSender(platform);

type Sent = {
  type: 'track';
  event: string;
  messageId: string;
  userId?: string;
  anonymousId?: string;
  properties: { n: number };
};

const PEOPLE = 40;
const MESSAGES = 1_500;

/** A person has one user id and three devices; messages name them by one, the other, or both. */
function message(random: Random, n: number): Sent {
  const person = Math.floor(random.next() * PEOPLE);
  const device = `device-${person}-${Math.floor(random.next() * 3)}`;
  const how = random.next();
  return {
    ...{ type: 'track', event: 'bought', messageId: `m-${n}`, properties: { n } },
    ...(how < 0.6 && { userId: `user-${person}` }),
    ...(how > 0.4 && { anonymousId: device }),
  };
}

function shuffled<T>(random: Random, items: readonly T[]): T[] {
  return items
    .map(item => ({ item, at: random.next() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item);
}

test(`random batches in any order, sent twice and at the same moment: each message once, each id its person's (seed ${SEED})`, async () => {
  const random = seededRandom(SEED);
  const messages = Array.from({ length: MESSAGES }, (_, n) => message(random, n));
  const sender = async (own: Random) => {
    const mine = shuffled(own, [...messages, ...messages.filter(() => own.next() < 0.3)]);
    let accepted = 0;
    while (mine.length > 0) {
      const { status, body } = await shop.batch(...mine.splice(0, 1 + Math.floor(own.next() * 120)));
      expect([status, body.errors]).toEqual([200, []]);
      accepted += body.accepted ?? 0;
    }
    return accepted;
  };
  const accepted = await Promise.all([1, 2, 3, 4].map(n => sender(seededRandom(SEED + n))));
  expect(
    accepted.reduce((sum, n) => sum + n),
    'what was accepted is what was sent',
  ).toBe(MESSAGES);

  const { rows } = await sql<{ n: number; personId: number }>`
    select (e.data ->> 'n')::int as n, c.person_id from events e join customers c on c.id = e.customer_id
    where e.type = 'bought' order by 1`.execute(db);
  expect(rows.map(row => row.n)).toEqual(messages.map((_, n) => n));

  const persons = new Map<string, number>();
  const { rows: ids } = await sql<{ key: string; personId: number }>`
    select i.key, c.person_id from identities i join customers c on c.id = i.customer_id`.execute(db);
  for (const { key, personId } of ids) persons.set(key, personId);
  for (const { userId, anonymousId, properties } of messages) {
    const person = rows[properties.n]?.personId;
    for (const id of [userId, anonymousId])
      if (id) expect(persons.get(id), `${id} of ${properties.n}`).toBe(person);
  }
  const users = [...persons].filter(([key]) => key.startsWith('user-'));
  expect(new Set(users.map(([, person]) => person)).size, 'no two users are one person').toBe(users.length);

  await project(platform);
  const [counted] = await platform.clickhouse.rows<{ n: number; people: number }>(
    `select count() as n, uniqExact(if(p.person_id = 0, e.customer_id, p.person_id)) as people
     from events e left join (select * from person_map final) p on p.customer_id = e.customer_id where type = 'bought'`,
  );
  expect([Number(counted?.n), Number(counted?.people)]).toEqual([
    MESSAGES,
    new Set(rows.map(row => row.personId)).size,
  ]);
});

test('hostile texts in properties come back exactly, from both stores', async () => {
  const file = sharedData('hostile/strings/blns.json');
  const naughty = file && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as string[]) : [];
  const own = [
    '',
    ' ',
    "'; drop table events; --",
    '\\u0000',
    '\\',
    '"',
    '\u2028',
    '😀',
    '{{7*7}}',
    '<script>alert(1)</script>',
    'ﷺ',
    '\u202e',
    '$ {x}',
    '%00',
  ];
  const texts = [...own, ...naughty].filter(text => text.isWellFormed() && !text.includes('\0'));
  const keys = ['__proto__', 'constructor', 'toString', 'a.b', '', ' ', '键', '$set', '"', '\\'];
  const properties = {
    texts,
    ...Object.fromEntries(keys.map((key, i) => [`k${i}${key}`, key])),
    deep: { a: [{ b: [1, null, true] }] },
  };
  const sent = JSON.parse(JSON.stringify(properties).replace('"k0__proto__"', '"__proto__"')) as object;
  const digest = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');
  for (let at = 0; at < texts.length; at += 100)
    await shop.send('track', {
      event: 'hostile part',
      userId: 'h',
      properties: { at, texts: texts.slice(at, at + 100) },
    });
  const small = { ...sent, texts: own };
  Object.defineProperty(small, '__proto__', { value: '__proto__', enumerable: true });
  expect(
    (await shop.send('track', JSON.stringify({ event: 'hostile', userId: 'h', properties: small }))).status,
  ).toBe(200);
  const { rows } = await sql<{
    data: Record<string, unknown>;
  }>`select data from events where type = 'hostile'`.execute(db);
  expect(new Map(Object.entries(rows[0]!.data))).toEqual(new Map(Object.entries(small)));
  expect(Object.hasOwn(rows[0]!.data, '__proto__')).toBe(true);
  const { rows: parts } = await sql<{ texts: string[] }>`
    select data -> 'texts' as texts from events where type = 'hostile part' order by (data ->> 'at')::int`.execute(
    db,
  );
  expect(digest(parts.flatMap(part => part.texts))).toBe(digest(texts));
  await project(platform);
  const projected = await platform.clickhouse.rows<{ texts: string[] }>(
    `select data.texts::Array(String) as texts from events where type = 'hostile part' order by data.at::Int64`,
  );
  expect(digest(projected.flatMap(part => part.texts))).toBe(digest(texts));
});

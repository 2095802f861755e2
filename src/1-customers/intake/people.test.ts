import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { erasureHash } from '../identities/erased.ts';
import { storePhone } from '../identities/phones.ts';
import { buildCustomer } from '../testing/factories.ts';
import { buildSender } from './testing/sender.ts';

const platform = await testPlatform();
const { db, clock, vault } = platform;
const shop = await buildSender(platform);
const browser = await buildSender(platform, 'browser', shop.accountId);

type Person = { personId: number; customerId: number };
async function idOf(kind: 'user_id' | 'anonymous_id' | 'phone', key: string): Promise<Person | undefined> {
  const { rows } = await sql<Person>`
    select c.person_id, c.id as customer_id from identities i join customers c on c.id = i.customer_id
    where i.kind = ${kind} and i.key = ${key} and i.account_id in (0, ${shop.accountId})`.execute(db);
  return rows[0];
}
const personOf = async (...args: Parameters<typeof idOf>) => (await idOf(...args))?.personId;
const track = (who: object, event = 'seen') => ({ type: 'track', event, ...who });
const count = async (table: 'merges' | 'customers') =>
  (
    await db
      .selectFrom(table)
      .select(eb => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
  ).n;

test('a visitor who signs in is the same person, with what they did before', async () => {
  await browser.send('track', { event: 'looked', anonymousId: 'v1' });
  const visitor = await personOf('anonymous_id', 'v1');
  await shop.send('identify', { userId: 'u1', anonymousId: 'v1', traits: { name: '张三' } });
  expect(await personOf('user_id', 'u1')).toBe(visitor);
  expect(await count('merges'), 'one profile: nothing had to be joined').toBe(0);
});

test('a known user and a known visitor are joined with a reason, and can be taken apart again', async () => {
  await shop.batch(track({ userId: 'u2' }), track({ anonymousId: 'v2' }));
  expect(await personOf('user_id', 'u2')).not.toBe(await personOf('anonymous_id', 'v2'));
  expect((await shop.send('alias', { userId: 'u2', previousId: 'v2' })).status).toBe(200);
  expect(await personOf('user_id', 'u2')).toBe(await personOf('anonymous_id', 'v2'));
  const merge = await db.selectFrom('merges').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow();
  expect(merge).toMatchObject({
    kind: 'auto',
    reason: 'same_anonymous_id',
    evidence: { key: 'v2' },
    actor: `key:${shop.id}`,
  });
});

test('a visitor who is somebody else already stays with them: a tablet in the shop joins nobody', async () => {
  await shop.send('track', { event: 'seen', userId: 'u3', anonymousId: 'tablet' });
  await shop.send('track', { event: 'seen', userId: 'u4', anonymousId: 'tablet' });
  await shop.batch(
    track({ userId: 'u5', anonymousId: 'kiosk' }),
    track({ userId: 'u6', anonymousId: 'kiosk' }),
  );
  expect(await personOf('anonymous_id', 'tablet')).toBe(await personOf('user_id', 'u3'));
  expect(await personOf('anonymous_id', 'kiosk')).toBe(await personOf('user_id', 'u5'));
  expect(new Set(await Promise.all(['u3', 'u4', 'u5', 'u6'].map(id => personOf('user_id', id)))).size).toBe(
    4,
  );
  const refused = { userId: 'u4', previousId: 'tablet', messageId: 'refused alias' };
  expect((await shop.send('alias', refused)).body).toMatchObject({ code: 'message_refused' });
  expect((await shop.send('alias', refused)).status, 'sent again it is refused again').toBe(400);
  const { body } = await shop.batch(
    { type: 'alias', userId: 'u6', previousId: 'kiosk' },
    track({ userId: 'u6' }),
  );
  expect(body).toMatchObject({ accepted: 1, errors: [{ index: 0, code: 'id_of_somebody_else' }] });
});

test('a phone or a unionid told by a server joins with whoever is known by it', async () => {
  const known = await buildCustomer(platform, { name: '李四', phone: '+8613911110000' });
  await shop.send('identify', { userId: 'u7', traits: { phone: '139 1111 0000' } });
  expect(await personOf('user_id', 'u7')).toBe(known);
  await shop.batch(track({ userId: 'u8' }), track({ userId: 'u9' }));
  await shop.batch(
    { type: 'identify', userId: 'u8', traits: { unionid: 'o-1' } },
    { type: 'identify', userId: 'u9', traits: { unionid: 'o-1' } },
  );
  expect(await personOf('user_id', 'u8')).toBe(await personOf('user_id', 'u9'));
});

test('a browser key joins nobody, sets no phone and speaks for no user', async () => {
  const [before, merges] = [await personOf('user_id', 'u1'), await count('merges')];
  const { body } = await browser.batch(
    track({ userId: 'u1', anonymousId: 'thief' }),
    track({ userId: 'u1' }),
    { type: 'alias', userId: 'u1', previousId: 'thief' },
    {
      type: 'identify',
      userId: 'u1',
      anonymousId: 'thief',
      traits: { phone: '13911110000', unionid: 'o-1', name: '贼' },
    },
  );
  expect(body).toMatchObject({
    accepted: 2,
    errors: [
      { index: 1, code: 'needs_anonymous_id' },
      { index: 2, code: 'server_key_only' },
    ],
  });
  expect(await personOf('user_id', 'u1')).toBe(before);
  expect(await personOf('anonymous_id', 'thief')).not.toBe(before);
  expect(await personOf('phone', storePhone(vault, '+8613911110000').key)).not.toBe(
    await personOf('anonymous_id', 'thief'),
  );
  expect(await count('merges')).toBe(merges);
});

test('traits fill what is empty and overwrite nothing; a browser’s only while nobody trusted has spoken', async () => {
  const read = async (id: number) =>
    db
      .selectFrom('customers')
      .select(['name', 'gender', 'birthday', 'city', 'custom'])
      .where('id', '=', id)
      .executeTakeFirst();
  const tell = (sender: typeof shop, who: object, traits: object) =>
    sender.send('identify', { ...who, traits });
  await tell(browser, { anonymousId: 'v9' }, { name: '匿名', level: 1, phone: 'x' });
  await tell(browser, { anonymousId: 'v9' }, { name: '改名', city: '苏州', level: 2 });
  const { customerId } = (await idOf('anonymous_id', 'v9'))!;
  expect(await read(customerId)).toMatchObject({ name: '匿名', city: '苏州', custom: { level: 1 } });
  await tell(
    shop,
    { userId: 'u10', anonymousId: 'v9' },
    { gender: 'female', birthday: '1990-02-30', email: 'a@b.cn', plan: '年卡' },
  );
  await tell(browser, { anonymousId: 'v9' }, { birthday: '1990-01-01', nickname: '假' });
  expect(await read(customerId)).toMatchObject({
    gender: 2,
    birthday: null,
    custom: { level: 1, plan: '年卡' },
  });
  await tell(shop, { userId: 'u10' }, { birthday: '1990-02-03', address: { city: '上海' }, plan: '月卡' });
  expect(await read(customerId)).toEqual({
    ...{ name: '匿名', gender: 2, birthday: '1990-02-03', city: '苏州' },
    custom: { level: 1, plan: '年卡' },
  });
});

test('names come together as they are written', async () => {
  await shop.batch(
    { type: 'identify', userId: 'n1', traits: { firstName: '小明', lastName: '王' } },
    { type: 'identify', userId: 'n2', traits: { firstName: 'Ann', lastName: 'Lee' } },
  );
  const names = await Promise.all(['n1', 'n2'].map(async key => (await idOf('user_id', key))!.customerId));
  const rows = await db
    .selectFrom('customers')
    .select('name')
    .where('id', 'in', names)
    .orderBy('id')
    .execute();
  expect(rows.map(row => row.name)).toEqual(['王小明', 'Ann Lee']);
});

test('who was erased stays unknown, and the sender hears of it', async () => {
  const key = { kind: 'user_id' as const, accountId: shop.accountId, key: 'erased' };
  await db
    .insertInto('erasures')
    .values({ kind: key.kind, accountId: key.accountId, keyHash: erasureHash(vault, key), at: clock.now() })
    .execute();
  const { body } = await shop.batch(track({ userId: 'erased' }, 'of the erased'), track({ userId: 'u1' }));
  expect(body).toMatchObject({ accepted: 1, errors: [{ index: 0, code: 'names_nobody' }] });
  const { rows } = await sql`select 1 from events where type = 'of the erased'`.execute(db);
  expect(rows).toEqual([]);
});

test('a batch of any size is a constant number of statements', async () => {
  const statements = async (n: number) => {
    const { client, queries } = counting();
    await client.batch(
      ...Array.from({ length: n }, (_, i) => ({
        type: 'identify',
        userId: `many-${n}-${i}`,
        anonymousId: `many-visitor-${n}-${i}`,
        traits: { phone: `136${String(n * 10_000 + i).padStart(8, '0')}`, level: i },
      })),
    );
    return queries();
  };
  const [few, many] = [await statements(3), await statements(300)];
  expect(many).toBe(few);
  expect(many).toBeLessThan(25);
});

/** The sender, and how many statements its pool has been asked since. */
function counting() {
  const before = asked;
  return { client: shop, queries: () => asked - before };
}
let asked = 0;
platform.pool.on('acquire', client => {
  const counted = client as typeof client & { isCounted?: boolean };
  if (counted.isCounted) return;
  counted.isCounted = true;
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  client.query = ((...args: unknown[]) => {
    asked++;
    return query(...args);
  }) as typeof client.query;
});

test('a lunar birthday that is told is the person’s, with its year the day of birth too; a browser’s and a later one change nothing', async () => {
  const known = async (userId: string) => {
    const { customerId = 0 } = (await idOf('user_id', userId)) ?? {};
    const { rows } = await sql<{ lunar: string | null; birthday: string | null; fact: string | null }>`
      select c.lunar_birthday as lunar, c.birthday::text, f.str as fact from customers c
      left join customer_facts f on f.customer_id = c.person_id and f.key = 'birthday.lunar' where c.id = ${customerId}`.execute(
      db,
    );
    return [rows[0]?.lunar, rows[0]?.birthday, rows[0]?.fact];
  };
  const tell = (userId: string, traits: object) => ({ type: 'identify', userId, traits });
  const { body } = await shop.batch(
    tell('l1', { lunarBirthday: { month: 8, day: 15 } }),
    tell('l2', { lunarBirthday: { month: 6, day: 1, leap: true, year: 2017 } }),
    tell('l3', { birthday: '农历1990年五月初五' }),
    tell('l4', { lunarBirthday: '农历腊月初八', birthday: '1991-01-23' }),
    tell('l5', { lunarBirthday: null, birthday: '1991-01-23' }),
  );
  expect(body).toMatchObject({ accepted: 5, errors: [] });
  expect(await known('l1')).toEqual(['08-15', null, '08-15']);
  expect(await known('l2')).toEqual(['06-01L', '2017-07-23', '06-01L']);
  expect(await known('l3')).toEqual(['05-05', '1990-05-28', '05-05']);
  expect(await known('l4')).toEqual(['12-08', '1991-01-23', '12-08']);
  expect(await known('l5')).toEqual([null, '1991-01-23', null]);
  await shop.batch(tell('l1', { lunarBirthday: { month: 1, day: 1 } }));
  await browser.batch({
    ...{ type: 'identify', userId: 'l5', anonymousId: 'lv' },
    traits: { lunarBirthday: { month: 1, day: 1 } },
  });
  expect([await known('l1'), await known('l5')]).toEqual([
    ['08-15', null, '08-15'],
    [null, '1991-01-23', null],
  ]);
});

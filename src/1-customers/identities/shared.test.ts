import { expect, test } from 'vitest';
import { SYSTEM } from '#platform/auth/actor.ts';
import { DAY } from '#platform/clock.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { buildAccount } from '../testing/factories.ts';
import { decideShared } from './shared.ts';
import { teller } from './testing/teller.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const shop = await buildAccount(platform, { kind: 'shop' });
const { phone, buyer, learn, groups } = teller(platform, shop);

const identity = async (key: { key: string }) =>
  await db
    .selectFrom('identities')
    .selectAll()
    .where('kind', '=', 'phone')
    .where('key', '=', key.key)
    .executeTakeFirstOrThrow();

test('a phone joins accounts without taking them in, so that the join can be taken back', async () => {
  const tel = phone('+8613700000001');
  const first = await learn({ keys: [buyer('a1'), tel], name: '王一' });
  const second = await learn({ keys: [buyer('a2'), tel], name: '王一' });
  const ids = [first.customerIds[0], second.customerIds[0]];
  expect(new Set(ids).size).toBe(2);
  expect(await groups(ids)).toEqual([0, 0]);
});

test('a counter’s phone: the fifth buyer shows that it is nobody’s, and what it joined comes apart with the reason', async () => {
  const tel = phone('+8613700000002');
  const ids: (number | undefined)[] = [];
  for (const n of [1, 2, 3, 4])
    ids.push((await learn({ keys: [buyer(`b${n}`), tel], name: `顾客${n}` })).customerIds[0]);
  expect(await groups(ids), 'four are still believed to be one').toEqual([0, 0, 0, 0]);
  ids.push((await learn({ keys: [buyer('b5'), tel], name: '顾客5' })).customerIds[0]);
  expect(await groups(ids)).toEqual([0, 1, 2, 3, 4]);
  const marked = await identity(tel);
  expect(marked).toMatchObject({
    shared: true,
    sharedBy: null,
    sharedReason: '137****0002 下有 5 位不同的买家或姓名，超过 4',
  });
  const undone = await db.selectFrom('merges').selectAll().where('identityId', '=', marked.id).execute();
  expect(undone.map(merge => merge.undoneReason)).toEqual([
    'phone_shared',
    'phone_shared',
    'phone_shared',
    'phone_shared',
  ]);
  const sixth = await learn({ keys: [buyer('b6'), tel], name: '顾客6' });
  expect(await groups([...ids, ...sixth.customerIds])).toEqual([0, 1, 2, 3, 4, 5]);
  expect((await learn({ keys: [tel] })).customerIds, 'alone it names nobody').toEqual([undefined]);
});

test('a member knows better: unmarked it joins again all who came with it, and the rule is silent from then on', async () => {
  const { id } = await identity(phone('+8613700000002'));
  const decide = (shared: boolean) =>
    db
      .transaction()
      .execute(tx => decideShared(tx, clock, SYSTEM, id, { shared, reason: '一位采购用多个账号' }));
  await decide(false);
  const { rows } = await db
    .selectFrom('identities')
    .select('customerId')
    .where('kind', '=', 'buyer')
    .where('key', 'like', 'b%')
    .execute()
    .then(rows => ({ rows }));
  expect(new Set(await groups(rows.map(row => row.customerId))).size).toBe(1);
  await learn({ keys: [buyer('b7'), phone('+8613700000002')], name: '顾客7' });
  expect(await identity(phone('+8613700000002'))).toMatchObject({ shared: false, sharedBy: 'system' });
  await decide(true);
  expect(new Set(await groups(rows.map(row => row.customerId))).size).toBe(rows.length);
  const audited = await db
    .selectFrom('auditLog')
    .select('action')
    .where('objectKind', '=', 'identity')
    .where('objectId', '=', String(id))
    .orderBy('id')
    .execute();
  expect(audited.map(row => row.action)).toEqual(['identity.shared', 'identity.unshared', 'identity.shared']);
});

test('a counter’s phone without accounts: five people’s names under it, and it is nobody’s', async () => {
  const tel = phone('+8613700000008');
  for (const name of ['王一一', '李二二', '王*', 'tb_9981', '张三三', '赵四四'])
    await learn({ keys: [tel], name });
  expect(await identity(tel)).toMatchObject({ shared: false });
  await learn({ keys: [tel], name: '钱五五' });
  expect(await identity(tel)).toMatchObject({ shared: true });
  expect((await learn({ keys: [tel], name: '孙六六' })).customerIds).toEqual([undefined]);
});

test('the threshold is a dated rule fact', async () => {
  const fact = {
    name: 'identity.phone.people',
    value: '{"max": 1}',
    effectiveFrom: '2026-06-01',
    source: 'test',
    confidence: 'own',
  };
  const { id } = await db.insertInto('ruleFacts').values(fact).returning('id').executeTakeFirstOrThrow();
  const tel = phone('+8613700000003');
  const ids = [
    (await learn({ keys: [buyer('c1'), tel] })).customerIds[0],
    (await learn({ keys: [buyer('c2'), tel] })).customerIds[0],
  ];
  expect(await groups(ids)).toEqual([0, 1]);
  await db.deleteFrom('ruleFacts').where('id', '=', id).execute();
});

test('a number unseen for long that comes with another name and account has changed hands: it joins nobody', async () => {
  const tel = phone('+8613700000004');
  const then = new Date(clock.now().getTime() - 400 * DAY);
  const old = await learn({ keys: [buyer('d1'), tel], name: '钱旧', at: then });
  const fresh = await learn({ keys: [buyer('d2'), tel], name: '孙新' });
  const masked = await learn({
    keys: [buyer('d3', await buildAccount(platform, { kind: 'shop' })), tel],
    name: '孙*',
  });
  expect(await groups([old.customerIds[0], fresh.customerIds[0], masked.customerIds[0]])).toEqual([0, 1, 1]);
  expect((await learn({ keys: [tel], name: '孙新' })).customerIds, 'and now names its new holder').toEqual(
    fresh.customerIds,
  );
  expect(
    (await learn({ keys: [buyer('d1'), tel], name: '钱旧' })).merged,
    'the old one told again is not joined either',
  ).toBe(0);
});

test.each([
  ['seen within the half year', 100, '李新'],
  ['under the same name', 400, '赵旧'],
])('a number %s is the same person’s', async (_, days, name) => {
  const tel = phone(`+86137000001${days % 100}${days % 7}`);
  const old = await learn({
    keys: [buyer(`e1${days}`), tel],
    name: '赵旧',
    at: new Date(clock.now().getTime() - days * DAY),
  });
  const fresh = await learn({ keys: [buyer(`e2${days}`), tel], name });
  expect(await groups([old.customerIds[0], fresh.customerIds[0]])).toEqual([0, 0]);
});

test('one batch that spans years sees it too, in either order', async () => {
  const tel = phone('+8613700000006');
  const then = new Date(clock.now().getTime() - 500 * DAY);
  const { customerIds } = await learn(
    { keys: [buyer('f1'), tel], name: '周新' },
    { keys: [buyer('f2'), tel], name: '吴旧', at: then },
  );
  expect(await groups(customerIds)).toEqual([0, 1]);
});

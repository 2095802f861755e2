import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { MINUTE, SECOND } from '#platform/clock.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { customerRoutes } from '../../customers/customers.routes.ts';
import { identityRoutes } from '../../identities/identities.routes.ts';
import { simulatedCorp } from '../testing/corp.ts';
import { listGroups } from './list-groups.ts';
import { readGroupAgain } from './read-group.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const corp = await simulatedCorp(platform);
const CHAT = 'wrBread';

beforeAll(async () => {
  await corp.sync();
  await corp.settle();
});

const person = async (external: string) => {
  const { rows } = await sql<{ id: number }>`
    select c.person_id as id from identities i join customers c on c.id = i.customer_id where i.key = ${external}`.execute(
    db,
  );
  return rows[0]?.id ?? 0;
};
const inside = async () =>
  (
    await sql<{ key: string }>`select key from group_members where left_at is null order by key`.execute(db)
  ).rows.map(row => row.key);
const happened = async (external: string) =>
  (
    await sql<{ type: string; data: unknown }>`
      select type, data - 'groupId' as data from events where type like 'group.%' and customer_id = ${await person(external)} order by seq`.execute(
      db,
    )
  ).rows;
const groupsOf = async (external: string) => {
  const { rows } = await sql<{ num: number }>`
    select num from customer_facts where key = 'groups.count' and customer_id = ${await person(external)}`.execute(
    db,
  );
  return rows[0]?.num;
};
const chat = (change: Record<string, unknown>) =>
  corp.told({ event: 'change_external_chat', chatId: CHAT, changedMembers: [], ...change });
const readAgain = () => readGroupAgain(platform, { accountId: corp.accountId, chatId: CHAT });

test('the groups of a corp are read with their people; who was unknown becomes known', async () => {
  expect(await inside()).toEqual(['ann', 'wm_1', 'wm_3']);
  expect(await happened('wm_3')).toEqual([{ type: 'group.joined', data: { cameBy: 'invitation' } }]);
  expect([await groupsOf('wm_1'), await groupsOf('wm_3'), await groupsOf('wm_2')]).toEqual([1, 1, undefined]);
  const { rows } = await sql`select name, source from customers where id = ${await person('wm_3')}`.execute(
    db,
  );
  expect(rows).toEqual([{ name: '三三', source: 'wecom' }]);
});

test('the list of groups names the owner and counts who is inside and who came lately', async () => {
  const rows = await listGroups(db, clock.now(), {});
  expect(rows).toMatchObject([
    { chatId: CHAT, name: '面包群', owner: '安', state: 'normal', customers: 2, members: 1 },
  ]);
  expect(await listGroups(db, clock.now(), { q: '甜品' })).toEqual([]);
  expect(await listGroups(db, clock.now(), { dismissed: 'yes' })).toEqual([]);
});

test('who comes is known once the group was read after the event, and nothing is told twice', async () => {
  await corp.admin.joinsGroup(corp.corpId, CHAT, { who: { external_userid: 'wm_2' } });
  await chat({ change: 'update', detail: 'add_member', joinScene: 0, changedMembers: ['wm_2'] });
  clock.advance(3 * SECOND);
  await readAgain();
  await readAgain();
  await corp.settle();
  expect(await happened('wm_2')).toEqual([{ type: 'group.joined', data: { cameBy: 'invitation' } }]);
  expect(await groupsOf('wm_2')).toBe(1);
});

test('who was removed is told by the event, whatever an older reading says; who comes back is there anew', async () => {
  clock.advance(MINUTE);
  await corp.admin.leavesGroup(corp.corpId, CHAT, { who: { external_userid: 'wm_2' }, removed: true });
  await chat({ change: 'update', detail: 'del_member', quitScene: 1, changedMembers: ['wm_2'] });
  await readAgain();
  expect(await inside()).toEqual(['ann', 'wm_1', 'wm_3']);
  clock.advance(MINUTE);
  await corp.admin.joinsGroup(corp.corpId, CHAT, { who: { external_userid: 'wm_2' } });
  clock.advance(MINUTE);
  await corp.sync();
  await corp.settle();
  expect((await happened('wm_2')).map(one => one.type)).toEqual([
    'group.joined',
    'group.left',
    'group.joined',
  ]);
  expect((await happened('wm_2'))[1]?.data).toEqual({ by: 'removed' });
});

test('what events did not tell the nightly comparison finds and says so', async () => {
  clock.advance(MINUTE);
  await corp.admin.leavesGroup(corp.corpId, CHAT, { who: { external_userid: 'wm_3' } });
  const { chat_id } = await corp.admin.memberCreatesGroup(corp.corpId, { userid: 'bob', name: '甜品群' });
  await corp.admin.joinsGroup(corp.corpId, chat_id, { who: { external_userid: 'wm_1' } });
  clock.advance(MINUTE);
  const { groups, found } = await corp.sync();
  expect([groups, found]).toMatchObject([2, { groupsNew: 1, groupsEnded: 0, left: 1 }]);
  await corp.settle();
  expect([await groupsOf('wm_1'), await groupsOf('wm_3')]).toEqual([2, undefined]);
  const again = await corp.sync();
  expect(Object.entries(again.found).filter(([, count]) => count !== 0)).toEqual([]);
  await corp.admin.dissolvesGroup(corp.corpId, chat_id);
  expect((await corp.sync()).found).toMatchObject({ groupsEnded: 1 });
  await corp.settle();
  expect(await groupsOf('wm_1')).toBe(1);
});

test('who went and came back unnoticed is inside once', async () => {
  await corp.admin.leavesGroup(corp.corpId, CHAT, { who: { external_userid: 'wm_1' } });
  clock.advance(MINUTE);
  await corp.admin.joinsGroup(corp.corpId, CHAT, { who: { external_userid: 'wm_1' } });
  clock.advance(MINUTE);
  expect((await corp.sync()).found).toMatchObject({ joined: 1, left: 1 });
  expect((await inside()).filter(key => key === 'wm_1')).toEqual(['wm_1']);
  await corp.settle();
  expect(await groupsOf('wm_1')).toBe(1);
});

test('the timeline names the group, and people who turn out to be one are in as many groups as both', async () => {
  const client = testClient(platform, [...customerRoutes, ...identityRoutes]).as(await testMember(platform));
  const [one, two] = [await person('wm_1'), await person('wm_2')];
  const { body } = await client.get(`/customers/cus_${two}/timeline?kind=follows`);
  const told = (body as { data: { type: string; about: string | null }[] }).data;
  expect(told.find(entry => entry.type === 'group.left')).toMatchObject({ about: '面包群' });
  const { chat_id } = await corp.admin.memberCreatesGroup(corp.corpId, { userid: 'ann', name: '二群' });
  await corp.admin.joinsGroup(corp.corpId, chat_id, { who: { external_userid: 'wm_2' } });
  clock.advance(MINUTE);
  await corp.sync();
  await client.post(`/customers/cus_${one}/merge`, { other: `cus_${two}`, note: '同一个人' });
  await corp.settle();
  expect([await groupsOf('wm_1'), await groupsOf('wm_2')]).toEqual([2, 2]);
});

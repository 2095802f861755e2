import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { MINUTE } from '#platform/clock.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { addTags, ensureTag } from '../tags/tags.ts';
import { simulatedCorp } from './testing/corp.ts';
import { wecomRoutes } from './wecom.routes.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const corp = await simulatedCorp(platform);
const owner = testClient(platform, wecomRoutes).as(await testMember(platform));
const staff = owner.as(await testMember(platform, 'staff', 'own'));
const account = `/accounts/acc_${corp.accountId}`;
const runs = async () => (await owner.get(`${account}/syncs`)).body as { data: Record<string, unknown>[] };

test('each comparison is kept with what it read and what it found that nothing had told', async () => {
  await corp.sync();
  clock.advance(MINUTE);
  await corp.admin.customerAdds(corp.corpId, 'wm_2', { userid: 'bob' });
  await corp.admin.memberEdits(corp.corpId, 'ann', {
    external_userid: 'wm_1',
    add_tag: ['etSweet'],
    remark: '一姐',
  });
  await corp.admin.memberDeletes(corp.corpId, 'ann', 'wm_2');
  await corp.admin.putMember(corp.corpId, 'cat', { name: '猫' });
  await corp.admin.changeTag(corp.corpId, { change: 'update', id: 'etSalty', name: '咸口' });
  clock.advance(MINUTE);
  await corp.sync();
  await corp.admin.addFault({
    kind: 'errcode',
    path: 'externalcontact/groupchat/list',
    errcode: 48002,
    times: 9,
  });
  await expect(corp.sync()).rejects.toThrow();
  const { data } = await runs();
  expect(data).toMatchObject([
    { state: 'failed', failure: expect.stringMatching(/[一-鿿]/) },
    {
      state: 'done',
      read: { members: 3, tags: 2, relations: 3, groups: 1, first: false },
      found: {
        ...{ membersNew: 1, membersChanged: 0, tagsNew: 0, tagsRenamed: 1, tagsGone: 0 },
        ...{ begun: 1, changed: 1, ended: 1, tagsAdded: 1, tagsRemoved: 0 },
        ...{ groupsNew: 0, groupsEnded: 0, joined: 0, left: 0 },
      },
    },
    { state: 'done', read: { relations: 3, first: true } },
  ]);
  await corp.admin.clearFaults();
});

test('what WeCom refuses is listed with its reason to who may see the customer, and can be tried again', async () => {
  const { rows } = await sql<{
    id: number;
  }>`select customer_id as id from identities where key = 'wm_1'`.execute(db);
  await db.transaction().execute(async tx => {
    const tagIds = [await ensureTag(tx, '口味', '甜'), await ensureTag(tx, '口味', '咸口')];
    await addTags(
      tx,
      clock,
      { name: 'test' },
      { customerIds: [rows[0]?.id ?? 0], tagIds },
      { source: 'manual' },
    );
  });
  await corp.admin.changeSettings({ tagsPerPair: 0 });
  await corp.settle();
  const why = expect.stringMatching(/[一-鿿]/);
  expect((await owner.get(`${account}/pushes`)).body).toMatchObject({
    waiting: 0,
    refused: [{ why, relations: 2 }],
    people: [{ name: '一一', what: ['+咸口'], why }, { name: '一一' }],
  });
  expect((await staff.get(`${account}/pushes`)).body).toMatchObject({
    refused: [{ relations: 2 }],
    people: [],
  });
  expect(await staff.post(`${account}/pushes/retry`)).toMatchObject({ status: 403 });
  await corp.admin.changeSettings({ tagsPerPair: 3_000 });
  expect((await owner.post(`${account}/pushes/retry`)).body).toEqual({ relations: 2 });
  await corp.settle();
  expect((await owner.get(`${account}/pushes`)).body).toEqual({ waiting: 0, refused: [], people: [] });
  expect(await corp.tagsIn('wm_1')).toMatchObject({ ann: ['etSalty', 'etSweet'], bob: ['etSalty'] });
});

test('corp tags are made by who looks after tags, and only there where a corp is', async () => {
  const tag = await db.transaction().execute(tx => ensureTag(tx, '口感', '酥'));
  const body = { accountId: `acc_${corp.accountId}`, tagIds: [`tag_${tag}`] };
  expect(await staff.post('/corp-tags', body)).toMatchObject({ status: 403 });
  expect(await owner.post('/corp-tags', { ...body, accountId: 'acc_99' })).toMatchObject({ status: 404 });
  expect(await owner.post('/corp-tags', body)).toMatchObject({ status: 202, body: { ordered: 1 } });
  await corp.settle();
  const { data } = (await owner.get('/corp-tags')).body as { data: unknown[] };
  expect(data).toContainEqual({ tagId: `tag_${tag}`, accountId: body.accountId, state: 'linked', why: null });
});

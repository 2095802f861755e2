import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { openWecom, wecom } from '#channels';
import { HOUR, MINUTE } from '#platform/clock.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { mergeCustomers } from '../../identities/merges.ts';
import { archiveTag, changeTag } from '../../tags/change-tags.ts';
import { mergeTags } from '../../tags/merge-tags.ts';
import { addTags, ensureTag, expireTags, removeTags } from '../../tags/tags.ts';
import { buildCustomer } from '../../testing/factories.ts';
import { simulatedCorp } from '../testing/corp.ts';
import { takeInToldTags } from '../told-tags.ts';
import { listCorpTags, orderCorpTags } from './corp-tags.ts';
import { setRemark } from './remark.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const corp = await simulatedCorp(platform);
const actor = { name: 'test' };
const within = db.transaction();
let [sweet, salty] = [0, 0];

beforeAll(async () => {
  await corp.sync();
  sweet = await within.execute(tx => ensureTag(tx, '口味', '甜'));
  salty = await within.execute(tx => ensureTag(tx, '口味', '咸'));
  await corp.settle();
});

const person = async (external: string) => {
  const { rows } = await sql<{ id: number }>`
    select c.person_id as id from identities i join customers c on c.id = i.customer_id where i.key = ${external}`.execute(
    db,
  );
  return rows[0]?.id ?? 0;
};
const give = async (external: string, tag: number) => {
  const customerIds = [await person(external)];
  clock.advance(MINUTE);
  await within.execute(tx => addTags(tx, clock, actor, { customerIds, tagIds: [tag] }, { source: 'manual' }));
};
const take = async (external: string, tag: number) => {
  const customerIds = [await person(external)];
  clock.advance(MINUTE);
  await within.execute(tx =>
    removeTags(tx, clock, actor, { customerIds, tagIds: [tag] }, { source: 'manual' }),
  );
};
const carried = async (external: string) => {
  const { rows } = await sql<{ name: string }>`
    select distinct t.name from customer_tags g join tags t on t.id = g.tag_id join customers c on c.id = g.customer_id
    where c.person_id = ${await person(external)} order by 1`.execute(db);
  return rows.map(row => row.name);
};
const queue = async () =>
  (await sql<{ givenUp: boolean }>`select given_up_at is not null as given_up from follow_pushes`.execute(db))
    .rows;
/** How often WeCom was told of tags. */
const markings = async () => {
  const { calls } = await corp.admin.counts();
  return calls.filter(row => row.path.endsWith('mark_tag')).reduce((sum, row) => sum + row.count, 0);
};

test('a tag given or taken off here reaches every member who follows the customer, once', async () => {
  await give('wm_1', sweet);
  await corp.settle();
  expect(await corp.tagsIn('wm_1')).toEqual({ ann: ['etSweet'], bob: ['etSweet'] });
  await take('wm_1', sweet);
  await corp.settle();
  expect(await corp.tagsIn('wm_1')).toEqual({ ann: [], bob: [] });
  const told = await markings();
  await corp.sync();
  await corp.settle();
  expect([await markings(), await queue(), await carried('wm_1')]).toEqual([told, [], []]);
});

test('what was taken off here and is not pushed yet does not come back with a sync or an event', async () => {
  await give('wm_2', sweet);
  await corp.settle();
  await take('wm_2', sweet);
  await corp.sync();
  await corp.edited('ann', 'wm_2');
  expect(await carried('wm_2')).toEqual([]);
  await corp.settle();
  expect(await corp.tagsIn('wm_2')).toEqual({ ann: [] });
});

test('what a member puts on or takes off comes here, by the event or by the sync, and is spread to nobody', async () => {
  await corp.admin.memberEdits(corp.corpId, 'ann', { external_userid: 'wm_1', add_tag: ['etSalty'] });
  await corp.edited('ann', 'wm_1');
  await corp.settle();
  expect([await carried('wm_1'), await corp.tagsIn('wm_1')]).toEqual([['咸'], { ann: ['etSalty'], bob: [] }]);
  clock.advance(MINUTE);
  await corp.admin.memberEdits(corp.corpId, 'ann', { external_userid: 'wm_1', remove_tag: ['etSalty'] });
  const { found } = await corp.sync();
  await corp.settle();
  expect([found.tagsRemoved, await carried('wm_1')]).toEqual([1, []]);
});

test('a tag goes once no member has it any more, and is not pressed on who took it off', async () => {
  await give('wm_1', sweet);
  await corp.settle();
  clock.advance(MINUTE);
  await corp.admin.memberEdits(corp.corpId, 'ann', { external_userid: 'wm_1', remove_tag: ['etSweet'] });
  await corp.edited('ann', 'wm_1');
  await give('wm_1', salty);
  await corp.settle();
  expect(await carried('wm_1')).toEqual(['咸', '甜']);
  expect(await corp.tagsIn('wm_1')).toEqual({ ann: ['etSalty'], bob: ['etSalty', 'etSweet'] });
  await corp.admin.memberEdits(corp.corpId, 'bob', { external_userid: 'wm_1', remove_tag: ['etSweet'] });
  clock.advance(MINUTE);
  await corp.sync();
  expect(await carried('wm_1')).toEqual(['咸']);
  await take('wm_1', salty);
  await corp.settle();
});

test('a reading that began before WeCom was told takes nothing back', async () => {
  const readAt = clock.now();
  const told = [{ key: 'wm_2', user_id: 'ann', tag_ids: [] }];
  await give('wm_2', sweet);
  await corp.settle();
  const late = await within.execute(tx => takeInToldTags(tx, clock, corp.accountId, told, readAt));
  expect([late, await carried('wm_2')]).toEqual([{ added: 0, removed: 0 }, ['甜']]);
});

test('a corp tag that is deleted in the corp is taken off nobody here', async () => {
  const { id } = await corp.admin.changeTag(corp.corpId, {
    change: 'create',
    group_name: '口味',
    name: '辣',
  });
  await corp.admin.memberEdits(corp.corpId, 'ann', { external_userid: 'wm_2', add_tag: [id] });
  await corp.sync();
  expect(await carried('wm_2')).toEqual(['甜', '辣']);
  await corp.admin.changeTag(corp.corpId, { change: 'delete', id });
  clock.advance(MINUTE);
  await corp.edited('ann', 'wm_2');
  expect(await carried('wm_2')).toEqual(['甜', '辣']);
});

test('expiry, a merge of tags and a merge of people reach WeCom as well', async () => {
  const expiresAt = new Date(clock.now().getTime() + HOUR);
  const customerIds = [await person('wm_1')];
  const change = { customerIds, tagIds: [salty] };
  await within.execute(tx => addTags(tx, clock, actor, change, { source: 'rule', expiresAt }));
  await corp.settle();
  expect((await corp.tagsIn('wm_1')).ann).toEqual(['etSalty']);
  clock.advance(2 * HOUR);
  await within.execute(tx => expireTags(tx, clock));
  await corp.settle();
  expect((await corp.tagsIn('wm_1')).ann).toEqual([]);

  const shop = await buildCustomer(platform, { name: '一一的店铺号' });
  const alike = await within.execute(tx => ensureTag(tx, '需求', '爱吃甜'));
  await within.execute(tx =>
    addTags(tx, clock, actor, { customerIds: [shop], tagIds: [alike] }, { source: 'manual' }),
  );
  await within.execute(tx => mergeTags(tx, clock, actor, alike, sweet));
  await corp.settle();
  expect((await corp.tagsIn('wm_1')).bob).toEqual([]);
  await within.execute(tx =>
    mergeCustomers(tx, clock, actor, [
      { customerA: customerIds[0] ?? 0, customerB: shop, kind: 'manual', reason: 'staff_decided' },
    ]),
  );
  await corp.settle();
  expect((await corp.tagsIn('wm_1')).bob).toEqual(['etSweet']);
});

test('a remark is noted on the one relation, and the newest word wins', async () => {
  const customerId = await person('wm_1');
  const note = (memberId: number, remark: string) =>
    within.execute(tx =>
      setRemark(tx, platform, { accountId: corp.accountId, memberId, customerId, remark }),
    );
  const { rows } = await sql<{ memberId: number }>`
    select member_id from member_accounts where external_id = 'bob'`.execute(db);
  const bob = rows[0]?.memberId ?? 0;
  expect([await note(bob, '包裹卡'), await note(bob, '直播间-一一'), await note(999, '谁')]).toEqual([
    ...['queued', 'queued', 'no_relation'],
  ]);
  await corp.settle();
  const noted = await corp.noted('wm_1');
  expect([noted.get('bob')?.remark, noted.get('ann')?.remark]).toEqual(['直播间-一一', '一一']);
  const { rows: kept } = await sql<{ remark: string }>`
    select remark from follows where member_id = ${bob} and customer_id = ${customerId}`.execute(db);
  expect(kept).toEqual([{ remark: '直播间-一一' }]);
});

test('a busy pair and a limit are tried later, and told once', async () => {
  for (const errcode of [45035, 45009]) {
    await corp.admin.addFault({
      kind: 'errcode',
      path: 'externalcontact/mark_tag',
      errcode,
      times: 8,
    });
    await give('wm_2', salty);
    await corp.settle();
    expect(await queue()).toEqual([{ givenUp: false }]);
    await corp.admin.clearFaults();
    clock.advance(2 * MINUTE);
    await corp.settle();
    expect([await queue(), (await corp.tagsIn('wm_2')).ann]).toEqual([[], ['etSalty', 'etSweet']]);
    await take('wm_2', salty);
    await corp.settle();
  }
});

test('what WeCom refuses for good is given up with the reason; who is no friend any more is dropped', async () => {
  await corp.admin.changeSettings({ tagsPerPair: 1 });
  await give('wm_2', salty);
  await corp.settle();
  const { rows } = await sql<{
    failure: { zh: string };
  }>`select failure from follow_pushes where given_up_at is not null`.execute(db);
  expect(rows).toHaveLength(1);
  expect(rows[0]?.failure.zh).toMatch(/[一-鿿]/);
  await corp.admin.changeSettings({ tagsPerPair: 3_000 });
  // Whatever is changed next is tried with everything that waits.
  await take('wm_2', sweet);
  await corp.settle();
  expect([await queue(), (await corp.tagsIn('wm_2')).ann]).toEqual([[], ['etSalty']]);
  await corp.admin.memberDeletes(corp.corpId, 'ann', 'wm_2');
  await take('wm_2', salty);
  await corp.settle();
  expect(await queue()).toEqual([]);
});

test('who was not accepted yet is told of once the member has accepted them', async () => {
  await corp.admin.addFault({ kind: 'errcode', path: 'externalcontact/mark_tag', errcode: 84061, times: 2 });
  await give('wm_1', salty);
  await corp.settle();
  expect([await queue(), (await corp.tagsIn('wm_1')).bob]).toEqual([[], ['etSweet']]);
  await corp.told({
    ...{ event: 'change_external_contact', change: 'add_external_contact' },
    ...{ userId: 'bob', externalUserId: 'wm_1' },
  });
  await corp.settle();
  expect((await corp.tagsIn('wm_1')).bob).toEqual(['etSalty', 'etSweet']);
  await take('wm_1', salty);
  await corp.settle();
});

test('what would be more tags than a relation can have is not even asked of WeCom, and says so', async () => {
  const { rows } = await sql<{ id: number }>`
    insert into tags (group_id, name) select 1, 'viel' || n from generate_series(1, 2999) n returning id`.execute(
    db,
  );
  await sql`
    insert into tag_accounts (account_id, external_id, tag_id) select ${corp.accountId}, 'et_many_' || id, id from unnest(${rows.map(row => row.id)}::bigint[]) as id`.execute(
    db,
  );
  const of = sql`select id, account_id, followed_at from follows where ended_at is null and customer_id = ${await person('wm_1')}`;
  await sql`
    insert into follow_tags (follow_id, account_id, external_id, tag_id, carried, since, at)
    select f.id, f.account_id, k.external_id, k.tag_id, true, f.followed_at, ${clock.now()} from (${of}) f, tag_accounts k where k.external_id like 'et_many_%'`.execute(
    db,
  );
  await sql`insert into customer_tags (customer_id, tag_id, source, actor, added_at)
    select ${await person('wm_1')}, id, 'wecom', 'test', ${clock.now()} from unnest(${rows.map(row => row.id)}::bigint[]) as id`.execute(
    db,
  );
  await give('wm_1', sweet);
  const told = await markings();
  await give('wm_1', salty);
  await corp.settle();
  const { rows: refused } = await sql<{
    why: string;
  }>`select distinct failure ->> 'en' as why from follow_pushes`.execute(db);
  expect([await markings(), refused]).toEqual([told, [{ why: expect.stringContaining('3,000') }]]);
  await sql`delete from tag_accounts where external_id like 'et_many_%'`.execute(db);
  await sql`delete from follow_pushes`.execute(db);
});

test('a tag of Siyu is made a corp tag when asked, once, and shown on whoever carries it', async () => {
  const customerIds = [await person('wm_1')];
  const crisp = await within.execute(tx => ensureTag(tx, '口感', '酥'));
  await within.execute(tx =>
    addTags(tx, clock, actor, { customerIds, tagIds: [crisp] }, { source: 'manual' }),
  );
  const order = () => within.execute(tx => orderCorpTags(tx, platform, actor, corp.accountId, [crisp]));
  expect([await order(), await order()]).toEqual([1, 0]);
  // Carried out, and the answer lost: the next try finds it in the corp's list.
  await corp.admin.addFault({ kind: 'close_after', path: 'externalcontact/add_corp_tag', times: 1 });
  await corp.settle();
  const adding = async () =>
    (await corp.admin.counts()).calls.filter(row => row.path.endsWith('add_corp_tag'));
  expect(await listCorpTags(db, 'zh')).toContainEqual(
    expect.objectContaining({ tagId: crisp, state: 'linked' }),
  );
  const { rows } = await sql<{
    id: string;
  }>`select external_id as id from tag_accounts where tag_id = ${crisp}`.execute(db);
  expect((await corp.tagsIn('wm_1')).bob).toContain(rows[0]?.id);
  expect((await adding()).reduce((sum, row) => sum + row.count, 0)).toBe(1);
});

test('a corp tag that Siyu made is renamed with its tag, and no sync in between turns that back', async () => {
  const { rows } = await sql<{ id: number; own: boolean }>`
    select t.id, k.own from tags t join tag_accounts k on k.tag_id = t.id where t.name = '酥'`.execute(db);
  const [{ id } = { id: 0 }] = rows;
  // The answer that told its id was lost, so Siyu does not know that it made it.
  expect(rows).toEqual([{ id, own: false }]);
  const rename = (name: string) => within.execute(tx => changeTag(tx, clock, actor, id, { name }));
  await expect(rename('酥脆')).rejects.toMatchObject({ kind: { code: 'tag_named_by_corp' } });
  const plain = await within.execute(tx => ensureTag(tx, '口感', '绵'));
  await within.execute(tx => orderCorpTags(tx, platform, actor, corp.accountId, [plain]));
  await corp.settle();
  await within.execute(tx => changeTag(tx, clock, actor, plain, { name: '绵软' }));
  await corp.sync();
  await corp.settle();
  await corp.sync();
  const { rows: told } = await sql<{ name: string }>`select name from tags where id = ${plain}`.execute(db);
  const client = await openWecom(platform, corp.accountId);
  const groups = wecom.orThrow(await wecom.listCorpTags(client));
  expect(told).toEqual([{ name: '绵软' }]);
  expect(groups.flatMap(group => group.tags.map(tag => tag.name))).toContain('绵软');
  expect(await listCorpTags(db, 'zh')).toContainEqual(
    expect.objectContaining({ tagId: plain, state: 'linked' }),
  );
});

test('why a corp tag could not be made is told in words, and it can be asked for again', async () => {
  const soft = await within.execute(tx => ensureTag(tx, '口感', '软'));
  const order = () => within.execute(tx => orderCorpTags(tx, platform, actor, corp.accountId, [soft]));
  const state = async () => (await listCorpTags(db, 'zh')).find(tag => tag.tagId === soft);
  await corp.admin.addFault({
    kind: 'errcode',
    path: 'externalcontact/add_corp_tag',
    errcode: 40058,
    times: 1,
  });
  await order();
  await corp.settle();
  expect(await state()).toMatchObject({ state: 'refused', why: expect.stringMatching(/[一-鿿]/) });
  expect(await order()).toBe(1);
  await corp.settle();
  expect(await state()).toMatchObject({ state: 'linked', why: null });
});

test('a tag that was put away before it was made a corp tag is made none', async () => {
  const stale = await within.execute(tx => ensureTag(tx, '口感', '陈'));
  await within.execute(tx => orderCorpTags(tx, platform, actor, corp.accountId, [stale]));
  await within.execute(tx => archiveTag(tx, clock, actor, stale));
  await corp.settle();
  expect((await listCorpTags(db, 'zh')).filter(tag => tag.tagId === stale)).toEqual([]);
  const client = await openWecom(platform, corp.accountId);
  const groups = wecom.orThrow(await wecom.listCorpTags(client));
  expect(groups.flatMap(group => group.tags.map(tag => tag.name))).not.toContain('陈');
});

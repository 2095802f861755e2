import { describe, expect, test } from 'vitest';
import { syncWecom } from '#customers';
import { project } from '#customers/testing';
import { DAY, HOUR, MINUTE } from '#platform/clock.ts';
import { storeUpload } from '#platform/files/files.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { peopleOfRule } from '#segmentation';
import { simulatedShop } from '../testing/shop.ts';
import { askForMoments } from './ask.ts';
import { momentRoutes } from './moments.routes.ts';
import { readPostedMoments } from './read-posted.ts';
import { syncMoments } from './sync.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const shop = await simulatedShop(platform, { ann: 12, bob: 5 });
let client = testClient(platform, momentRoutes).as(await testMember(platform));
const CREATE = 'externalcontact/add_moment_task';

type Any = Record<string, unknown> & { id: string };
const body = (over: object = {}) => ({
  accountId: `acc_${shop.accountId}`,
  kind: 'life',
  text: `早上好，第 ${++nth} 炉出炉了`,
  ...over,
});
let nth = 0;

async function written(over: object = {}): Promise<string> {
  const made = await client.post('/moments', body(over));
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return (made.body as Any).id;
}
const change = (path: string, over: object) => client.send('PUT', path, over);
const read = async (id: string) => (await client.get(`/moments/${id}`)).body as Any;

/** Works it off as the worker does, however often it is to be looked at, while time passes on both sides. */
async function workOff(most = 40): Promise<void> {
  // Two of one moment of the clock would be kept apart by waiting for real: WeCom takes only so many in a while.
  clock.advance(10_000);
  for (let look = 0; look < most; look += 1) {
    const next = await askForMoments(platform);
    if (!next) return;
    clock.advance(Math.max(1_000, next.getTime() - clock.now().getTime()));
  }
  throw new Error('it does not come to an end');
}

async function handedOut(over: object = {}): Promise<string> {
  const id = await written(over);
  expect(await client.post(`/moments/${id}/schedule`)).toMatchObject({ body: { status: 'asking' } });
  await workOff();
  expect((await read(id)).status).toBe('open');
  return id;
}
const number = (id: string) => Number(id.slice(4));
const platformId = async (id: string) =>
  (await db.selectFrom('moments').select('momentId').where('id', '=', number(id)).executeTakeFirstOrThrow())
    .momentId ?? '';
const asked = async () => (await shop.admin.moments({ limit: 1_000 })).filter(one => !one.byMember);
const membersOf = async (id: string) => (await client.get(`/moments/${id}/members`)).body as { data: Any[] };
const peopleOf = async (id: string, query: string) =>
  (await client.get(`/moments/${id}/people?${query}`)).body as { data: Any[]; total: number };

describe('a moment', () => {
  test('from draft to likes: who publishes it, in whose feeds it lies, who reacted', async () => {
    const preview = await client.post('/moments/preview', body());
    expect(preview).toMatchObject({
      status: 200,
      body: {
        ...{ people: 17, full: 0, perDay: 3, refusing: 0, unknownTags: [], productsInRow: 0 },
        members: [
          { member: { name: '安' }, people: 12 },
          { member: { name: '鲍' }, people: 5 },
        ],
      },
    });
    const id = await handedOut();
    await syncMoments(platform);
    expect(await read(id)).toMatchObject({ members: 2, published: 0, planned: 17, shown: 0, leftOut: [] });

    const there = await platformId(id);
    await shop.admin.publishMoment(shop.corpId, there, 'ann');
    clock.advance(6 * MINUTE);
    await syncMoments(platform);
    expect(await read(id)).toMatchObject({ published: 1, planned: 17, shown: 12, likes: 0 });
    const { data } = await membersOf(id);
    expect(data).toMatchObject([
      { member: { name: '鲍' }, publishedAt: null, planned: 5, shown: 0 },
      { member: { name: '安' }, planned: 12, shown: 12 },
    ]);
    expect(data[1]?.publishedAt).not.toBeNull();

    const of = { moment_id: there, userid: 'ann' };
    await shop.admin.customerReacts(shop.corpId, 'wm_ann_000000', { ...of, kind: 'like' });
    await shop.admin.customerReacts(shop.corpId, 'wm_ann_000000', { ...of, kind: 'comment', text: '香' });
    await shop.admin.customerReacts(shop.corpId, 'wm_ann_000001', { ...of, kind: 'like' });
    expect(await client.post(`/moments/${id}/refresh`)).toMatchObject({ body: { asked: 1 } });
    await client.post(`/moments/${id}/refresh`);
    expect(await read(id)).toMatchObject({ likes: 2, comments: 1, reacted: 2 });
    const events = await db
      .selectFrom('events')
      .select(['type', 'data'])
      .where('type', 'in', ['moment.liked', 'moment.commented'])
      .orderBy('seq')
      .execute();
    expect(events.map(event => event.type).sort(), 'each told once').toEqual([
      'moment.commented',
      'moment.liked',
      'moment.liked',
    ]);
    expect(events[0]?.data).toMatchObject({ momentId: number(id), name: expect.stringContaining('早上好') });
    expect(await peopleOf(id, 'of=liked')).toMatchObject({
      total: 2,
      data: [{ name: '安的客户0', comments: 1, member: { name: '安' } }, { name: '安的客户1' }],
    });
    await project(platform);
    const liked = {
      ...{ events: 'moment.liked', measure: { of: 'count' as const }, where: [] },
      ...{
        test: { is: 'at_least' as const, value: 1 },
        window: { kind: 'last' as const, n: 30, unit: 'day' as const },
      },
    };
    const inSegment = await peopleOfRule(platform, liked, { kind: 'all' }, { limit: 10, offset: 0 });
    expect(inSegment.personIds, 'a segment can ask who liked one lately').toHaveLength(2);
    expect((await peopleOf(id, 'of=unseen')).total).toBe(5);
    expect(
      (await peopleOf(id, `of=shown&member=${data[0]?.member && (data[0].member as Any).id}`)).total,
    ).toBe(0);
  });

  test('waits for its time, can be changed until then, and cannot afterwards', async () => {
    const id = await written();
    const at = new Date(clock.now().getTime() + HOUR).toISOString();
    expect(await client.post(`/moments/${id}/schedule`, { at })).toMatchObject({
      body: { status: 'scheduled' },
    });
    expect(await askForMoments(platform)).toBeUndefined();
    expect((await read(id)).status).toBe('scheduled');
    expect(await change(`/moments/${id}`, body({ text: '改过了' }))).toMatchObject({ status: 200 });
    expect((await read(id)).status, 'changed, it wants to be scheduled anew').toBe('draft');
    await client.post(`/moments/${id}/schedule`, { at });
    clock.advance(HOUR + MINUTE);
    await workOff();
    expect(await read(id)).toMatchObject({ status: 'open', text: '改过了' });
    expect(await change(`/moments/${id}`, body())).toMatchObject({
      status: 409,
      body: { code: 'moment_not_a_draft' },
    });
  });

  test('is stopped for those who have not published it', async () => {
    const waiting = await written();
    await client.post(`/moments/${waiting}/schedule`, {
      at: new Date(clock.now().getTime() + DAY).toISOString(),
    });
    expect(await client.post(`/moments/${waiting}/stop`)).toMatchObject({ body: { status: 'cancelled' } });
    const id = await handedOut();
    const there = await platformId(id);
    await shop.admin.publishMoment(shop.corpId, there, 'bob');
    expect(await client.post(`/moments/${id}/stop`)).toMatchObject({ status: 200 });
    expect(await client.post(`/moments/${id}/stop`), 'a second time').toMatchObject({ status: 200 });
    await expect(shop.admin.publishMoment(shop.corpId, there, 'ann')).rejects.toThrow('cancelled');
    clock.advance(6 * MINUTE);
    await syncMoments(platform);
    expect(await read(id), 'what is published is still read').toMatchObject({
      status: 'cancelled',
      published: 1,
    });
    expect(await client.post('/moments/mom_999999/stop')).toMatchObject({ status: 404 });
  });

  test('says what WeCom would not take while somebody can still mend it', async () => {
    const link = { kind: 'link', title: '字'.repeat(22), url: 'https://a.example', cover: 'file_1' };
    const image = { kind: 'image', file: 'file_999999' };
    expect((await client.post('/moments', body({ text: ' ' }))).body).toMatchObject({
      errors: [{ path: 'body.text', code: 'moment_nothing' }],
    });
    for (const [over, code] of [
      [{ attachments: [link] }, 'moment_link_title_too_long'],
      [{ attachments: [image, { ...link, title: 'a' }] }, 'moment_mixed'],
      [{ attachments: [image] }, 'moment_file_unknown'],
      [{ accountId: 'acc_999999' }, 'moment_no_account'],
    ] as const)
      expect(await client.post('/moments', body(over)), code).toMatchObject({ status: 422, body: { code } });
  });

  test('shows its pictures, uploaded once; one with too many pixels is refused by its number', async () => {
    const picture = async (width: number, height: number) => {
      const bytes = Buffer.alloc(64);
      Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes);
      bytes.writeUInt32BE(width, 16);
      bytes.writeUInt32BE(height, 20);
      const body = new Response(new Uint8Array(bytes)).body;
      const upload = { name: 'a.png', mime: 'image/png', body, limit: 1_000, actor: 'test' };
      return { kind: 'image', file: `file_${(await storeUpload(platform, upload)).id}` };
    };
    const [fine, other, large] = [
      await picture(1_440, 1_080),
      await picture(10, 10),
      await picture(4_000, 3_000),
    ];
    expect(await client.post('/moments', body({ attachments: [fine, large] }))).toMatchObject({
      status: 422,
      body: { code: 'moment_picture_too_large', detail: expect.stringContaining('4000×3000') },
    });
    const id = await handedOut({ attachments: [fine, other, fine], text: '' });
    const [there] = await shop.admin.moments({ moment_id: await platformId(id) });
    expect(there?.content.attachments).toHaveLength(3);
    expect(await read(id)).toMatchObject({ attached: { kind: 'image', count: 3 } });
    const uploads = (await shop.admin.counts()).calls.filter(row => row.path === 'media/upload_attachment');
    expect(uploads.reduce((sum, row) => sum + row.count, 0)).toBe(2);
  });

  test('says how many of those who see it want no marketing: nobody can be left out by name', async () => {
    const { rows } = await platform.pool.query<{ id: number }>(
      `select c.id from customers c join follows f on f.customer_id = c.id order by c.id limit 3`,
    );
    const [one, two, three] = rows.map(row => row.id);
    const said = { source: 'test', at: clock.now(), actor: 'test' };
    const consent = { purpose: 'marketing', channel: 'all', textVersion: '1', ...said };
    await db
      .insertInto('suppressions')
      .values({ customerId: one!, reason: '样例', ...said })
      .execute();
    await db
      .insertInto('consents')
      .values([
        { customerId: two!, given: false, ...consent },
        { customerId: three!, given: false, ...consent },
        { customerId: three!, given: true, ...consent, at: new Date(clock.now().getTime() + 1) },
      ])
      .execute();
    expect(await client.post('/moments/preview', body())).toMatchObject({
      body: { people: 17, refusing: 2 },
    });
  });

  test('never goes to everybody because those who were chosen are gone', async () => {
    const gone = await db
      .insertInto('members')
      .values({ name: '走了', role: 'staff', dataScope: 'own' })
      .returning('id')
      .executeTakeFirstOrThrow();
    const before = (await asked()).length;
    const id = await written({ memberIds: [`mem_${gone.id}`] });
    await client.post(`/moments/${id}/schedule`);
    await workOff();
    const { status, failure } = await read(id);
    expect({ status, failure }).toMatchObject({ status: 'failed', failure: expect.stringContaining('成员') });
    expect((await asked()).length).toBe(before);
    expect(await client.post(`/moments/${id}/schedule`), 'it can be taken up again').toMatchObject({
      status: 200,
    });
    await change(`/moments/${id}`, body()).then(answer => expect(answer.status).toBe(409));
    await workOff();
  });

  test('is for customers who bear a tag, as WeCom knows it', async () => {
    const { id: tag } = await shop.admin.changeTag(shop.corpId, {
      change: 'create',
      group_name: '等级',
      name: '重要',
    });
    for (const at of [0, 1, 2])
      await shop.admin.memberEdits(shop.corpId, 'ann', {
        external_userid: `wm_ann_00000${at}`,
        add_tag: [tag],
      });
    await syncWecom(platform, shop.accountId);
    await project(platform);
    const known = await db
      .selectFrom('tagAccounts')
      .select('tagId')
      .where('externalId', '=', tag)
      .executeTakeFirstOrThrow();
    const tagIds = [`tag_${known.tagId}`];
    expect(await client.post('/moments/preview', body({ tagIds }))).toMatchObject({
      body: { people: 3, members: [{ member: { name: '安' }, people: 3 }] },
    });
    const id = await handedOut({ tagIds });
    await syncMoments(platform);
    expect(await read(id)).toMatchObject({ members: 1, planned: 3, tags: [{ name: '重要' }] });
    const other = await db
      .insertInto('tags')
      .values({ groupId: 1, name: '只在 Siyu' })
      .returning('id')
      .executeTakeFirst();
    expect(await client.post('/moments/preview', body({ tagIds: [`tag_${other?.id}`] }))).toMatchObject({
      body: { people: 0, unknownTags: ['只在 Siyu'] },
    });
  });
});

describe('asking for a moment', () => {
  const callsOf = async () =>
    (await shop.admin.counts()).calls
      .filter(row => row.path === CREATE)
      .reduce((sum, row) => sum + row.count, 0);

  test('whose answer was lost looks for it before anything is repeated', async () => {
    await shop.admin.addFault({ kind: 'close_after', path: CREATE, times: 1 });
    const calls = await callsOf();
    const before = (await asked()).length;
    const id = await handedOut({ text: '答案丢了' });
    expect(await callsOf()).toBe(calls + 1);
    expect((await asked()).length, 'two members, one moment').toBe(before + 2);
    expect(await platformId(id)).not.toBe('');
  });

  test('of which nobody wrote down the end, because the process died, comes to one moment', async () => {
    // As it is left when the process dies after the call and before the note, or before the call.
    for (const wasMade of [true, false]) {
      const text = wasMade ? '死在记录之前' : '死在调用之前';
      const id = await written({ text });
      await client.post(`/moments/${id}/schedule`);
      if (wasMade) {
        await askForMoments(platform);
        await db.updateTable('moments').set({ jobId: null }).where('id', '=', number(id)).execute();
      }
      const stale = {
        calledAt: clock.now(),
        leaseUntil: new Date(clock.now().getTime() + MINUTE),
        attempts: 1,
      };
      await db.updateTable('moments').set(stale).where('id', '=', number(id)).execute();
      await workOff(200);
      expect((await read(id)).status).toBe('open');
      const made = (await asked()).filter(one => one.content.text?.content === text);
      expect(new Set(made.map(one => one.moment_id)).size, text).toBe(1);
    }
  });

  test('two alike at once, one answer lost: each finds its own', async () => {
    await shop.admin.addFault({ kind: 'close_after', path: CREATE, times: 1 });
    const [one, two] = [await written({ text: '一样的话' }), await written({ text: '一样的话' })];
    for (const id of [one, two]) await client.post(`/moments/${id}/schedule`);
    await workOff(200);
    const ids = [await platformId(one), await platformId(two)];
    expect(new Set(ids).size).toBe(2);
    const made = (await asked()).filter(each => each.content.text?.content === '一样的话');
    expect(new Set(made.map(each => each.moment_id)).size).toBe(2);
  });

  test('that is refused for now is tried again; that is refused for good says why', async () => {
    await shop.admin.addFault({ kind: 'errcode', path: CREATE, errcode: 41078, times: 2 });
    await handedOut();
    await shop.admin.addFault({ kind: 'errcode', path: CREATE, errcode: 48002, times: 1 });
    const id = await written();
    await client.post(`/moments/${id}/schedule`);
    await workOff();
    expect(await read(id)).toMatchObject({ status: 'failed', failure: expect.stringContaining('权限') });
  });

  test('long after its time is not done any more', async () => {
    const id = await written({ text: '早安' });
    await client.post(`/moments/${id}/schedule`, {
      at: new Date(clock.now().getTime() + MINUTE).toISOString(),
    });
    clock.advance(13 * HOUR);
    await workOff();
    expect(await read(id)).toMatchObject({ status: 'failed', failure: expect.stringContaining('错过') });
    expect((await asked()).some(one => one.content.text?.content === '早安')).toBe(false);
  });
});

describe('what members post by themselves', () => {
  test('is read at night with what came of it, once', async () => {
    const { moment_id } = await shop.admin.memberPosts(shop.corpId, 'bob', '今天店里的猫');
    await shop.admin
      .customerReacts(shop.corpId, 'wm_bob_000001', { moment_id, userid: 'bob', kind: 'like' })
      .catch(() => undefined);
    expect(await readPostedMoments(platform)).toBe(1);
    expect(await readPostedMoments(platform), 'ours are known, this one too').toBe(0);
    await syncMoments(platform);
    const { data } = (await client.get('/moments?by=member')).body as { data: Any[] };
    expect(data).toMatchObject([
      { text: '今天店里的猫', kind: null, member: { name: '鲍' }, status: 'open', members: 1, published: 1 },
    ]);
    expect((await client.post(`/moments/${data[0]?.id}/stop`)).status, 'it is nobody’s to stop').toBe(404);
  });
});

describe('the content calendar', () => {
  test('shows what stands on which day, and warns of the third 产品 in a row', async () => {
    clock.advance(10 * DAY);
    client = testClient(platform, momentRoutes).as(await testMember(platform));
    const begun = clock.now().getTime();
    const plan = async (kind: string, hours: number) => {
      const id = await written({ kind });
      await client.post(`/moments/${id}/schedule`, { at: new Date(begun + hours * HOUR).toISOString() });
      return id;
    };
    const product = (hours: number) =>
      body({ kind: 'product', at: new Date(begun + hours * HOUR).toISOString() });
    const trial = async (hours: number) =>
      (await client.post('/moments/preview', product(hours))).body as Any;
    await plan('life', 1);
    await plan('product', 2);
    await plan('product', 4);
    expect(await trial(5)).toMatchObject({ productsInRow: 3, productsMax: 2 });
    expect(await trial(3), 'also between the two').toMatchObject({ productsInRow: 3 });
    expect(await trial(0.5)).toMatchObject({ productsInRow: 1 });
    const third = await plan('product', 6);
    await plan('benefit', 7);
    expect(await trial(8)).toMatchObject({ productsInRow: 1, full: 17 });
    const day = (at: number) => new Date(at + 8 * HOUR).toISOString().slice(0, 10);
    const calendar = (await client.get(`/moments/calendar?from=${day(begun)}&to=${day(begun + DAY)}`))
      .body as {
      data: Any[];
      mix: object;
    };
    expect(calendar.mix).toEqual({ life: 1, knowledge: 0, benefit: 1, product: 3 });
    expect(calendar.data.map(one => one.kind)).toEqual(['life', 'product', 'product', 'product', 'benefit']);
    expect(calendar.data.filter(one => one.tooManyProducts).map(one => one.id)).toEqual([third]);
    expect((await client.get('/moments/calendar?from=2026-01-01&to=2026-06-01')).status).toBe(400);
  });
});

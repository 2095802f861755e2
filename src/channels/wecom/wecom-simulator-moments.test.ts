import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '#platform/clock.ts';
import { createMassMessage } from './api/mass-messages.ts';
import { uploadForMoment, uploadMedia } from './api/media.ts';
import {
  cancelMoment,
  createMoment,
  listMomentPlanned,
  listMomentShown,
  listMoments,
  listMomentTasks,
  type MomentRange,
  readMomentJob,
  readMomentReactions,
} from './api/moments.ts';
import type { WecomClient } from './client.ts';
import { mediaShelf, memoryMediaStore } from './media.ts';
import { postMoment } from './moments.ts';
import { orThrow } from './outcome.ts';
import { sample } from './testing/sample-files.ts';
import { CORP, CUSTOMERS, customerId, Simulated } from './testing/simulated.ts';

const simulated = new Simulated();
const folder = mkdtempSync(join(tmpdir(), 'siyu-moments-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let client: WecomClient;
beforeEach(() => {
  client = simulated.client();
});

const CREATE = 'externalcontact/add_moment_task';
const EVERYBODY: MomentRange = { userIds: [], departmentIds: [], tagIds: [] };
const text = (words: string) => ({ text: words, attachments: [] });
/** Time passes for both sides, and what people do meanwhile is done. */
async function later(seconds: number): Promise<void> {
  simulated.clock.advance(seconds * 1_000);
  await simulated.admin.advance(0);
}
const now = () => simulated.clock.now();

/** Asks for a moment and waits for its job. */
async function made(range: Partial<MomentRange> = {}, words = '今天的可颂出炉了') {
  const { jobId } = orThrow(await createMoment(client, text(words), { ...EVERYBODY, ...range }));
  await later(5);
  const job = orThrow(await readMomentJob(client, jobId));
  if (job.state !== 'done') throw new Error(JSON.stringify(job));
  return job;
}

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** A png of that size, as far as anybody looks at it. */
function png(width: number, height: number) {
  const bytes = sample('png');
  new DataView(bytes.buffer).setUint32(16, width);
  new DataView(bytes.buffer).setUint32(20, height);
  return bytes;
}

describe('a moment', () => {
  it('is a job first, which says which moment it became, for a day', async () => {
    const { jobId } = orThrow(await createMoment(client, text('出炉'), EVERYBODY));
    expect(orThrow(await readMomentJob(client, jobId))).toEqual({ state: 'running' });
    expect(orThrow(await listMoments(client, now(), now()))).toEqual([]);
    await later(5);
    const job = orThrow(await readMomentJob(client, jobId));
    expect(job).toMatchObject({ state: 'done', left: EVERYBODY });
    const [listed] = orThrow(await listMoments(client, new Date(now().getTime() - HOUR), now()));
    expect(listed).toMatchObject({
      ...{ momentId: job.state === 'done' && job.momentId, byMember: false, partial: false },
      ...{ text: '出炉', images: 0, creator: '' },
    });
    await later(DAY / 1_000);
    expect(await readMomentJob(client, jobId)).toMatchObject({ ok: false, code: 40058 });
  });

  it('goes to members, who publish it; it lies in the feeds of their customers, who react', async () => {
    const { momentId } = await made({ userIds: ['ann', 'bob'] });
    expect(orThrow(await listMomentTasks(client, momentId))).toEqual([
      { userId: 'ann', published: false },
      { userId: 'bob', published: false },
    ]);
    expect(orThrow(await listMomentPlanned(client, momentId, 'bob'))).toEqual([0, 1, 2].map(customerId));
    expect(orThrow(await listMomentPlanned(client, momentId, 'ann'))).toHaveLength(CUSTOMERS);
    expect(orThrow(await listMomentShown(client, momentId, 'bob')), 'not published yet').toEqual([]);
    expect(orThrow(await readMomentReactions(client, momentId, 'bob'))).toEqual([]);

    await simulated.admin.customerDeletes(CORP, customerId(2), 'bob');
    expect(await simulated.admin.publishMoment(CORP, momentId, 'bob')).toEqual({ shown: 2 });
    await expect(simulated.admin.publishMoment(CORP, momentId, 'bob')).rejects.toThrow('already_published');
    expect(orThrow(await listMomentTasks(client, momentId))).toContainEqual({
      userId: 'bob',
      published: true,
    });
    expect(orThrow(await listMomentShown(client, momentId, 'bob'))).toEqual([0, 1].map(customerId));

    const of = { moment_id: momentId, userid: 'bob' };
    await simulated.admin.customerReacts(CORP, customerId(0), { ...of, kind: 'like' });
    await simulated.admin.customerReacts(CORP, customerId(1), { ...of, kind: 'comment', text: '看着就香' });
    await expect(
      simulated.admin.customerReacts(CORP, customerId(2), { ...of, kind: 'like' }),
    ).rejects.toThrow('not_shown');
    await expect(
      simulated.admin.customerReacts(CORP, customerId(0), { ...of, kind: 'like' }),
    ).rejects.toThrow('already_liked');
    const seconds = new Date(Math.floor(now().getTime() / 1_000) * 1_000);
    expect(orThrow(await readMomentReactions(client, momentId, 'bob'))).toEqual([
      { kind: 'like', externalUserId: customerId(0), userId: '', at: seconds },
      { kind: 'comment', externalUserId: customerId(1), userId: '', at: seconds },
    ]);
    expect(await listMomentPlanned(client, momentId, 'idle')).toMatchObject({ ok: false, code: 41061 });
    const [feed] = await simulated.admin.feed({ external_userid: customerId(1) });
    expect(feed).toMatchObject({ userid: 'bob', liked: false, comments: ['看着就香'] });
  });

  it('is for those who bear a tag, from those who follow them; what of the range is no good is left out', async () => {
    const { momentId, left } = await made({ tagIds: ['etVip', 'etGone'], userIds: ['ann', 'nobody'] });
    expect(left).toEqual({ userIds: ['nobody'], departmentIds: [], tagIds: ['etGone'] });
    const planned = orThrow(await listMomentPlanned(client, momentId, 'ann'));
    expect(planned).toHaveLength(CUSTOMERS / 2);
    expect(planned[0]).toBe(customerId(1));
    const [listed] = orThrow(await listMoments(client, new Date(now().getTime() - HOUR), now(), 'corp'));
    expect(listed).toMatchObject({ partial: true });
    const { jobId } = orThrow(await createMoment(client, text('一'), { ...EVERYBODY, userIds: ['nobody'] }));
    await later(5);
    expect(orThrow(await readMomentJob(client, jobId))).toMatchObject({
      state: 'failed',
      failure: { code: 60111, kind: 'fix_data' },
    });
  });

  it('shows a customer three a day; the next day begins anew', async () => {
    for (const words of ['一', '二', '三', '四']) {
      const { momentId } = await made({ userIds: ['bob'] }, words);
      const { shown } = await simulated.admin.publishMoment(CORP, momentId, 'bob');
      expect(shown, words).toBe(words === '四' ? 0 : 3);
    }
    await later(DAY / 1_000);
    const { momentId } = await made({ userIds: ['bob'] }, '五');
    expect(await simulated.admin.publishMoment(CORP, momentId, 'bob')).toEqual({ shown: 3 });
  });

  it('is stopped for those who have not published it; a second stop finds nothing to do', async () => {
    const { momentId } = await made({ userIds: ['ann', 'bob'] });
    await simulated.admin.publishMoment(CORP, momentId, 'bob');
    orThrow(await cancelMoment(client, momentId));
    orThrow(await cancelMoment(client, momentId));
    orThrow(await cancelMoment(client, 'gone'));
    await expect(simulated.admin.publishMoment(CORP, momentId, 'ann')).rejects.toThrow('cancelled');
    expect(orThrow(await listMomentShown(client, momentId, 'bob'))).toHaveLength(3);
  });

  it('of a member’s own is listed as theirs, over months too', async () => {
    const from = now();
    await simulated.admin.memberPosts(CORP, 'bob', '下班了');
    await later((40 * DAY) / 1_000);
    await made({ userIds: ['bob'] }, '早上好');
    const listed = orThrow(await listMoments(client, from, now()));
    expect(listed).toMatchObject([
      { byMember: true, creator: 'bob', text: '下班了' },
      { byMember: false, text: '早上好' },
    ]);
    expect(orThrow(await listMoments(client, from, now(), 'member'))).toHaveLength(1);
  });

  it('is published, liked and commented on by people who live by a seed', async () => {
    const habits = { staffPublish: 1, customersLike: 0.2, customersComment: 0.05 };
    await simulated.admin.changeSettings({ habits });
    const { momentId } = await made({ userIds: ['ann'] });
    await later(1_200);
    const [state] = await simulated.admin.moments({ moment_id: momentId });
    expect(state).toMatchObject({ state: 'published', shown: CUSTOMERS });
    expect(state?.likes).toBeGreaterThan(25);
    expect(state?.likes).toBeLessThan(70);
    expect(state?.comments).toBeGreaterThan(2);
    const reactions = orThrow(await readMomentReactions(client, momentId, 'ann'));
    expect(reactions.filter(({ kind }) => kind === 'like')).toHaveLength(state?.likes ?? -1);
  });
});

describe('what may be in a moment', () => {
  const image = () => file('a.png', png(1_440, 1_080));

  it('is text, up to nine pictures, one link or one video', async () => {
    const shelf = mediaShelf(client, memoryMediaStore());
    const post = (attachments: Parameters<typeof postMoment>[2]['attachments'], words = '') =>
      postMoment(client, shelf, { text: words, attachments }, EVERYBODY);
    orThrow(await post(Array.from({ length: 9 }, () => ({ kind: 'image' as const, file: image() }))));
    orThrow(await post([{ kind: 'link', title: '菜单', url: 'https://a.example/m', cover: image() }], '看'));
    orThrow(await post([{ kind: 'video', file: file('v.mp4', sample('mp4')) }]));
    expect(await simulated.calls('media/upload_attachment'), 'the same picture once').toBe(2);
    await later(5);
    const listed = orThrow(await listMoments(client, new Date(now().getTime() - HOUR), now()));
    expect(listed).toMatchObject([
      { images: 9, hasVideo: false },
      { images: 0, link: { title: '菜单', url: 'https://a.example/m' } },
      { hasVideo: true },
    ]);

    const before = await simulated.calls(CREATE);
    const wrong = { ok: false, kind: 'fix_data', code: 'invalid_request' };
    expect(await post([])).toMatchObject(wrong);
    expect(await post([], '字'.repeat(2_001))).toMatchObject(wrong);
    expect(await post(Array.from({ length: 10 }, () => ({ kind: 'image', file: image() })))).toMatchObject(
      wrong,
    );
    expect(
      await post([
        { kind: 'image', file: image() },
        { kind: 'video', file: image() },
      ]),
    ).toMatchObject(wrong);
    const long = { kind: 'link', title: '字'.repeat(22), url: 'https://a.example', cover: image() } as const;
    expect(await post([long])).toMatchObject(wrong);
    expect(await simulated.calls(CREATE), 'nothing was asked').toBe(before);
  });

  it('is measured by WeCom: pixels, seconds, formats, and for what it was uploaded', async () => {
    const upload = (type: 'image' | 'video', bytes: Uint8Array<ArrayBuffer>) =>
      uploadForMoment(client, type, { name: `a.${type === 'image' ? 'png' : 'mp4'}`, bytes });
    expect(await upload('image', png(1_441, 1_080))).toMatchObject({ code: 41081, kind: 'fix_data' });
    const video = sample('mp4', 200);
    video.set(Buffer.from('mvhd'), 40);
    new DataView(video.buffer).setUint32(56, 1_000);
    new DataView(video.buffer).setUint32(60, 31_000);
    expect(await upload('video', video)).toMatchObject({ code: 41082 });
    const { mediaId } = orThrow(await upload('image', png(10, 10)));
    const other = orThrow(await uploadMedia(client, 'image', { name: 'a.png', bytes: sample('png') }));
    const asked = (id: string) =>
      createMoment(client, { text: '', attachments: [{ kind: 'image', mediaId: id }] }, EVERYBODY);
    expect(await asked(other.mediaId)).toMatchObject({ code: 41072 });
    orThrow(await asked(mediaId));
    await later((3 * DAY) / 1_000 + 1);
    expect(await asked(mediaId)).toMatchObject({ code: 40007 });
    const cover = {
      kind: 'miniprogram',
      title: 'x',
      appId: 'wx1',
      page: 'a',
      coverMediaId: mediaId,
    } as const;
    const fresh = orThrow(await upload('image', png(11, 11)));
    expect(
      await createMassMessage(client, {
        sender: 'ann',
        to: { externalUserIds: [customerId(1)] },
        message: { text: '', attachments: [{ ...cover, coverMediaId: fresh.mediaId }] },
      }),
      'a picture of moments is none of messages',
    ).toMatchObject({ code: 41072 });
  });

  it('is uploaded anew, once, where WeCom has lost it', async () => {
    const shelf = mediaShelf(client, memoryMediaStore());
    const draft = { text: '', attachments: [{ kind: 'image' as const, file: image() }] };
    orThrow(await postMoment(client, shelf, draft, EVERYBODY));
    await simulated.admin.addFault({ kind: 'errcode', path: CREATE, errcode: 40007, times: 1 });
    orThrow(await postMoment(client, shelf, draft, EVERYBODY));
    expect(await simulated.calls('media/upload_attachment')).toBe(2);
    expect(await simulated.calls(CREATE)).toBe(3);
  });
});

describe('asking for a moment', () => {
  it('is never repeated by itself: a lost answer is uncertain, and the moment is in the list', async () => {
    await simulated.admin.addFault({ kind: 'close_after', path: CREATE, times: 1 });
    expect(await createMoment(client, text('只此一次'), EVERYBODY)).toMatchObject({ kind: 'uncertain' });
    expect(await simulated.calls(CREATE)).toBe(1);
    await later(5);
    const listed = orThrow(await listMoments(client, new Date(now().getTime() - MINUTE), now(), 'corp'));
    expect(listed.map(one => one.text)).toEqual(['只此一次']);
  });

  it('stays under ten a minute, and waits its turn', async () => {
    const begun = now().getTime();
    const patient = simulated.client({ limits: { patience: 10 * MINUTE } });
    for (let nth = 0; nth < 21; nth += 1) {
      const asked = await createMoment(patient, text(`第 ${nth} 条`), EVERYBODY);
      expect(asked, `the ${nth}th`).toMatchObject({ ok: true });
    }
    expect(now().getTime() - begun).toBeGreaterThan(2 * MINUTE);
    const eager = simulated.client({ limits: { share: 10 } });
    const outcomes = [];
    for (let nth = 0; nth < 12; nth += 1) outcomes.push(await createMoment(eager, text('多'), EVERYBODY));
    const refused = outcomes.find(outcome => !outcome.ok);
    expect(refused).toMatchObject({ kind: 'slow_down', code: 45009 });
  });

  it('of a passing kind is told as passing: too many jobs, still being handed out', async () => {
    for (const errcode of [41078, 41079]) {
      await simulated.admin.addFault({ kind: 'errcode', path: CREATE, errcode, times: 1 });
      const { kind } = (await createMoment(client, text('一'), EVERYBODY)) as { kind: string };
      expect(['slow_down', 'retry'], String(errcode)).toContain(kind);
    }
    expect(await simulated.calls(CREATE)).toBe(2);
  });
});

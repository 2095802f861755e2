import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '#platform/clock.ts';
import { between, pick, seededRandom } from '#platform/random.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { simulatedShop } from '../testing/shop.ts';
import { askForMoments } from './ask.ts';
import { momentRoutes } from './moments.routes.ts';
import { readPostedMoments } from './read-posted.ts';
import { syncMoments } from './sync.ts';

/**
 * Days in which moments are asked for while a fifth of the answers is lost, published by some, posted by members
 * themselves, liked and commented on, and customers leave. Afterwards Siyu knows of every member's part what WeCom does.
 */
const SEED = 20_261_122;
const DOINGS = 120;

const platform = await testPlatform();
const { db, clock } = platform;
const shop = await simulatedShop(platform, { ann: 20, bob: 12 });
const { admin, corpId } = shop;
const client = testClient(platform, momentRoutes).as(await testMember(platform));
const random = seededRandom(SEED);
const TEXTS = ['早上好', '出炉了', '今天有雨', '早上好'];

async function plan(): Promise<void> {
  const account = { accountId: `acc_${shop.accountId}`, kind: 'life', text: pick(random, TEXTS) };
  const made = (await client.post('/moments', account)).body as { id: string };
  await client.post(`/moments/${made.id}/schedule`);
}

async function publish(): Promise<void> {
  const ready = (await admin.moments({ limit: 1_000 })).filter(one => one.state === 'waiting');
  if (ready.length === 0) return;
  const { moment_id, userid } = pick(random, ready);
  await admin.publishMoment(corpId, moment_id, userid);
}

async function react(): Promise<void> {
  const feed = await admin.feed({ limit: 1_000 });
  if (feed.length === 0) return;
  const { external_userid, moment_id, userid, liked } = pick(random, feed);
  const kind = liked || random.next() < 0.3 ? 'comment' : 'like';
  await admin.customerReacts(corpId, external_userid, { moment_id, userid, kind, text: '好' });
}

async function leave(): Promise<void> {
  const userid = pick(random, ['ann', 'bob']);
  const external = `wm_${userid}_${String(between(random, 0, 11)).padStart(6, '0')}`;
  const { follow_user } = await admin.customer(corpId, external);
  if (follow_user.every(one => !one.customerDeleted)) await admin.customerDeletes(corpId, external, userid);
}

async function live(): Promise<void> {
  const what = random.next();
  if (what < 0.15) await plan();
  else if (what < 0.4) await publish();
  else if (what < 0.9) await react();
  else if (what < 0.95) await leave();
  else await admin.memberPosts(corpId, pick(random, ['ann', 'bob']), '自己发的');
}

/** Each member's part of each moment, as both worlds tell it. */
async function theirs() {
  const rows = await admin.moments({ limit: 10_000 });
  const parts = rows.map(({ moment_id, userid, state, planned, shown, likes, comments }) => ({
    ...{ momentId: moment_id, userid, published: state === 'published', planned, shown, likes, comments },
  }));
  return parts.sort(byName);
}

async function ours() {
  const moments = await db
    .selectFrom('moments')
    .select(['id', 'momentId'])
    .where('momentId', 'is not', null)
    .execute();
  const parts = [];
  for (const { id, momentId } of moments) {
    const { data } = (await client.get(`/moments/mom_${id}/members`)).body as { data: Part[] };
    for (const { member, publishedAt, planned, shown, likes, comments } of data) {
      const userid = member.name === '安' ? 'ann' : 'bob';
      parts.push({
        momentId: momentId ?? '',
        userid,
        published: publishedAt !== null,
        planned,
        shown,
        likes,
        comments,
      });
    }
  }
  return parts.sort(byName);
}

type Part = { member: { name: string }; publishedAt: string | null } & Record<
  'planned' | 'shown' | 'likes' | 'comments',
  number
>;
const byName = (a: { momentId: string; userid: string }, b: { momentId: string; userid: string }) =>
  `${a.momentId} ${a.userid}` < `${b.momentId} ${b.userid}` ? -1 : 1;

test(`after ${DOINGS} doings both worlds are equal (seed ${SEED})`, { timeout: 120_000 }, async () => {
  await admin.addFault({ kind: 'close_after', path: 'externalcontact/add_moment_task', percent: 20 });
  for (let doing = 0; doing < DOINGS; doing += 1) {
    await live();
    await askForMoments(platform);
    clock.advance(between(random, 1, 20) * MINUTE);
    if (doing % 10 === 0) await syncMoments(platform);
  }
  await admin.clearFaults();
  for (let look = 0; look < 60; look += 1) {
    const next = await askForMoments(platform);
    if (!next) break;
    clock.advance(Math.max(1_000, next.getTime() - clock.now().getTime()));
  }
  await readPostedMoments(platform);
  clock.advance(2 * HOUR);
  await syncMoments(platform, undefined, 1_000);
  const told = await theirs();
  expect(told.length).toBeGreaterThan(20);
  expect(told.some(one => one.likes > 0 && one.comments > 0)).toBe(true);
  expect(await ours()).toEqual(told);
  const { rows } = await platform.pool.query<{ status: string; n: number }>(
    `select status, count(*)::integer as n from moments group by 1`,
  );
  expect(rows, 'each is there, none twice').toEqual([{ status: 'open', n: told.length - shared(told) }]);
});

/** A moment of two members has two parts. */
function shared(told: readonly { momentId: string }[]): number {
  return told.length - new Set(told.map(one => one.momentId)).size;
}

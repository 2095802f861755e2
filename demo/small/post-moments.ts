import { askForMoments, createMoment, readPostedMoments, scheduleMoment, syncMoments } from '#engagement';
import { HOUR, MINUTE, SECOND } from '#platform/clock.ts';
import { pick } from '#platform/random.ts';
import { chanceOf, happens } from '../people/chance.ts';
import { CORP } from '../shop/company.ts';
import { COMMENTS, type DemoMoment, OWN_MOMENT } from '../shop/moments.ts';
import { STAFF } from '../shop/staff.ts';
import { daysAgo, moveTo, type Story } from './story.ts';

export const momentSlot = (story: Story, { daysAgo: days, minute }: DemoMoment) =>
  daysAgo(story, days, minute);

/** A moment as it went: handed to the members, published by each in their own time, liked and commented on. */
export async function postMoment(story: Story, moment: DemoMoment): Promise<void> {
  const slot = momentSlot(story, moment);
  await moveTo(story, slot);
  const id = await planMoment(story, moment, null);
  await handOut(story);
  const row = await story.platform.db
    .selectFrom('moments')
    .select('momentId')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const there = row.momentId ?? '';
  const due = STAFF.map(({ userid }, at) => ({ userid, after: moment.publishedAfter[at] }))
    .flatMap(({ userid, after }) => (after === undefined ? [] : [{ userid, after }]))
    .sort((a, b) => a.after - b.after);
  for (const { userid, after } of due) {
    await moveTo(story, new Date(slot.getTime() + after * MINUTE + 30 * SECOND));
    await story.admin.publishMoment(CORP.corpid, there, userid);
    await syncMoments(story.platform, id);
  }
  if (moment.daysAgo === OWN_MOMENT.daysAgo)
    await story.admin.memberPosts(CORP.corpid, OWN_MOMENT.userid, OWN_MOMENT.text);
  await react(story, moment, there);
  await syncMoments(story.platform, id);
}

/** One that is still to come stands in the calendar, and is handed out when its time has come. */
export async function planMoment(story: Story, moment: DemoMoment, at: Date | null): Promise<number> {
  const { platform, owner, accountId } = story;
  const { kind, text } = moment;
  const content = { kind, text, attachments: [], memberIds: [], teamIds: [], tagIds: [] };
  return await platform.db.transaction().execute(async tx => {
    const id = await createMoment(tx, platform, owner, { accountId, ...content });
    await scheduleMoment(tx, platform.clock, owner, id, at);
    return id;
  });
}

async function handOut(story: Story): Promise<void> {
  for (;;) {
    const next = await askForMoments(story.platform);
    if (!next) return;
    const soon = story.clock.now().getTime() + SECOND;
    await moveTo(story, new Date(Math.max(next.getTime(), soon)));
  }
}

/** Each in their own time that evening, in the order of the clock. */
async function react(story: Story, moment: DemoMoment, momentId: string): Promise<void> {
  const { admin, seed } = story;
  const began = story.clock.now().getTime();
  const feed = await admin.feed({ moment_id: momentId, limit: 10_000 });
  const planned = feed.flatMap(({ external_userid, userid }, at) => {
    const random = chanceOf(seed, 31, moment.daysAgo, at);
    const of = { external_userid, userid, after: Math.floor(random.next() * 3 * HOUR) };
    const likes = happens(random, moment.likes) ? [{ ...of, kind: 'like' as const, text: '' }] : [];
    const comments = happens(random, moment.comments)
      ? [{ ...of, kind: 'comment' as const, text: pick(random, COMMENTS) }]
      : [];
    return [...likes, ...comments];
  });
  for (const { external_userid, userid, after, kind, text } of planned.sort((a, b) => a.after - b.after)) {
    await moveTo(story, new Date(began + after));
    await admin.customerReacts(CORP.corpid, external_userid, { moment_id: momentId, userid, kind, text });
  }
}

/** What WeCom says of them by the end of the story, and what members posted by themselves. */
export async function countMoments({ platform }: Story): Promise<void> {
  await readPostedMoments(platform);
  await syncMoments(platform, undefined, 1_000);
}

import { openChannel } from '#channels';
import { createBroadcast, dispatchBroadcast, planBroadcast, startBroadcast, syncResults } from '#engagement';
import { DAY, HOUR, MINUTE, SECOND } from '#platform/clock.ts';
import { appendEvents } from '#platform/log/events.ts';
import { pick } from '#platform/random.ts';
import { basketOf } from '../people/baskets.ts';
import { chanceOf, happens } from '../people/chance.ts';
import { finish } from '../people/orders.ts';
import type { PastBroadcast } from '../shop/broadcasts.ts';
import { CORP } from '../shop/company.ts';
import { PRODUCTS } from '../shop/products.ts';
import { STAFF } from '../shop/staff.ts';
import type { Customer } from './cast.ts';
import type { Receiver } from './receiver.ts';
import { daysAgo, moveTo, type Story } from './story.ts';

const SLOT = 10 * 60 + 30;
const EVENING = 20 * 60;
const ANSWERS = ['好的', '谢谢，明天去', '可以帮我留两个吗？', '几点出炉？', '收到', '周末带孩子来'];

export function slotOf(story: Story, past: PastBroadcast): Date {
  return daysAgo(story, past.daysAgo, SLOT);
}

/** A broadcast as it went: planned, handed to the members, confirmed by each in their own time, and what came of it. */
export async function sendBroadcast(
  story: Story,
  receiver: Receiver,
  past: PastBroadcast,
  segmentId: number,
): Promise<void> {
  const { platform } = story;
  const id = await startIt(story, past, segmentId);
  await planBroadcast(platform, id);
  const channelOf = (accountId: number) => openChannel(platform, accountId);
  await dispatchBroadcast(platform, id, channelOf);
  await confirm(story, id, past);
  await moveTo(story, daysAgo(story, past.daysAgo, EVENING));
  await syncResults(platform, channelOf);
  const reached = await whoGotIt(story, id);
  await answer(story, past, reached);
  comeBackFor(story, past, reached);
  await receiver.worked();
}

async function startIt(story: Story, past: PastBroadcast, segmentId: number): Promise<number> {
  const { platform, owner, seed, accountId } = story;
  const { name, text, link, topic } = past;
  const message = { text, attachments: [{ kind: 'link' as const, ...link }] };
  const chance = chanceOf(seed, 10, past.daysAgo);
  return await platform.db.transaction().execute(async tx => {
    const id = await createBroadcast(tx, platform.clock, chance, owner, {
      ...{ name, message, topic, accountId, segmentId },
      ...{ channel: 'wecom', rule: null, purpose: 'marketing', holdoutPercent: 10, attributionDays: 7 },
    });
    await startBroadcast(tx, platform.clock, owner, id, null);
    return id;
  });
}

/** Each member presses 发送 when they get round to it; one may forget. */
async function confirm(story: Story, broadcastId: number, past: PastBroadcast): Promise<void> {
  const tasks = await story.platform.db
    .selectFrom('sendTasks')
    .select(['externalId', 'sender'])
    .where('broadcastId', '=', broadcastId)
    .where('state', '=', 'created')
    .execute();
  const due = tasks
    .map(task => ({
      msgid: task.externalId ?? '',
      userid: task.sender ?? '',
      after: past.confirmedAfter[STAFF.findIndex(staff => staff.userid === task.sender)],
    }))
    .sort((a, b) => (a.after ?? 0) - (b.after ?? 0));
  const slot = slotOf(story, past).getTime();
  for (const { msgid, userid, after } of due) {
    if (after === undefined) continue;
    await moveTo(story, new Date(slot + after * MINUTE + 5 * SECOND));
    await story.admin.confirm(CORP.corpid, msgid, userid);
  }
}

type Reached = Customer & { customerId: number; memberId: number; deliveredAt: Date };

async function whoGotIt({ platform, cast }: Story, broadcastId: number): Promise<Reached[]> {
  const rows = await platform.db
    .selectFrom('broadcastPeople')
    .select(['customerId', 'recipient', 'memberId', 'deliveredAt'])
    .where('broadcastId', '=', broadcastId)
    .where('state', '=', 'delivered')
    .execute();
  const byExternal = new Map(cast.map(one => [one.relation?.external, one]));
  return rows.flatMap(({ recipient, customerId, memberId, deliveredAt }) => {
    const one = byExternal.get(recipient ?? '');
    return one && memberId && deliveredAt ? [{ ...one, customerId, memberId, deliveredAt }] : [];
  });
}

/**
 * Some answer. The platform tells no app what customers write, so that Siyu knows of it is what members note or an
 * archive would tell: an event like any other.
 */
async function answer(story: Story, past: PastBroadcast, reached: readonly Reached[]): Promise<void> {
  const { admin, platform, seed } = story;
  const said: Parameters<typeof appendEvents>[1][number][] = [];
  for (const { person, relation, customerId, memberId, deliveredAt } of reached) {
    const random = chanceOf(seed, 11, past.daysAgo, person.index);
    if (!relation || !happens(random, past.answers)) continue;
    const text = pick(random, ANSWERS);
    const at = new Date(deliveredAt.getTime() + Math.floor(2 * MINUTE + random.next() * 5 * HOUR));
    await admin.customerReplies(CORP.corpid, relation.external, relation.userid, text);
    said.push({ type: 'message.replied', customerId, at, actor: `member:${memberId}`, data: { text } });
  }
  await platform.db.transaction().execute(tx => appendEvents(tx, said));
}

/** Some come back for what they were told of: their orders stand in the shops' next files. */
function comeBackFor(story: Story, past: PastBroadcast, reached: readonly Reached[]): void {
  const product = PRODUCTS.find(one => one.sku === past.sku);
  const day = { seasons: [] } as const;
  for (const { person, deliveredAt } of reached) {
    const random = chanceOf(story.seed, 12, past.daysAgo, person.index);
    if (!product || !happens(random, past.lift)) continue;
    const wanted = deliveredAt.getTime() + Math.floor((0.1 + random.next() * 5.5) * DAY);
    const at = Math.min(wanted, story.now.getTime() - HOUR);
    const lines = basketOf(random, person.archetype.basket, day, person.home).filter(
      line => line.product !== product,
    );
    const bought = { person, shop: person.home, at, lines: [{ product, quantity: 1 }, ...lines] };
    story.extraOrders.push(finish(random, bought, story.now.getTime(), 900 + past.daysAgo));
  }
}

import { z } from 'zod';
import { id } from '#platform/contract.ts';
import type { LogEvent } from '#platform/log/events.ts';
import { numberIn, textIn } from '#platform/webhooks/lookups.ts';
import { type Published, type PublishedEvent, publishAsIs } from '#platform/webhooks/published.ts';

function messageEvent(type: string, title: PublishedEvent['title']): PublishedEvent {
  return publishAsIs({
    type,
    title,
    data: z.object({
      broadcast: z.object({ id: id('bro'), name: z.string().nullable() }),
      state: z.string().nullable().describe('As the platform said it'),
    }),
    of: event => {
      const broadcastId = numberIn(event, 'broadcastId');
      return broadcastId === undefined
        ? undefined
        : { broadcast: { id: broadcastId, name: textIn(event, 'name') }, state: textIn(event, 'state') };
    },
  });
}

const moment = z.object({ id: id('mom'), name: z.string().nullable().describe('Its first words') });
const momentIn = (event: LogEvent) => {
  const momentId = numberIn(event, 'momentId');
  return momentId === undefined ? undefined : { id: momentId, name: textIn(event, 'name') };
};
const COUNTS = ['members', 'published', 'planned', 'shown', 'likes', 'comments'] as const;
const count = z.number().int();
const totals = z.object({
  members: count.describe('Who has it to publish'),
  published: count.describe('Members who have'),
  planned: count.describe('Customers it is for'),
  shown: count.describe('Customers in whose feed it lies'),
  likes: count,
  comments: count,
});

/** With what a moment comes to when it is told. */
function totalsEvent(type: string, title: PublishedEvent['title']): PublishedEvent {
  return publishAsIs({
    ...{ type, title },
    data: z.object({ moment, totals }),
    of: event => {
      const found = momentIn(event);
      const counted = Object.fromEntries(COUNTS.map(key => [key, numberIn(event, key) ?? 0]));
      return found && { moment: found, totals: totals.parse(counted) };
    },
  });
}

function reactionEvent(type: string, title: PublishedEvent['title']): PublishedEvent {
  return publishAsIs({
    ...{ type, title },
    data: z.object({ moment }),
    of: event => {
      const found = momentIn(event);
      return found && { moment: found };
    },
  });
}

const momentEvents: readonly PublishedEvent[] = [
  publishAsIs({
    type: 'moment.published',
    title: { zh: '成员发表了朋友圈', en: 'A member published a moment' },
    data: z.object({ moment, member: id('mem') }),
    of: event => {
      const [found, member] = [momentIn(event), numberIn(event, 'memberId')];
      return found && member !== undefined ? { moment: found, member } : undefined;
    },
  }),
  totalsEvent('moment.finished', {
    zh: '朋友圈已全部发表',
    en: 'Every member has published a moment',
  }),
  totalsEvent('moment.interacted', { zh: '朋友圈互动有变化', en: 'More came of a moment' }),
  reactionEvent('moment.liked', { zh: '客户点赞朋友圈', en: 'A customer liked a moment' }),
  reactionEvent('moment.commented', { zh: '客户评论朋友圈', en: 'A customer commented on a moment' }),
];

/** What became of broadcasts' messages and of moments; what customers wrote stays here. */
export const published: Published = {
  events: [
    messageEvent('message.delivered', { zh: '群发消息送达', en: 'Broadcast message delivered' }),
    messageEvent('message.failed', { zh: '群发消息未送达', en: 'Broadcast message not delivered' }),
    publishAsIs({
      type: 'message.replied',
      title: { zh: '客户已回复', en: 'Customer replied' },
      data: z.object({}),
      of: () => ({}),
    }),
    ...momentEvents,
  ],
};

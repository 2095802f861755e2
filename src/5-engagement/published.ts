import { z } from 'zod';
import { id } from '#platform/contract.ts';
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

/** What became of broadcasts' messages; what customers wrote stays here. */
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
  ],
};

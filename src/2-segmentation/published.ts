import { sql } from 'kysely';
import { z } from 'zod';
import { id } from '#platform/contract.ts';
import { rowsOf, textIn } from '#platform/webhooks/lookups.ts';
import { type Published, type PublishedEvent, publish, publishAsIs } from '#platform/webhooks/published.ts';

const segment = z.object({ id: id('seg'), name: z.string() });

function segmentEvent(type: string, title: PublishedEvent['title']): PublishedEvent {
  return publish({
    type,
    title,
    data: z.object({ segment }),
    tell: async (tx, events) => {
      const segmentOf = await rowsOf(
        tx,
        events,
        'segmentId',
        ids => sql<z.output<typeof segment>>`select id, name from segments where id = ${ids}`,
      );
      return events.map(event => {
        const found = segmentOf(event);
        return found && { segment: found };
      });
    },
  });
}

/** Who enters or leaves segments and tiers. */
export const published: Published = {
  events: [
    segmentEvent('segment.entered', { zh: '进入客户分群', en: 'Entered a segment' }),
    segmentEvent('segment.left', { zh: '离开客户分群', en: 'Left a segment' }),
    publishAsIs({
      type: 'tier.changed',
      title: { zh: '层级变化', en: 'Tier changed' },
      data: z.object({ from: z.string().nullable(), to: z.string().nullable() }),
      of: event => ({ from: textIn(event, 'from'), to: textIn(event, 'to') }),
    }),
  ],
};

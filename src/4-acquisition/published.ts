import { z } from 'zod';
import { textIn } from '#platform/webhooks/lookups.ts';
import { type Published, publishAsIs } from '#platform/webhooks/published.ts';
import { entryKind } from './entries/contract.ts';

/** Who came in, and by what. */
export const published: Published = {
  events: [
    publishAsIs({
      type: 'entry.recorded',
      title: { zh: '客户进入', en: 'Came in at a touchpoint' },
      data: z.object({
        touchpoint: z.string().nullable(),
        kind: entryKind.describe('By what: added a member, followed, joined a group, bought first, called'),
        code: z.string().nullable(),
        fresh: z.boolean().describe('Whether they were unknown before'),
      }),
      of: event => ({
        touchpoint: textIn(event, 'touchpoint'),
        kind: entryKind.catch('add').parse(event.data.kind),
        code: textIn(event, 'code'),
        fresh: event.data.fresh === true,
      }),
    }),
  ],
};

import { z } from 'zod';
import { textIn } from '#platform/webhooks/lookups.ts';
import { type Published, publishAsIs } from '#platform/webhooks/published.ts';

/** Who came in, and by what. */
export const published: Published = {
  events: [
    publishAsIs({
      type: 'entry.recorded',
      title: { zh: '客户进入', en: 'Came in by a live code' },
      data: z.object({
        touchpoint: z.string().nullable(),
        code: z.string().nullable(),
        fresh: z.boolean().describe('Whether they were unknown before'),
      }),
      of: event => ({
        touchpoint: textIn(event, 'touchpoint'),
        code: textIn(event, 'code'),
        fresh: event.data.fresh === true,
      }),
    }),
  ],
};

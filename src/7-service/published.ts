import { z } from 'zod';
import { numberIn, textIn } from '#platform/webhooks/lookups.ts';
import { type Published, publishAsIs } from '#platform/webhooks/published.ts';

/** Who asks, and how soon they are answered; what is said goes to nobody else. */
export const published: Published = {
  events: [
    publishAsIs({
      type: 'kf.entered',
      title: { zh: '进入微信客服', en: 'Came to 微信客服' },
      data: z.object({ scene: z.string().nullable() }),
      of: event => ({ scene: textIn(event, 'scene') }),
    }),
    publishAsIs({
      type: 'kf.asked',
      title: { zh: '向微信客服咨询', en: 'Asked at 微信客服' },
      data: z.object({}),
      of: () => ({}),
    }),
    publishAsIs({
      type: 'kf.answered',
      title: { zh: '微信客服已回复', en: 'Was answered at 微信客服' },
      data: z.object({ waited: z.number().nullable().describe('Minutes from the question to the answer') }),
      of: event => ({ waited: numberIn(event, 'waited') ?? null }),
    }),
  ],
};

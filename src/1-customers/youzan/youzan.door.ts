import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { youzan } from '#channels';
import { id } from '#platform/contract.ts';
import type { Door } from '#platform/http/door.ts';
import { NOT_FOUND, Problem, type ProblemKind, TOO_LARGE } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import { openShop } from './shops.ts';
import { askForPull } from './youzan.jobs.ts';

const NOT_FROM_YOUZAN: ProblemKind = {
  code: 'wrong_signature',
  status: 401,
  title: { zh: '签名没有通过', en: 'The signature was refused' },
  detail: { zh: 'Event-Sign 与这个店铺的密钥不符。', en: 'Event-Sign does not fit the keys of this shop.' },
};

const limit = bodyLimit({
  maxSize: 1024 * 1024,
  onError: () => {
    throw new Problem(TOO_LARGE, { limit: '1 MB' });
  },
});

/**
 * Messages of Youzan. They come doubled, late and out of order, and only say that something has changed: a fetch is put
 * into the queue before the answer, and what is true is asked of Youzan.
 */
export const youzanDoor: Door = {
  prefix: '/hooks/youzan',
  calls: [
    {
      method: 'post',
      path: '/{id}',
      name: 'receiveYouzanMessage',
      summary: 'Youzan tells of a change; the shop’s orders are fetched within the minute',
      tag: '订单推送',
      body: z.looseObject({}),
      returns: z.object({ code: z.number(), msg: z.string() }),
      status: 200,
    },
  ],
  security: [{ youzanSignature: [] }],
  open(platform) {
    const app = new Hono();
    app.post('/:id', limit, context => receive(platform, context));
    return app;
  },
};

async function receive(platform: Platform, context: Context): Promise<Response> {
  const accountId = id('shop').safeDecode(context.req.param('id') ?? '');
  const shop = accountId.success ? await openShop(platform, accountId.data) : undefined;
  if (!shop) throw new Problem(NOT_FOUND);
  const body = new Uint8Array(await context.req.arrayBuffer());
  if (!youzan.isFromYouzan(shop.keys, body, context.req.header('event-sign')))
    throw new Problem(NOT_FROM_YOUZAN);
  await askForPull(platform.db, platform, shop.accountId, 'after push');
  return context.json(youzan.PUSH_ANSWER);
}

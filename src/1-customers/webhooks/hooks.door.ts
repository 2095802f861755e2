import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { z } from 'zod';
import type { Language } from '#platform/contract.ts';
import type { Door } from '#platform/http/door.ts';
import { Problem, TOO_LARGE } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import { deliveryAnswer, deliveryBody, HOOK_LIMITS } from './contract.ts';
import { storeDelivery } from './deliveries.ts';
import { noteRefused, type OpenHook, openHook } from './hooks.ts';
import { HOOK_PAUSED, NO_SUCH_HOOK, signatureRefused } from './refusals.ts';
import { faultOfSignature } from './signature.ts';

const limit = bodyLimit({
  maxSize: HOOK_LIMITS.bytes,
  onError: () => {
    throw new Problem(TOO_LARGE, { limit: '1 MB' });
  },
});

/** Orders and refunds of any shop or ERP, signed by who sends them. */
export const hooksDoor: Door = {
  prefix: '/hooks',
  calls: [
    {
      method: 'post',
      path: '/orders/{address}',
      name: 'receiveOrders',
      summary: `Orders and refunds, up to ${HOOK_LIMITS.orders} of each; signed with X-Siyu-Timestamp and X-Siyu-Signature`,
      tag: '订单推送',
      body: deliveryBody,
      returns: deliveryAnswer,
      status: 200,
    },
  ],
  security: [{ hookSignature: [] }],
  open(platform) {
    const app = new Hono();
    app.post('/orders/:address', limit, context => receive(platform, context));
    return app;
  },
};

async function receive(platform: Platform, context: Context): Promise<Response> {
  const hook = await openHook(platform.db, platform, context.req.param('address') ?? '');
  if (!hook) throw new Problem(NO_SUCH_HOOK);
  const bytes = new Uint8Array(await context.req.arrayBuffer());
  await refuseUnsigned(platform, hook, context, bytes);
  if (hook.isPaused) throw new Problem(HOOK_PAUSED);
  const language: Language = context.get('language' as never);
  const stored = await storeDelivery(platform, hook, bytes, language);
  if ('problem' in stored) throw stored.problem;
  const answer: z.output<typeof deliveryAnswer> = {
    success: true,
    accepted: stored.accepted,
    duplicate: stored.isDuplicate,
    errors: stored.faults,
  };
  return context.json(answer);
}

/** What is wrong with a signature is noted at the hook: nobody but its owner can see why nothing comes. */
async function refuseUnsigned(
  { db, clock }: Platform,
  hook: OpenHook,
  context: Context,
  body: Uint8Array,
): Promise<void> {
  const signed = {
    timestamp: context.req.header('x-siyu-timestamp'),
    signature: context.req.header('x-siyu-signature'),
    body,
  };
  const fault = faultOfSignature(hook.secrets, signed, clock.now());
  if (!fault) return;
  await noteRefused(db, hook.id, fault, clock.now());
  throw new Problem(signatureRefused(fault));
}

import { z } from 'zod';
import { id, instant, name, text } from '#platform/contract.ts';
import { oneDelivery } from './delivery-body.ts';

export const HOOK_LIMITS = {
  bytes: 1024 * 1024,
  orders: 200,
  windowSeconds: 300,
  oldSecretHours: 24,
} as const;

/** What stands in the API's document; each order and refund is read for itself, so one bad one spoils no other. */
export const deliveryBody = oneDelivery;

export const deliveryEnvelope = z.object({
  id: text(200).min(1),
  amounts: z.enum(['yuan', 'fen']).default('yuan'),
  orders: z.array(z.unknown()).max(HOOK_LIMITS.orders).default([]),
  refunds: z.array(z.unknown()).max(HOOK_LIMITS.orders).default([]),
});

export const deliveryFault = z.object({ path: z.string(), code: z.string(), message: z.string() });
export const deliveryAnswer = z.object({
  success: z.literal(true),
  /** Orders and refunds that will be in within seconds. */
  accepted: z.number().int(),
  /** This delivery had come before and is in, or waits; nothing is done again. `errors` are those of the first time. */
  duplicate: z.boolean(),
  errors: z.array(deliveryFault),
});

export const hookView = z.object({
  id: id('hook'),
  name: z.string(),
  account: z.object({ id: id('acc'), name: z.string() }),
  address: z.string(),
  status: z.enum(['active', 'paused']),
  createdAt: instant,
  rotatedAt: instant.nullable(),
  /** Until then the secret before the last counts too. */
  beforeUntil: instant.nullable(),
  lastReceivedAt: instant.nullable(),
  lastRefused: z.object({ at: instant, message: z.string() }).nullable(),
  waiting: z.number().int(),
  failed: z.number().int(),
});
/** The shop whose orders come: one that is there, or a new one by name. */
export const hookBody = z.object({
  name: name(60),
  source: z.union([z.object({ id: id('acc') }), z.object({ name: name(60) })]),
});
export const hookPatch = z.object({ name: name(60), status: z.enum(['active', 'paused']) }).partial();
export const hookSecret = z.object({ id: id('hook'), address: z.string(), secret: z.string() });

export const deliveryView = z.object({
  id: id('dlv'),
  key: z.string(),
  state: z.enum(['waiting', 'done', 'partial', 'failed']),
  receivedAt: instant,
  bytes: z.number().int(),
  orders: z.number().int(),
  refunds: z.number().int(),
  faults: z.array(deliveryFault),
  failure: z.string().nullable(),
  /** What was sent is still there and can be tried again. */
  canReplay: z.boolean(),
});

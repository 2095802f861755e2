import { z } from 'zod';
import { id, instant, name, pageQuery, text } from '../contract.ts';

/** Of the Standard Webhooks specification 1.0, where it says; a name with seconds or hours is what it says. */
export const WEBHOOK_LIMITS = {
  /** How long after the try before each try follows; jittered. */
  retrySeconds: [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400],
  timeoutSeconds: 20,
  bytes: 20_000,
  secretBytes: 32,
  oldSecretHours: 24,
  /** So long nothing was taken, and an endpoint is stopped. */
  failingDays: 5,
  /** How long deliveries are kept to be looked at and replayed. */
  keptDays: 30,
  replayedAtOnce: 50_000,
} as const;

/** What of a person an endpoint may be given beside the number. */
const PERSON_FIELDS = ['name', 'phone'] as const;
export type PersonField = (typeof PERSON_FIELDS)[number];

const url = text(1_000)
  .trim()
  .pipe(z.url({ protocol: /^https?$/ }));

export const endpointBody = z.object({
  name: name(60),
  url,
  /** Names of events; none: all of them. */
  types: z.array(text(100)).max(100).default([]),
  fields: z.array(z.enum(PERSON_FIELDS)).max(2).default([]),
  imports: z.boolean().default(false),
});
export const endpointPatch = z
  .object({
    ...endpointBody.shape,
    types: z.array(text(100)).max(100),
    fields: z.array(z.enum(PERSON_FIELDS)).max(2),
    imports: z.boolean(),
    status: z.enum(['active', 'paused']),
  })
  .partial();

export const endpointSecret = z.object({ id: id('whe'), secret: z.string() });

export const endpointView = z.object({
  id: id('whe'),
  name: z.string(),
  url: z.string(),
  types: z.array(z.string()),
  fields: z.array(z.enum(PERSON_FIELDS)),
  imports: z.boolean(),
  status: z.enum(['active', 'paused', 'disabled']),
  /** `gone`: it answered 410; `failing`: for days nothing was taken. */
  disabledWhy: z.enum(['gone', 'failing']).nullable(),
  failingSince: instant.nullable(),
  lastDeliveredAt: instant.nullable(),
  createdAt: instant,
  /** Until then the secret before the last signs too. */
  beforeUntil: instant.nullable(),
  waiting: z.number().int(),
  failed: z.number().int(),
  held: z.number().int(),
});

const DELIVERY_STATES = ['waiting', 'delivered', 'failed', 'held'] as const;

export const attempt = z.object({
  at: instant,
  milliseconds: z.number().int(),
  /** HTTP status of the answer; null when there was none. */
  status: z.number().int().nullable(),
  outcome: z.enum([
    'taken',
    'refused',
    'redirected',
    'gone',
    'timeout',
    'unreachable',
    'blocked',
    'too_large',
  ]),
});

export const deliveryRow = z.object({
  id: id('whd'),
  /** `webhook.test` for a test. */
  type: z.string(),
  at: instant,
  state: z.enum(DELIVERY_STATES),
  tries: z.number().int(),
  /** When it is tried next. */
  tryAt: instant.nullable(),
  last: attempt.nullable(),
});

export const deliveryView = deliveryRow.extend({
  createdAt: instant,
  settledAt: instant.nullable(),
  attempts: z.array(attempt),
  /** The body, without what of a person is put in when it is sent. */
  payload: z.record(z.string(), z.unknown()),
  told: z.array(z.enum(PERSON_FIELDS)),
});

export const deliveriesQuery = pageQuery.extend({ state: z.enum(DELIVERY_STATES).optional() });

export const replayBody = z.object({
  from: instant,
  to: instant,
  /** `undelivered`: what failed or was held; `all`: what was taken as well. */
  what: z.enum(['undelivered', 'all']).default('undelivered'),
});

export const eventTypeView = z.object({
  type: z.string(),
  title: z.string(),
  /** JSON Schema 2020-12 of `data`. */
  schema: z.record(z.string(), z.unknown()),
});

import { z } from 'zod';
import { id } from '../contract.ts';
import type { PublishedEvent } from './published.ts';

type Json = Record<string, unknown>;

const subject = {
  customer: z
    .object({
      id: id('cus'),
      name: z.string().optional().describe('Only where the endpoint may be told names'),
      phone: z.string().optional().describe('E.164; only where the endpoint may be told phones'),
    })
    .optional(),
  account: z.object({ id: id('acc') }).optional(),
};

/** JSON Schema 2020-12 of a whole message, as it goes over the wire. */
export function payloadSchema(event: PublishedEvent): Json {
  const message = z.object({
    type: z.literal(event.type),
    timestamp: z.iso.datetime(),
    data: z.object({ ...subject, ...event.data.shape }),
  });
  const { $schema: _, ...schema } = z.toJSONSchema(message, { io: 'input', unrepresentable: 'any' });
  return schema;
}

/** OpenAPI's `webhooks`: what is sent, and what is expected in answer. */
export function describeWebhooks(events: readonly PublishedEvent[]): Json {
  return Object.fromEntries(
    events.map(event => [
      event.type,
      {
        post: {
          operationId: `webhook.${event.type}`,
          summary: event.title.en,
          tags: ['webhooks'],
          security: [],
          parameters: HEADERS,
          requestBody: { required: true, content: { 'application/json': { schema: payloadSchema(event) } } },
          responses: {
            '2XX': { description: 'Taken; whatever else is answered is tried again, 410 ends it.' },
          },
        },
      },
    ]),
  );
}

const HEADERS = [
  ['webhook-id', 'The same at every try: know a repetition by it.'],
  ['webhook-timestamp', 'Unix seconds at which this try was made; signed.'],
  [
    'webhook-signature',
    '`v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; two, with a space between, while a secret changes.',
  ],
].map(([name, description]) => ({
  ...{ name, in: 'header', required: true, description, schema: { type: 'string' } },
}));

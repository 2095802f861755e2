import { z } from 'zod';
import { problemSchema } from '../contract.ts';
import type { Published } from '../webhooks/published.ts';
import { describeWebhooks } from '../webhooks/schemas.ts';
import { API } from './app.ts';
import type { Door } from './door.ts';
import type { Route } from './route.ts';

type Json = Record<string, unknown>;

type Described = readonly {
  routes: readonly Route[];
  doors?: readonly Door[];
  published?: Published;
}[];

/**
 * The OpenAPI 3.1 document of the stages' routes and doors. Its schemas are JSON Schema 2020-12, made from the contracts'
 * wire forms.
 */
export function openApiDocument(stages: Described, version: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of stages.flatMap(stage => stage.routes)) {
    const path = API + route.path;
    paths[path] = {
      ...paths[path],
      [route.method]: operation(route, { ...mayCall(route), parameters: parametersOf(route) }),
    };
  }
  for (const { prefix, calls, security = [{ writeKey: [] }, {}] } of stages.flatMap(
    stage => stage.doors ?? [],
  ))
    for (const call of calls)
      paths[prefix + call.path] = {
        [call.method]: operation(call, { security, parameters: placesIn(call.path) }),
      };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Siyu API',
      version,
      description:
        'Money is whole fen, ids carry their kind (`cus_42`), times are ISO 8601, failures are RFC 9457.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ session: [] }, { bearer: [] }],
    paths,
    webhooks: describeWebhooks(stages.flatMap(stage => stage.published?.events ?? [])),
    components: {
      schemas: { Problem: wire(problemSchema) },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'siyu_session' },
        bearer: { type: 'http', scheme: 'bearer' },
        writeKey: {
          type: 'http',
          scheme: 'basic',
          description: 'The write key as user, no password; or `writeKey` in the body.',
        },
        youzanSignature: {
          type: 'apiKey',
          in: 'header',
          name: 'Event-Sign',
          description: 'As Youzan makes it: MD5 of client_id, body and client_secret, in lower hex.',
        },
        hookSignature: {
          type: 'apiKey',
          in: 'header',
          name: 'X-Siyu-Signature',
          description:
            '`sha256=` and the HMAC-SHA256 in hex of `timestamp.body` with the hook’s secret; `timestamp` is X-Siyu-Timestamp, Unix seconds, at most five minutes off.',
        },
      },
    },
  };
}

/** What is in braces in a door's path. */
function placesIn(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function operation(route: Door['calls'][number], access: Json): Json {
  const problem = {
    description: 'Problem',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  const answer = route.returns
    ? { description: 'OK', content: { 'application/json': { schema: wire(route.returns) } } }
    : { description: 'OK' };
  return {
    operationId: route.name,
    summary: route.summary,
    tags: [route.tag],
    ...access,
    ...(route.body && {
      requestBody: { required: true, content: { 'application/json': { schema: wire(route.body) } } },
    }),
    responses: { [route.status]: answer, default: problem },
  };
}

function mayCall(route: Route): Json {
  return { 'x-may': route.may, ...(route.may === 'public' && { security: [] }) };
}

function parametersOf(route: Route): Json[] {
  return [...parameters('path', route.params), ...parameters('query', route.query), ...idempotencyKey(route)];
}

function parameters(where: 'path' | 'query', schema: z.ZodType | undefined): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = wire(schema) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }));
}

function idempotencyKey(route: Route): Json[] {
  if (route.method === 'get' || route.raw) return [];
  return [
    { name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 255 } },
  ];
}

function wire(schema: z.ZodType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}

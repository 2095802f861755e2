import type { Hono } from 'hono';
import type { Platform } from '../platform.ts';
import type { Route } from './route.ts';

/**
 * A way in beside /api/v1 for programs that speak somebody else's protocol: with an address, a key and answers of its
 * own. What goes wrong is presented as everywhere else.
 */
export type Door = {
  prefix: `/${string}`;
  /** What the API's document says of it; who may call is said by the key. */
  calls: readonly Pick<
    Route,
    'method' | 'path' | 'name' | 'summary' | 'tag' | 'body' | 'returns' | 'status'
  >[];
  /** How callers prove themselves, as OpenAPI says it; a write key where nothing is said. */
  security?: readonly Record<string, readonly string[]>[];
  open(platform: Platform): Hono;
};

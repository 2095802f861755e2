import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { NOT_DECLARED_JSON, NOT_JSON, Problem, TOO_DEEP, TOO_LARGE } from './problem.ts';
import type { Route } from './route.ts';

const BODY_LIMIT = 2 * 2 ** 20;
/** Far above any body of ours; what recurses over a body must not run out of stack. */
const DEPTH_LIMIT = 64;

const limit = bodyLimit({
  maxSize: BODY_LIMIT,
  onError: () => {
    throw new Problem(TOO_LARGE, { limit: '2 MB' });
  },
});

/** Only members' uploads, which go to disk as they come and have limits of their own, may be larger. */
export function limitBody(route: Route): MiddlewareHandler[] {
  const isUpload = route.raw && !route.body && route.may !== 'public';
  return isUpload ? [] : [limit];
}

/**
 * The body as JSON: declared as such (a form of another site cannot do that), UTF-8 to the last byte, and not nested
 * without end. No body at all is `{}`.
 */
export async function readJson(context: Context): Promise<unknown> {
  const bytes = await context.req.arrayBuffer();
  if (bytes.byteLength === 0) return {};
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(context.req.header('content-type') ?? ''))
    throw new Problem(NOT_DECLARED_JSON);
  return jsonIn(bytes);
}

/** Bytes as JSON, whatever they are declared to be; for calls that no cookie of ours goes with. */
export function jsonIn(bytes: ArrayBuffer | Uint8Array): unknown {
  const value = parseJson(decode(bytes));
  if (isDeeper(value, DEPTH_LIMIT)) throw new Problem(TOO_DEEP, { limit: DEPTH_LIMIT });
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(NOT_JSON);
  }
}

/** Bytes that are not UTF-8 are refused: put right silently, what is stored would not be what was sent. */
function decode(bytes: ArrayBuffer | Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem(NOT_JSON);
  }
}

function isDeeper(value: unknown, most: number): boolean {
  let level = containersIn([value]);
  for (let depth = 1; depth <= most && level.length > 0; depth++)
    level = containersIn(level.flatMap(container => Object.values(container)));
  return level.length > 0;
}

function containersIn(values: readonly unknown[]): object[] {
  return values.filter(value => typeof value === 'object' && value !== null);
}

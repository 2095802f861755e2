import type { Context } from 'hono';
import type { Logger } from '../logger.ts';
import { toProblemResponse } from './present-problem.ts';
import { METHOD_NOT_ALLOWED, NOT_FOUND, Problem } from './problem.ts';
import type { Route } from './route.ts';

type Methods = readonly { path: RegExp; method: string }[];

/** Which methods the routes take at which addresses. */
export function methodsOf(prefix: string, routes: readonly Route[]): Methods {
  return routes.map(route => ({
    path: new RegExp(`^${prefix}${route.path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
    method: route.method.toUpperCase(),
  }));
}

/** Nothing is at this address, or not by this method: then it says by which (RFC 9110, 15.5.6 and 9.3.7). */
export function noSuchCall(context: Context, methods: Methods, log: Logger): Response {
  const found = methods.filter(({ path }) => path.test(context.req.path)).map(({ method }) => method);
  if (found.length === 0) return toProblemResponse(context, new Problem(NOT_FOUND), log);
  const allow = [...new Set(found), ...(found.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  context.header('allow', allow);
  if (context.req.method === 'OPTIONS') return context.body(null, 204);
  return toProblemResponse(context, new Problem(METHOD_NOT_ALLOWED, { allow }), log);
}

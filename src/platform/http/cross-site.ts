import type { Context } from 'hono';
import { CROSS_SITE, Problem } from './problem.ts';
import type { Route } from './route.ts';

/**
 * A browser says where a request comes from; a change that comes from another site with our cookie is refused. Our own
 * site is the host that was asked, or the public address when a proxy in front of us asks by another name.
 */
export function refuseCrossSite(route: Route, context: Context, publicUrl: string | undefined): void {
  if (route.method === 'get' || route.may === 'public') return;
  const site = context.req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Problem(CROSS_SITE);
  const origin = context.req.header('origin');
  if (origin === undefined) return;
  const own = [context.req.header('host'), publicUrl && URL.parse(publicUrl)?.host];
  const host = URL.parse(origin)?.host;
  if (!host || !own.includes(host)) throw new Problem(CROSS_SITE);
}

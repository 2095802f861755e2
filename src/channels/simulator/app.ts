import type { HttpBindings } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import type { Logger } from '#platform/logger.ts';
import { peopleRoutes } from './admin/people.routes.ts';
import { AdminProblem } from './admin/problems.ts';
import { type Control, worldRoutes } from './admin/routes.ts';
import { endpoints } from './cgi/endpoints.ts';
import { type Gateway, type Request, serve } from './cgi/gateway.ts';
import { pageRoutes } from './page/routes.ts';
import { authorizeRoutes } from './webview/authorize.ts';
import { kfPageRoutes } from './webview/kf.ts';
import { scanRoutes } from './webview/scan.ts';
import { sidebarRoutes } from './webview/sidebar.ts';

type Bindings = { Bindings: HttpBindings };

/** The platform under /cgi-bin/, and beside it what no platform has: the admin API and the page. */
export function buildSimulatorApp(gateway: Gateway, control: Control & { wake(): void }): Hono<Bindings> {
  const app = new Hono<Bindings>();
  app.all('/cgi-bin/:path{.+}', context => callPlatform(gateway, context));
  app.use('/simulator/*', async (context, next) => {
    refuseCrossSite(context);
    await next();
    control.wake();
  });
  app.route('/simulator/api', worldRoutes(control));
  app.route('/simulator/api/corps', peopleRoutes(control));
  app.route('/', authorizeRoutes(control.simulation));
  app.route('/simulator/', scanRoutes(control.simulation));
  app.route('/simulator/', sidebarRoutes(control.simulation));
  app.route('/simulator/', kfPageRoutes(control.simulation));
  app.route('/simulator/', pageRoutes(control.simulation));
  for (const path of ['/', '/simulator']) app.get(path, context => context.redirect('/simulator/'));
  // As the platform does: a path it does not know is a 404 with nothing in it.
  app.notFound(context => context.body(null, 404));
  app.onError((error, context) => present(error, context, gateway.log));
  return app;
}

async function callPlatform(gateway: Gateway, context: Context<Bindings>): Promise<Response> {
  const endpoint = endpoints.get(context.req.param('path') ?? '');
  if (!endpoint) return context.body(null, 404);
  const outcome = await serve(gateway, endpoint, {
    method: context.req.method,
    query: context.req.query(),
    ...(await bodyOf(context)),
    address: plainAddress(getConnInfo(context).remote.address),
    origin: new URL(context.req.url).origin,
  });
  if (outcome !== 'close') return context.json(outcome.answer);
  context.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

/** The text of a call; of an upload the one file of its form. */
async function bodyOf({ req }: Context): Promise<Pick<Request, 'body' | 'file'>> {
  if (!req.header('content-type')?.startsWith('multipart/form-data')) return { body: await req.text() };
  const { media } = await req.parseBody();
  if (!(media instanceof File)) return { body: '' };
  return { body: '', file: { name: media.name, bytes: await media.bytes() } };
}

/** An IPv4 address is written as one even where the socket speaks IPv6. */
function plainAddress(address = ''): string {
  return address.replace(/^::ffff:/, '');
}

/** A page of another site in the same browser must not be able to play with people here. */
function refuseCrossSite(context: Context): void {
  if (context.req.method === 'GET') return;
  const site = context.req.header('sec-fetch-site');
  const origin = context.req.header('origin');
  const foreign = origin !== undefined && URL.parse(origin)?.host !== context.req.header('host');
  if ((site !== undefined && site !== 'same-origin' && site !== 'none') || foreign)
    throw new AdminProblem('cross_site');
}

function present(error: Error, context: Context, log: Logger): Response {
  if (error instanceof AdminProblem) return context.json({ code: error.code, ...error.words }, error.status);
  log.error({ err: error, path: context.req.path }, 'simulator fault');
  return context.json({ code: 'unexpected', zh: error.message, en: error.message }, 500);
}

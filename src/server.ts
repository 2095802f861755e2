import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ServerType, serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Hono } from 'hono';
import { sql } from 'kysely';
import { framesOfSidebar } from '#customers';
import { clientAddress } from '#platform/http/address.ts';
import { API, buildApp } from '#platform/http/app.ts';
import { metrics } from '#platform/http/metrics.ts';
import { openApiDocument } from '#platform/http/openapi.ts';
import type { Platform } from '#platform/platform.ts';
import type { Stage } from '#platform/stage.ts';
import { Refusal } from './cli/refusal.ts';
import { VERSION } from './version.ts';

/** What the build made; wherever Siyu was started from. */
const DIST = fileURLToPath(new URL('../dist', import.meta.url));

export type Health = { stopping: boolean };

/** The whole HTTP face: API, its documents, the console, and what operators and orchestrators ask. */
export function makeServerApp(platform: Platform, stages: readonly Stage[], health: Health): Hono {
  const routes = stages.flatMap(stage => stage.routes);
  const app = buildApp(platform, routes);
  for (const door of stages.flatMap(stage => stage.doors ?? [])) app.route(door.prefix, door.open(platform));
  operations(app, platform, health);
  documents(app, () => JSON.stringify(openApiDocument(stages, VERSION)));
  sidebarPages(app, platform);
  consolePages(app);
  return app;
}

function operations(app: Hono, platform: Platform, health: Health): void {
  app.get('/livez', context => context.text('ok'));
  app.get('/readyz', async context => {
    const checks = await readiness(platform, health);
    const ready = Object.values(checks).every(Boolean);
    const verbose = context.req.query('verbose') !== undefined;
    return context.json(verbose ? { ready, checks } : { ready }, ready ? 200 : 503);
  });
  app.get('/metrics', async context => {
    const local = ['127.0.0.1', '::1', '::ffff:127.0.0.1', 'local'].includes(clientAddress(context));
    const token = platform.config.metricsToken;
    const mayRead = token ? context.req.header('authorization') === `Bearer ${token}` : local;
    if (!mayRead) return context.text('metrics need SIYU_METRICS_TOKEN from other machines', 403);
    return context.text(await metrics.metrics(), 200, { 'content-type': metrics.contentType });
  });
}

async function readiness({ db, clickhouse }: Platform, health: Health) {
  const answers = async (ask: () => Promise<unknown>) => {
    const late = new Promise<false>(resolve => setTimeout(resolve, 2_000, false).unref());
    return await Promise.race([
      ask().then(
        () => true as const,
        () => false as const,
      ),
      late,
    ]);
  };
  const [postgres, analytics] = await Promise.all([
    answers(() => sql`select 1`.execute(db)),
    answers(() => clickhouse.rows('select 1')),
  ]);
  return { postgres, clickhouse: analytics, accepting: !health.stopping };
}

/** The API's document takes a quarter of a second to make: it is made when somebody asks for it. */
function documents(app: Hono, make: () => string): void {
  let openapi: string | undefined;
  app.get('/openapi.json', context => {
    openapi ??= make();
    return context.body(openapi, 200, { 'content-type': 'application/json' });
  });
  app.use(
    '/docs/*',
    serveStatic({ root: join(DIST, 'docs'), rewriteRequestPath: path => path.replace(/^\/docs\/?/, '/') }),
  );
}

/**
 * The sidebar in WeCom's client. Only our own pages and the simulator in which an account lives may stand around it: in
 * a frame of anybody else's a member could be made to press send.
 */
function sidebarPages(app: Hono, { db }: Platform): void {
  app.get('/sidebar', context => context.redirect(`/sidebar/${new URL(context.req.url).search}`));
  app.use('/sidebar/assets/*', async (context, next) => {
    await next();
    if (context.res.ok) context.header('cache-control', 'public, max-age=31536000, immutable');
  });
  const files = serveStatic({ root: join(DIST, 'sidebar'), rewriteRequestPath: path => path.slice(8) });
  app.get('/sidebar/assets/*', files, context => context.notFound());
  app.get('/sidebar/', async (context, next) => {
    const frames = ["'self'", ...(await framesOfSidebar(db))].join(' ');
    const policy = `frame-ancestors ${frames}; object-src 'none'; base-uri 'none'; form-action 'self'`;
    context.header('content-security-policy', policy);
    context.header('cache-control', 'no-cache');
    return await serveStatic({ path: join(DIST, 'sidebar/index.html') })(context, next);
  });
}

/** The console is a single page: every path that is not a file gets index.html, which must never be kept stale. */
function consolePages(app: Hono): void {
  app.use('/assets/*', async (context, next) => {
    await next();
    if (context.res.ok) context.header('cache-control', 'public, max-age=31536000, immutable');
  });
  // Not the page in its place: a browser that asks for a file of an earlier build would keep that for a year.
  app.get('/assets/*', serveStatic({ root: join(DIST, 'console') }), context => context.notFound());
  app.use('*', serveStatic({ root: join(DIST, 'console') }));
  app.get('*', async (context, next) => {
    if (context.req.path.startsWith(`${API}/`)) return next();
    context.header('cache-control', 'no-cache');
    return await serveStatic({ path: join(DIST, 'console/index.html') })(context, next);
  });
}

/** Listens, on the wished port or, when none was wished, on the first free one from 7480 on. */
export async function listen(
  app: Hono,
  host: string,
  port: number | undefined,
): Promise<{ server: ServerType; port: number }> {
  const wished = port === undefined ? Array.from({ length: 20 }, (_, i) => 7_480 + i) : [port];
  for (const candidate of wished) {
    const outcome = await tryListen(app, host, candidate);
    if (outcome !== 'taken') return outcome;
  }
  const what = port === undefined ? 'The ports 7480 to 7499 are' : `Port ${port} is`;
  throw new Refusal(`${what} taken by other programs; set SIYU_PORT to a free one.`);
}

/**
 * How long a connection is kept for a next request, in milliseconds. Longer than the minute nginx and the cloud's load
 * balancers keep theirs: whoever gives it up first must not be Siyu, or a request on its way just then is reset.
 */
const KEPT = 75_000;

const NOT_ALLOWED = new Map([
  ['EACCES', 'this user may not use that port'],
  ['EADDRNOTAVAIL', 'this machine does not have that address'],
  ['ENOTFOUND', 'nobody knows that name'],
]);

function tryListen(
  app: Hono,
  host: string,
  port: number,
): Promise<{ server: ServerType; port: number } | 'taken'> {
  return new Promise((resolve, reject) => {
    const serverOptions = { keepAliveTimeout: KEPT };
    const server = serve({ fetch: app.fetch, hostname: host, port, serverOptions }, info =>
      resolve({ server, port: info.port }),
    );
    server.once('error', error => {
      const code = 'code' in error ? String(error.code) : '';
      const why = NOT_ALLOWED.get(code);
      if (code === 'EADDRINUSE') resolve('taken');
      else if (!why) reject(error);
      else
        reject(
          new Refusal(
            `Nothing can listen on ${host}:${port}: ${why} (${code}); set SIYU_HOST and SIYU_PORT to what is possible here.`,
          ),
        );
    });
  });
}

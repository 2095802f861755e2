import { randomUUID } from 'node:crypto';
import { type Context, Hono, type MiddlewareHandler, type Next } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { z } from 'zod';
import type { Actor } from '../auth/actor.ts';
import { actorOf } from '../auth/sessions.ts';
import { type Language, say, type Words } from '../contract.ts';
import { wakeReaders } from '../log/events.ts';
import type { Platform } from '../platform.ts';
import type { Tx } from '../postgres/connect.ts';
import { limitBody, readJson } from './body.ts';
import { sessionToken } from './cookie.ts';
import { refuseCrossSite } from './cross-site.ts';
import { type Answer, once } from './idempotency.ts';
import { methodsOf, noSuchCall } from './methods.ts';
import { requestsSeen } from './metrics.ts';
import { toProblemResponse } from './present-problem.ts';
import { INVALID_REQUEST, NOT_ALLOWED, Problem, SIGN_IN_FIRST } from './problem.ts';
import type { Call, Route } from './route.ts';

export const API = '/api/v1';

/** zod's own words for what is wrong with a field. */
const WORDS = { zh: z.locales.zhCN().localeError, en: z.locales.en().localeError };

const NOBODY: Actor = {
  name: 'anonymous',
  language: 'zh',
  permissions: new Set(),
  scope: { kind: 'members', memberIds: [] },
};

/** Hono's application from the stages' routes: every request gets an id, is measured, and fails as RFC 9457. */
export function buildApp(platform: Platform, routes: readonly Route[]): Hono {
  const app = new Hono();
  app.use(whatBrowsersMay());
  app.use(observe);
  for (const route of routes) {
    const path = API + route.path.replace(/\{(\w+)\}/g, ':$1');
    app.on(route.method.toUpperCase(), [path], ...limitBody(route), context =>
      serve(platform, route, context),
    );
  }
  const methods = methodsOf(API, routes);
  app.notFound(context => noSuchCall(context, methods, platform.log));
  app.onError((error, context) => toProblemResponse(context, error, platform.log));
  return app;
}

/** No page stands in a frame of another site, but the sidebar's, which says itself in whose (server.ts). */
function whatBrowsersMay(): MiddlewareHandler {
  const pages = secureHeaders({ crossOriginResourcePolicy: 'same-origin' });
  const sidebar = secureHeaders({ crossOriginResourcePolicy: 'same-origin', xFrameOptions: false });
  return (context, next) => (context.req.path.startsWith('/sidebar/') ? sidebar : pages)(context, next);
}

/** Every request gets an id and a language, and is measured. */
async function observe(context: Context, next: Next): Promise<void> {
  const requestId = randomUUID();
  context.set('requestId' as never, requestId as never);
  context.set('language' as never, languageOf(context, undefined) as never);
  context.header('x-request-id', requestId);
  const started = performance.now();
  await next();
  requestsSeen(context, (performance.now() - started) / 1_000);
  // Hono answers HEAD with the headers of GET; a body nobody reads would keep its file open.
  if (context.req.raw.method === 'HEAD') await context.res.body?.cancel();
}

/** The five beats of a request: parse, may I, do, present, return. */
async function serve(platform: Platform, route: Route, context: Context): Promise<Response> {
  const actor = await whoIs(platform, context);
  mayCall(route, actor);
  refuseCrossSite(route, context, platform.config.publicUrl);
  const call = await parse(platform, route, context, actor);
  if (route.raw) return (await route.handle({ ...call, db: platform.db } as never)) as Response;
  if (route.method === 'get')
    return present(context, route, await route.handle({ ...call, db: platform.db } as never));
  return await change(platform, route, context, call);
}

async function whoIs(platform: Platform, context: Context): Promise<Actor> {
  const token = sessionToken(context);
  const actor = token === undefined ? undefined : await actorOf(platform.db, platform.clock, token);
  const found = actor ?? NOBODY;
  context.set('language' as never, languageOf(context, actor) as never);
  return found;
}

function languageSet(context: Context): Language {
  return context.get('language' as never);
}

/** A member's own choice, else what the browser asks for, else Chinese. */
function languageOf(context: Context, actor: Actor | undefined): Language {
  const chosen = context.req.header('x-siyu-language');
  if (chosen === 'zh' || chosen === 'en') return chosen;
  if (actor) return actor.language;
  return /^en\b/i.test(context.req.header('accept-language') ?? '') ? 'en' : 'zh';
}

function mayCall(route: Route, actor: Actor): void {
  if (route.may === 'public') return;
  if (actor === NOBODY) throw new Problem(SIGN_IN_FIRST);
  if (route.may === 'signed-in') return;
  if (!actor.permissions.has(route.may)) throw new Problem(NOT_ALLOWED, { permission: route.may });
}

async function parse(platform: Platform, route: Route, context: Context, actor: Actor) {
  const errors: { path: string; code: string; message: string }[] = [];
  const check = (where: string, schema: z.ZodType | undefined, value: unknown) => {
    if (!schema) return undefined;
    const result = schema.safeDecode(value as never, { error: WORDS[languageSet(context)] });
    if (result.success) return result.data;
    for (const issue of result.error.issues)
      errors.push({ path: [where, ...issue.path].join('.'), ...told(issue, languageSet(context)) });
    return undefined;
  };
  const call = {
    params: check('path', route.params, context.req.param()),
    query: check('query', route.query, context.req.query()),
    body: check('body', route.body, route.body ? await readJson(context) : undefined),
    actor,
    platform,
    requestId: context.get('requestId' as never) as string,
    http: context,
  };
  if (errors.length > 0) throw new Problem(INVALID_REQUEST, { count: errors.length }, errors);
  return call;
}

/** A fault by code and in words: zod's own, or those that a refinement of ours brings along (`refusal` in contract.ts). */
function told(issue: z.core.$ZodIssue, language: Language): { code: string; message: string } {
  const words = issue.code === 'custom' ? (issue.params?.words as Words | undefined) : undefined;
  return words
    ? { code: issue.message, message: say(words, language) }
    : { code: issue.code, message: issue.message };
}

/** Opens the transaction in which a change, its events, its audit rows and its idempotent answer become true together. */
async function change(
  platform: Platform,
  route: Route,
  context: Context,
  call: Omit<Call<unknown, unknown, unknown>, 'db'>,
): Promise<Response> {
  const run = async (tx: Tx): Promise<Answer> => ({
    status: route.status,
    body: encode(route, await route.handle({ ...call, db: tx } as never)),
  });
  const key = context.req.header('idempotency-key');
  const answer = await platform.db.transaction().execute(async tx => {
    if (!key) return { ...(await run(tx)), replayed: false };
    if (key.length > 255)
      throw new Problem(INVALID_REQUEST, { count: 1 }, [
        { path: 'header.Idempotency-Key', code: 'too_big', message: '≤ 255' },
      ]);
    const request = {
      key,
      actor: call.actor.name,
      method: route.method,
      path: context.req.path,
      body: call.body,
    };
    return await once(tx, platform, request, () => run(tx));
  });
  wakeReaders();
  if (answer.replayed) context.header('idempotent-replayed', 'true');
  return context.json(answer.body as never, answer.status as never);
}

function present(context: Context, route: Route, value: unknown): Response {
  return context.json(encode(route, value) as never, route.status as never);
}

function encode(route: Route, value: unknown): unknown {
  return route.returns ? z.encode(route.returns, value as never) : value;
}

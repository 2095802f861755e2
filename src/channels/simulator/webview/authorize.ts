import { type Context, Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import { z } from 'zod';
import type { Language } from '#platform/contract.ts';
import { faceOf } from '../page/format.ts';
import { type Html, html } from '../page/html.ts';
import { writeLog } from '../recorder/recorder.ts';
import type { Simulation } from '../simulation.ts';
import { newCode, type Person } from './codes.ts';
import { trusts } from './jsapi.ts';
import { sayer, type WebviewSay } from './words.ts';

const asked = z.object({
  appid: z.string().default(''),
  agentid: z.coerce.number().int().catch(0),
  redirect_uri: z.string().default(''),
  state: z.string().default(''),
  scope: z.string().default('snsapi_base'),
});
type Asked = z.output<typeof asked>;
const chosen = asked.extend({ userid: z.string().optional(), outsider: z.string().optional() });

/** Whose client this browser stands for while it shows a sidebar: `corpid:userid`. */
export const CLIENT_COOKIE = 'simulated_member';

const POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:";

/** The pages on which the platform asks who somebody is, and sends the browser back with a code. */
export function authorizeRoutes(simulation: Simulation): Hono {
  const app = new Hono();
  app.get('/connect/oauth2/authorize', context => authorize(simulation, context));
  app.get('/wwlogin/sso/login', context => authorize(simulation, context));
  app.post('/simulator/authorize', async context => {
    const { userid, outsider, ...given } = chosen.parse(await context.req.parseBody());
    const fault = faultOf(simulation, given);
    if (fault) return refuse(context, fault);
    if (userid === undefined || outsider !== undefined)
      return giveCode(simulation, context, given, { openid: `o${given.state.slice(0, 20)}` });
    const isThere = members(simulation, given.appid).some(one => one.userid === userid);
    return isThere ? giveCode(simulation, context, given, { userid }) : refuse(context, 'noCorp');
  });
  return app;
}

type Fault = 'noCorp' | 'untrusted' | 'badState' | 'badScope';

function faultOf(simulation: Simulation, given: Asked): Fault | undefined {
  const { appid, agentid, redirect_uri, state, scope } = given;
  if (!appName(simulation, given)) return 'noCorp';
  if (!/^https?:\/\//.test(redirect_uri) || !trusts(simulation, appid, agentid, redirect_uri))
    return 'untrusted';
  if (!/^[a-zA-Z0-9]{0,128}$/.test(state)) return 'badState';
  return scope === 'snsapi_base' || scope === 'snsapi_privateinfo' ? undefined : 'badScope';
}

function appName({ store }: Simulation, { appid, agentid }: Asked): string | undefined {
  const query = 'select name from apps where corpid = ? and agentid = ?';
  return store.one<{ name: string }>(query, appid, agentid)?.name;
}

/** In a sidebar the client knows whose it is, and asks nobody. */
function authorize(simulation: Simulation, context: Context): Response {
  const given = asked.parse(context.req.query());
  const fault = faultOf(simulation, given);
  if (fault) return refuse(context, fault);
  const inClient = context.req.header('sec-fetch-dest') === 'iframe';
  const [corpid, userid] = (inClient ? getCookie(context, CLIENT_COOKIE) : '')?.split(':') ?? [];
  const own = members(simulation, given.appid).find(one => one.userid === userid);
  if (own && corpid === given.appid) return giveCode(simulation, context, given, { userid: own.userid });
  return choose(simulation, context, given);
}

function giveCode(simulation: Simulation, context: Context, given: Asked, person: Person): Response {
  const { appid, agentid, redirect_uri, state } = given;
  const code = simulation.store.transaction(() => {
    const detail = { ...person, agentid };
    writeLog(simulation, { kind: 'action', corpid: appid, what: 'authorize', detail });
    return newCode(simulation, appid, agentid, person);
  });
  const back = new URL(redirect_uri);
  back.searchParams.set('code', code);
  back.searchParams.set('state', state);
  return context.redirect(back.href, 302);
}

const languageOf = (context: Context): Language =>
  /^en\b/i.test(context.req.header('accept-language') ?? '') ? 'en' : 'zh';

/** Members who can use the client. */
function members({ store }: Simulation, corpid: string) {
  return store.all<{ userid: string; name: string }>(
    'select userid, name from members where corpid = ? and status = 1 order by rowid limit 300',
    corpid,
  );
}

function choose(simulation: Simulation, context: Context, given: Asked): Response {
  const say = sayer(languageOf(context));
  const fields = Object.entries(given).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${String(value)}">`,
  );
  const people = members(simulation, given.appid).map(
    one =>
      html`<button name="userid" value="${one.userid}"><span class="face">${faceOf(one.name)}</span>${one.name}</button>`,
  );
  const body = html`<h1>${say('authorizeTitle')}</h1>
    <p class="muted">${say('authorizeLead', { app: appName(simulation, given) ?? '' })}</p>
    <form method="post" action="/simulator/authorize" class="people">${fields}${people}
      <button name="outsider" value="1" class="outsider">${say('outsider')}</button></form>`;
  return showAuthorize(context, say('authorizeTitle'), body);
}

function refuse(context: Context, fault: Fault): Response {
  const say: WebviewSay = sayer(languageOf(context));
  const body = html`<h1>${say('refusedTitle')}</h1><p>${say(fault)}</p>`;
  return showAuthorize(context, say('refusedTitle'), body, 400);
}

/** A page of the platform on a phone: a heading, a sentence, what can be done. */
export function showAuthorize(
  context: Context,
  title: string,
  body: Html,
  status: 200 | 400 = 200,
): Response {
  context.header('content-security-policy', POLICY);
  context.header('cache-control', 'no-store');
  const lang = languageOf(context) === 'zh' ? 'zh-CN' : 'en';
  const whole = html`<!doctype html><html lang="${lang}"><head><meta charset="utf-8">
    <title>${title}</title><meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="icon" href="/simulator/icon.svg" type="image/svg+xml"><link rel="stylesheet" href="/simulator/base.css">
    <link rel="stylesheet" href="/simulator/webview.css"></head><body class="authorize"><main>${body}</main></body></html>`;
  return context.html(whole.markup, status);
}

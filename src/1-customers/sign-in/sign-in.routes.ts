import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import { id } from '#platform/contract.ts';
import {
  heldSession,
  isSecure,
  type Surface,
  sessionToken,
  setSessionCookie,
} from '#platform/http/cookie.ts';
import { type Route, raw, read, write } from '#platform/http/route.ts';
import { beginQuery, finishQuery, joinBody, type SignInRefusal, signInWays } from './contract.ts';
import { joinMembers, separateMembers } from './join-members.ts';
import { beginSignIn, corpsToSignInThrough, finishSignIn } from './sign-in.ts';

const tag = '设置';
const PATH = '/api/v1/sign-in/wecom';
const BROWSER = 'siyu_signing_in';

export const signInRoutes: Route[] = [
  read({
    path: '/sign-in',
    name: 'listSignInWays',
    summary: 'Where one may sign in without a password',
    tag,
    may: 'public',
    returns: signInWays,
    handle: async ({ db }) => ({ wecom: await corpsToSignInThrough(db) }),
  }),
  raw({
    method: 'get',
    path: '/sign-in/wecom',
    name: 'beginWecomSignIn',
    summary: 'To WeCom’s page that says who somebody is; for browsers',
    tag,
    may: 'public',
    query: beginQuery,
    handle: async ({ http, query, platform }) => {
      const { account, to, for: surface } = query;
      const { publicUrl } = platform.config;
      const address = await beginSignIn(platform, {
        ...{ accountId: account, surface, returnTo: ownPath(to) },
        browser: browserOf(http, publicUrl),
        redirectUri: `${originOf(http, publicUrl)}${PATH}/callback`,
        inClient: surface === 'sidebar' || /wxwork/i.test(http.req.header('user-agent') ?? ''),
      });
      if (address === undefined) return refuse(http, 'no_account', { surface, account });
      return leave(http, address);
    },
  }),
  raw({
    method: 'get',
    path: '/sign-in/wecom/callback',
    name: 'finishWecomSignIn',
    summary: 'Back from WeCom with a code: a session for the member behind it',
    tag,
    may: 'public',
    query: finishQuery,
    handle: async ({ http, query, platform }) => {
      const finished = await finishSignIn(platform, {
        ...query,
        browser: getCookie(http, BROWSER) ?? '',
        held: surface => heldSession(http, surface),
        userAgent: http.req.header('user-agent'),
      });
      const { outcome, surface, accountId: account } = finished;
      if (outcome !== 'signed_in')
        return refuse(http, outcome, { surface, account, errcode: finished.errcode });
      setSessionCookie(http, finished.token, platform.config.publicUrl, surface);
      // After `#`, so that the address stays the one that is registered with the client.
      return leave(http, surface === 'sidebar' ? `${sidebarAddress({ account })}#in` : finished.returnTo);
    },
  }),
  raw({
    method: 'post',
    path: '/members/{id}/join',
    name: 'joinMembers',
    summary: 'Say that a member from WeCom is one with a login: who signs in as the one is the other',
    tag,
    may: 'members:write',
    params: z.object({ id: id('mem') }),
    body: joinBody,
    returns: z.object({}),
    handle: async ({ http, db, platform, actor, params, body }) => {
      await joinMembers(db, platform.clock, actor, { ...params, ...body });
      return http.json({});
    },
  }),
  write({
    method: 'delete',
    path: '/members/{id}/join',
    name: 'separateMembers',
    summary: 'Take apart two members that were said to be one',
    tag,
    may: 'members:write',
    params: z.object({ id: id('mem') }),
    returns: z.object({}),
    handle: async ({ http, db, platform, actor, params }) => {
      await separateMembers(db, platform.clock, actor, params.id, sessionToken(http));
      return {};
    },
  }),
];

/** A secret that stays in this browser, and binds what it begins to it. */
function browserOf(http: Context, publicUrl: string | undefined): string {
  const known = getCookie(http, BROWSER);
  const browser = known && /^[\w-]{43}$/.test(known) ? known : randomBytes(32).toString('base64url');
  setCookie(http, BROWSER, browser, {
    ...{ path: PATH, httpOnly: true, sameSite: 'Lax', maxAge: 600 },
    secure: isSecure(http, publicUrl),
  });
  return browser;
}

function originOf(http: Context, publicUrl: string | undefined): string {
  if (publicUrl) return new URL(publicUrl).origin;
  const { host, protocol } = new URL(http.req.url);
  return `${http.req.header('x-forwarded-proto') === 'https' ? 'https:' : protocol}//${host}`;
}

/** Only a path of ours: WeCom must not be made to send people on to another site. */
function ownPath(to: string | undefined): string {
  return to !== undefined && /^\/(?![/\\])[^\\\s]*$/.test(to) && !/^\/(api|login)\b/.test(to) ? to : '/';
}

type Refused = { surface: Surface; account?: number | undefined; errcode?: number | string | undefined };

/** The page somebody came from says why, in words. */
function refuse(http: Context, why: SignInRefusal, { surface, account, errcode }: Refused): Response {
  const told = { refused: why, ...(errcode !== undefined && { errcode: String(errcode) }) };
  return leave(
    http,
    surface === 'sidebar' ? sidebarAddress({ account, ...told }) : `/login?${new URLSearchParams(told)}`,
  );
}

function sidebarAddress({ account, ...more }: Record<string, string | number | undefined>): string {
  const query = { ...(account !== undefined && { account: `acc_${account}` }), ...more };
  return `/sidebar/?${new URLSearchParams(query as Record<string, string>)}`;
}

function leave(http: Context, address: string): Response {
  http.header('cache-control', 'no-store');
  return http.redirect(address, 302);
}

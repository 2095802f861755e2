import { existsSync, readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import type { Home } from '../engines/home.ts';
import { clientAddress } from '../http/address.ts';
import { dropSessionCookie, sessionToken, setSessionCookie } from '../http/cookie.ts';
import { Problem, type ProblemKind, SIGN_IN_FIRST } from '../http/problem.ts';
import { type Route, raw, read, write } from '../http/route.ts';
import type { Db } from '../postgres/connect.ts';
import { readSetting } from '../settings/settings.ts';
import { type Actor, ROLE_PERMISSIONS, type Role } from './actor.ts';
import { language, passwordBody, sessionView, signInBody, welcomeView } from './contract.ts';
import { TOO_MANY_TRIES, WRONG_PASSWORD } from './refusals.ts';
import { changeOwnPassword, closeSession, signIn } from './sessions.ts';

const WRONG_LOGIN: ProblemKind = {
  code: 'wrong_login',
  status: 401,
  title: { zh: '无法登录', en: 'Cannot sign in' },
  detail: { zh: '登录名或密码不正确。', en: 'Login or password is not right.' },
};

export const sessionRoutes: Route[] = [
  read({
    path: '/welcome',
    name: 'readWelcome',
    summary: 'What the login page shows',
    tag: '设置',
    may: 'public',
    returns: welcomeView,
    handle: async ({ db, platform }) => ({
      name: (await readSetting<string>(db, 'company.name')) ?? null,
      demo: await isDemo(db),
      loginHint: (await isDemo(db)) ? readFirstLogin(platform.home) : null,
    }),
  }),
  raw({
    method: 'post',
    path: '/session',
    name: 'signIn',
    summary: 'Sign in with login and password',
    tag: '设置',
    may: 'public',
    body: signInBody,
    returns: sessionView,
    handle: async ({ http, body, db, platform: { clock, config } }) => {
      const { login, password } = body;
      const userAgent = http.req.header('user-agent');
      const result = await signIn(db, clock, { login, password, address: clientAddress(http), userAgent });
      if (result.outcome !== 'signed_in')
        throw new Problem(result.outcome === 'too_many' ? TOO_MANY_TRIES : WRONG_LOGIN);
      setSessionCookie(http, result.token, config.publicUrl);
      return http.json(z.encode(sessionView, await sessionOf(db, result.memberId)), 201);
    },
  }),
  read({
    path: '/session',
    name: 'readSession',
    summary: 'Who is signed in',
    tag: '设置',
    may: 'signed-in',
    returns: sessionView,
    handle: ({ actor, db }) => sessionOf(db, memberIdOf(actor)),
  }),
  write({
    method: 'patch',
    path: '/session',
    name: 'changeSession',
    summary: 'Choose the language',
    tag: '设置',
    may: 'signed-in',
    body: z.object({ language }),
    returns: sessionView,
    handle: async ({ body, actor, db: tx }) => {
      await tx
        .updateTable('members')
        .set({ language: body.language })
        .where('id', '=', memberIdOf(actor))
        .execute();
      return await sessionOf(tx, memberIdOf(actor));
    },
  }),
  raw({
    method: 'patch',
    path: '/session/password',
    name: 'changeOwnPassword',
    summary: 'Choose a new password; the other sessions end',
    tag: '设置',
    may: 'signed-in',
    body: passwordBody,
    returns: z.object({}),
    handle: async ({ http, body, db, actor, platform: { clock, home } }) => {
      const given = { ...body, token: sessionToken(http) ?? '' };
      const result = await changeOwnPassword(db, clock, memberIdOf(actor), given);
      if (result.outcome !== 'changed')
        throw new Problem(result.outcome === 'too_many' ? TOO_MANY_TRIES : WRONG_PASSWORD);
      if (result.login === firstLogin(home)?.login) rmSync(home.path(FIRST_LOGIN));
      return http.json({});
    },
  }),
  write({
    method: 'delete',
    path: '/session',
    name: 'signOut',
    summary: 'Sign out',
    tag: '设置',
    may: 'signed-in',
    returns: z.object({}),
    handle: async ({ http, db: tx }) => {
      const token = sessionToken(http);
      if (token) await closeSession(tx, token);
      dropSessionCookie(http);
      return {};
    },
  }),
];

async function sessionOf(db: Db, memberId: number): Promise<z.output<typeof sessionView>> {
  const member = await db
    .selectFrom('members')
    .select(['id', 'name', 'role', 'language'])
    .where('id', '=', memberId)
    .executeTakeFirstOrThrow();
  const role = member.role as Role;
  return {
    member: { id: member.id, name: member.name, role, language: member.language as 'zh' | 'en' },
    permissions: [...ROLE_PERMISSIONS[role]],
    demo: await isDemo(db),
  };
}

/** The demo's login stands on its login page until the owner has chosen a password. */
function readFirstLogin(home: Home): string | null {
  const first = firstLogin(home);
  return first ? `${first.login} / ${first.password}` : null;
}

const FIRST_LOGIN = 'first-login.json';

function firstLogin(home: Home): { login: string; password: string } | undefined {
  const file = home.path(FIRST_LOGIN);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

async function isDemo(db: Db): Promise<boolean> {
  return (await readSetting<boolean>(db, 'demo')) ?? false;
}

function memberIdOf(actor: Actor): number {
  if (actor.memberId === undefined) throw new Problem(SIGN_IN_FIRST);
  return actor.memberId;
}

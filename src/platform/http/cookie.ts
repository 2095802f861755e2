import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

const NAME = 'siyu_session';

/** The session's token, from the cookie or, for programs, from `Authorization: Bearer`. */
export function sessionToken(context: Context): string | undefined {
  const bearer = /^Bearer ([\w-]{20,100})$/.exec(context.req.header('authorization') ?? '');
  return bearer?.[1] ?? getCookie(context, NAME);
}

/** `Secure` as soon as anybody says the way here is https: the request, a proxy, or the public address. */
export function setSessionCookie(context: Context, token: string, publicUrl: string | undefined): void {
  const secure =
    new URL(context.req.url).protocol === 'https:' ||
    context.req.header('x-forwarded-proto') === 'https' ||
    publicUrl?.startsWith('https:') === true;
  setCookie(context, NAME, token, {
    httpOnly: true,
    sameSite: 'Lax',
    path: '/',
    secure,
    maxAge: 30 * 24 * 3600,
  });
}

export function dropSessionCookie(context: Context): void {
  deleteCookie(context, NAME, { path: '/' });
}

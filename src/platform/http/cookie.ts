import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

/**
 * Which of our pages asks: the console, or the sidebar in somebody's WeCom client, which has a session of its own. The
 * sidebar says so in a header that no page of another site can send along, so its cookie alone signs nobody in.
 */
export type Surface = 'console' | 'sidebar';

const NAMES: Record<Surface, string> = { console: 'siyu_session', sidebar: 'siyu_sidebar' };

function surfaceOf(context: Context): Surface {
  return context.req.header('x-siyu-surface') === 'sidebar' ? 'sidebar' : 'console';
}

/** What a browser holds for a surface, whichever of them asks: for ending it, not for knowing who somebody is. */
export function heldSession(context: Context, surface: Surface): string | undefined {
  return getCookie(context, NAMES[surface]);
}

/** The session's token, from the cookie or, for programs, from `Authorization: Bearer`. */
export function sessionToken(context: Context): string | undefined {
  const bearer = /^Bearer ([\w-]{20,100})$/.exec(context.req.header('authorization') ?? '');
  return bearer?.[1] ?? getCookie(context, NAMES[surfaceOf(context)]);
}

/** `Secure` as soon as anybody says the way here is https: the request, a proxy, or the public address. */
export function isSecure(context: Context, publicUrl: string | undefined): boolean {
  return (
    new URL(context.req.url).protocol === 'https:' ||
    context.req.header('x-forwarded-proto') === 'https' ||
    publicUrl?.startsWith('https:') === true
  );
}

/** Kept for a month in the console; the sidebar's ends with the client that shows it, its session after twelve hours. */
export function setSessionCookie(
  context: Context,
  token: string,
  publicUrl: string | undefined,
  surface: Surface = 'console',
): void {
  setCookie(context, NAMES[surface], token, {
    httpOnly: true,
    sameSite: 'Lax',
    path: '/',
    secure: isSecure(context, publicUrl),
    ...(surface === 'console' && { maxAge: 30 * 24 * 3600 }),
  });
}

export function dropSessionCookie(context: Context): void {
  deleteCookie(context, NAMES[surfaceOf(context)], { path: '/' });
}

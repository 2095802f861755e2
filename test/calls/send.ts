import type { Hono } from 'hono';
import type { Route } from '#platform/http/route.ts';
import type { Call } from './calls.ts';

export type Answer = { status: number; text: string; headers: Headers };

/** Sends a call as it is, over the cookie as a browser would. */
export async function send(
  app: Hono,
  route: Pick<Route, 'method'>,
  call: Call,
  token?: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const body = call.bytes ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
  const answer = await app.request(`/api/v1${call.path}`, {
    method: route.method.toUpperCase(),
    headers: {
      ...(token !== undefined && { cookie: `siyu_session=${token}` }),
      ...(body !== undefined && {
        'content-type': call.bytes ? 'application/octet-stream' : 'application/json',
      }),
      ...headers,
    },
    ...(body !== undefined && { body }),
  });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

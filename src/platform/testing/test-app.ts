import type { Hono } from 'hono';
import type { Role } from '../auth/actor.ts';
import { openSession } from '../auth/sessions.ts';
import { buildApp } from '../http/app.ts';
import type { Route } from '../http/route.ts';
import type { Platform } from '../platform.ts';

export type TestMember = { id: number; token: string };
export type Reply = { status: number; body: never; headers: Headers };

/** A member of a role with an open session. */
export async function testMember(
  platform: Platform,
  role: Role = 'owner',
  dataScope: 'own' | 'team' | 'all' = 'all',
  teamId?: number,
): Promise<TestMember> {
  const { id } = await platform.db
    .insertInto('members')
    .values({ name: `${role} ${dataScope}`, role, dataScope, teamId: teamId ?? null })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, token: await openSession(platform.db, platform.clock, id) };
}

/** Speaks to the routes as a program would: no socket, everything else real. */
export function testClient(platform: Platform, routes: readonly Route[]): TestClient {
  return new TestClient(buildApp(platform, routes));
}

export class TestClient {
  readonly app: Hono;
  #token: string | undefined;

  constructor(app: Hono, token?: string) {
    this.app = app;
    this.#token = token;
  }

  as(member: TestMember): TestClient {
    return new TestClient(this.app, member.token);
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Reply> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Reply> {
    return this.send('POST', path, body, headers);
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    const response = await this.app.request(`/api/v1${path}`, {
      method,
      headers: {
        ...(this.#token && { authorization: `Bearer ${this.#token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      body: (isJson ? JSON.parse(text) : text) as never,
      headers: response.headers,
    };
  }
}

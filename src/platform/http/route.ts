import type { Context } from 'hono';
import type { z } from 'zod';
import { type Actor, PERMISSIONS, type Permission } from '../auth/actor.ts';
import type { Platform } from '../platform.ts';
import type { Db, Tx } from '../postgres/connect.ts';

/** Who may call a route: everybody, everybody signed in, or those whose role has the permission. */
export type May = Permission | 'signed-in' | 'public';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** What a handler gets once the request is parsed and allowed. */
export type Call<Params, Query, Body, Handle = Db> = {
  params: Params;
  query: Query;
  body: Body;
  actor: Actor;
  platform: Platform;
  /** The database; for writes a transaction, opened before and committed after the handler. */
  db: Handle;
  requestId: string;
  http: Context;
};

type Description = {
  path: `/${string}`;
  /** The operation's name for machines, unique. */
  name: string;
  /** One line for people. */
  summary: string;
  /** The navigation entry it belongs to. */
  tag: string;
  may: May;
};

export type Route = Description & {
  method: Method;
  params?: z.ZodType | undefined;
  query?: z.ZodType | undefined;
  body?: z.ZodType | undefined;
  /** Absent for routes that answer with something else than JSON. */
  returns?: z.ZodType | undefined;
  status: number;
  raw: boolean;
  handle(call: Call<never, never, never, never>): Promise<unknown>;
};

type Schemas<P, Q, B, R> = { params?: P; query?: Q; body?: B; returns: R };
type Out<T> = T extends z.ZodType ? z.output<T> : undefined;

const RULES: ReadonlySet<string> = new Set(['public', 'signed-in', ...PERMISSIONS] satisfies May[]);

/** Fail closed: a route that does not say who may call it stops the program from starting. */
function ruled(route: Route): Route {
  if (!RULES.has(route.may)) throw new Error(`Route ${route.name} does not say who may call it.`);
  return route;
}

/** A route that only reads. */
export function read<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  R extends z.ZodType = z.ZodType,
>(
  spec: Description &
    Schemas<P, Q, undefined, R> & {
      handle(call: Call<Out<P>, Out<Q>, undefined>): Promise<z.output<R>>;
    },
): Route {
  return ruled({ ...spec, method: 'get', status: 200, raw: false } as Route);
}

/** A route that changes something, in one transaction. */
export function write<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  R extends z.ZodType = z.ZodType,
>(
  spec: Description &
    Schemas<P, Q, B, R> & {
      method: Exclude<Method, 'get'>;
      status?: number;
      handle(call: Call<Out<P>, Out<Q>, Out<B>, Tx>): Promise<z.output<R>>;
    },
): Route {
  return ruled({ status: spec.method === 'post' ? 201 : 200, ...spec, raw: false } as Route);
}

/**
 * A route with a body or an answer of its own kind (uploads, downloads, callbacks). It gets the pool, not a
 * transaction, and answers with a Response.
 */
export function raw<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  spec: Description & { method: Method; params?: P; query?: Q; body?: B; returns?: z.ZodType } & {
    handle(call: Call<Out<P>, Out<Q>, Out<B>>): Promise<Response>;
  },
): Route {
  return ruled({ ...spec, status: 200, raw: true } as Route);
}

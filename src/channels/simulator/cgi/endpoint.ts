import { z } from 'zod';
import type { Simulation } from '../simulation.ts';
import { Refusal } from './errcodes.ts';

/** The app whose token came with the call. */
export type App = {
  corpid: string;
  agentid: number;
  kind: 'self_built' | 'contact_sync';
  customer_contact: number;
  private_fields: number;
  visible_json: string | null;
  trusted_ips_json: string | null;
};

/** A file as it came. */
export type Uploaded = { name: string; bytes: Uint8Array };

export type Answer = Record<string, unknown>;
/** `origin`: under which address the caller reached us; pictures of codes are served there. */
export type Call = {
  simulation: Simulation;
  app: App;
  query: Record<string, string>;
  body: unknown;
  /** Of an upload: what came in the form field `media`. */
  file: Uploaded | undefined;
  origin: string;
};
export type OpenCall = { simulation: Simulation; query: Record<string, string>; address: string };

type Described = {
  /** Below /cgi-bin/. */
  path: string;
  method: 'GET' | 'POST';
  /** Fields a failing answer still carries. */
  empty: Answer;
};

/**
 * Which apps may call it. `directory`: self-built; `ids`: also 通讯录同步; `contact_sync`: only that one;
 * `customer_contact`: those on the list of 可调用接口的应用.
 */
export type May = 'directory' | 'ids' | 'contact_sync' | 'customer_contact';

export type Endpoint = Described & {
  may: May;
  answer(call: Call): Answer;
  /** Calls with the same key may not run at the same time (45035). */
  exclusive?: (call: Call) => string;
};

/** Needs no token. */
export type OpenEndpoint = Described & { may: 'anyone'; answer(call: OpenCall): Answer };

/**
 * Reads a request: what is missing or empty is 40063, what is wrong is 40058. Keys that the platform does not know
 * are ignored, as it does.
 */
export function read<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const missing = result.error.issues.some(issue => valueAt(input, issue.path) === undefined);
  throw new Refusal(missing ? 40063 : 40058);
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );
}

export const anyUserid = z.string().min(1).max(64);
export const anyId = z.string().min(1).max(64);
export const cursorField = z.string().optional();

/** A limit that is refused when it is no positive number; beyond the most the page's own rule decides. */
export function limitField(fallback: number, most: number, beyond: 'most' | 'fallback') {
  return z
    .number()
    .int()
    .min(0)
    .optional()
    .transform(limit => {
      if (limit === undefined || limit === 0) return fallback;
      return limit <= most ? limit : beyond === 'most' ? most : fallback;
    });
}

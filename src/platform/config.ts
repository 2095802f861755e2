import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

/**
 * Every setting Siyu reads from the environment. An unknown `SIYU_*` name is an error, so a typo never passes
 * silently; an empty value means "not set"; `SIYU_X_FILE` reads the value of `SIYU_X` from a file (Docker secrets).
 * What a value must be is said in words; the value itself is not repeated, because some are secrets.
 */
const settings = z.strictObject({
  SIYU_HOME: z.string().default('.siyu').describe('Folder for data, keys and files'),
  SIYU_HOST: z.string().default('127.0.0.1').describe('Address the server listens on'),
  SIYU_PORT: z
    .string()
    .regex(/^\d{1,5}$/, { error: 'must be a whole number from 0 to 65535', abort: true })
    .transform(Number)
    .refine(port => port <= 65_535, { error: 'must be a whole number from 0 to 65535' })
    .optional()
    .describe('Port; default 7480 or the next free one'),
  SIYU_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' })
    .optional()
    .describe('Address customers and WeCom reach this server by'),
  SIYU_DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be an address like postgres://user:password@host/name' })
    .optional()
    .describe('PostgreSQL 15 or newer'),
  SIYU_CLICKHOUSE_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' })
    .optional()
    .describe('ClickHouse HTTP interface'),
  SIYU_CLICKHOUSE_POSTGRES: z
    .string()
    .optional()
    .describe('host:port by which ClickHouse reaches PostgreSQL'),
  SIYU_DEMO: z
    .enum(['0', '1'], { error: 'must be 0 or 1' })
    .default('1')
    .describe('1: fill an empty home with the demo shop'),
  SIYU_OWNER_PASSWORD: z
    .string()
    .min(8, { error: 'must have at least 8 characters' })
    .optional()
    .describe('Password of the first owner; made up when absent'),
  SIYU_SECRET_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/, { error: 'must be 32 bytes, written as 64 hex digits (0-9, a-f)' })
    .optional()
    .describe('Master key, 32 bytes in hex'),
  SIYU_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], {
      error: 'must be debug, info, warn, error or silent',
    })
    .default('info'),
  SIYU_METRICS_TOKEN: z
    .string()
    .min(16, { error: 'must have at least 16 characters' })
    .optional()
    .describe('Bearer token for /metrics from other machines'),
  SIYU_WEBHOOKS_PRIVATE: z
    .enum(['0', '1'], { error: 'must be 0 or 1' })
    .default('0')
    .describe('1: webhooks may go to private networks and over plain http'),
});

export type Config = {
  home: string;
  host: string;
  port: number | undefined;
  publicUrl: string | undefined;
  databaseUrl: string | undefined;
  clickhouseUrl: string | undefined;
  clickhousePostgres: string | undefined;
  demo: boolean;
  ownerPassword: string | undefined;
  secretKey: string | undefined;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  metricsToken: string | undefined;
  webhooksPrivate: boolean;
};

export class ConfigError extends Error {}

/** Reads and checks the configuration. Throws {@link ConfigError} with one sentence per fault. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const parsed = settings.safeParse(siyuVariables(env));
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map(sentence).join('\n'));
  const s = parsed.data;
  return {
    home: resolve(s.SIYU_HOME),
    host: s.SIYU_HOST,
    port: s.SIYU_PORT,
    publicUrl: s.SIYU_PUBLIC_URL,
    databaseUrl: s.SIYU_DATABASE_URL,
    clickhouseUrl: s.SIYU_CLICKHOUSE_URL,
    clickhousePostgres: s.SIYU_CLICKHOUSE_POSTGRES,
    demo: s.SIYU_DEMO === '1',
    ownerPassword: s.SIYU_OWNER_PASSWORD,
    secretKey: s.SIYU_SECRET_KEY,
    logLevel: s.SIYU_LOG_LEVEL,
    metricsToken: s.SIYU_METRICS_TOKEN,
    webhooksPrivate: s.SIYU_WEBHOOKS_PRIVATE === '1',
  };
}

function siyuVariables(env: Record<string, string | undefined>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith('SIYU_') || !value) continue;
    const setting = name.endsWith('_FILE') ? name.slice(0, -5) : name;
    const isFile = setting !== name && setting in settings.shape;
    if (isFile && env[setting])
      throw new ConfigError(`${setting} and ${name} are both set; keep one of them.`);
    found[isFile ? setting : name] = isFile ? contentOf(name, value) : value;
  }
  return found;
}

/** A secret that is missing or empty must not pass for one that was never asked for. */
function contentOf(name: string, path: string): string {
  const content = tryRead(name, path).trim();
  if (content === '') throw new ConfigError(`${name}: the file ${path} is empty.`);
  return content;
}

function tryRead(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new ConfigError(`${name}: the file ${path} cannot be read (${why}).`);
  }
}

function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return issue.keys.map(unknownName).join('\n');
  return `${issue.path.join('.')} ${issue.message}.`;
}

function unknownName(name: string): string {
  const known = Object.keys(settings.shape);
  const typed = name.replace(/_FILE$/, '');
  const [nearest = ''] = known.toSorted((a, b) => distance(typed, a) - distance(typed, b));
  return `Unknown setting ${name}: did you mean ${nearest}? Known are ${known.join(', ')}.`;
}

/** Levenshtein's distance, where letters left out weigh little: people shorten more than they invent. */
const LEFT_OUT = 0.3;
const TOO_MUCH = 1;
const WRONG = 1.2;

function distance(typed: string, meant: string): number {
  let row = Array.from({ length: meant.length + 1 }, (_, i) => i * LEFT_OUT);
  for (const letter of typed) {
    const next = [(row[0] ?? 0) + TOO_MUCH];
    for (const [j, other] of [...meant].entries()) {
      const change = (row[j] ?? 0) + (letter === other ? 0 : WRONG);
      next.push(Math.min(change, (next[j] ?? 0) + LEFT_OUT, (row[j + 1] ?? 0) + TOO_MUCH));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

/**
 * Every setting Siyu reads from the environment. An unknown `SIYU_*` name is an error, so a typo never passes
 * silently; an empty value means "not set"; `SIYU_X_FILE` reads the value of `SIYU_X` from a file (Docker secrets).
 */
const settings = z.strictObject({
  SIYU_HOME: z.string().default('.siyu').describe('Folder for data, keys and files'),
  SIYU_HOST: z.string().default('127.0.0.1').describe('Address the server listens on'),
  SIYU_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .optional()
    .describe('Port; default 7480 or the next free one'),
  SIYU_PUBLIC_URL: z.url().optional().describe('Address customers and WeCom reach this server by'),
  SIYU_DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('PostgreSQL 15 or newer'),
  SIYU_CLICKHOUSE_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('ClickHouse HTTP interface'),
  SIYU_CLICKHOUSE_POSTGRES: z
    .string()
    .optional()
    .describe('host:port by which ClickHouse reaches PostgreSQL'),
  SIYU_DEMO: z.enum(['0', '1']).default('1').describe('1: fill an empty home with the demo shop'),
  SIYU_OWNER_PASSWORD: z
    .string()
    .min(8)
    .optional()
    .describe('Password of the first owner; made up when absent'),
  SIYU_SECRET_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe('Master key, 32 bytes in hex'),
  SIYU_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  SIYU_METRICS_TOKEN: z.string().min(16).optional().describe('Bearer token for /metrics from other machines'),
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
  };
}

function siyuVariables(env: Record<string, string | undefined>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith('SIYU_') || !value) continue;
    const known = name.endsWith('_FILE') && name.slice(0, -5) in settings.shape;
    if (known) found[name.slice(0, -5)] = readFileSync(value, 'utf8').trim();
    else found[name] = value;
  }
  return found;
}

function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `Unknown setting ${issue.keys.join(', ')}: known are ${Object.keys(settings.shape).join(', ')}.`;
  return `${issue.path.join('.')}: ${issue.message}.`;
}

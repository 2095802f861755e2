import { pino } from 'pino';

/** Names whose values never reach a log: who somebody is, and what opens a door. */
const SECRETS = [
  'phone',
  'mobile',
  'password',
  'token',
  'secret',
  'access_token',
  'corpsecret',
  'authorization',
  'cookie',
  'openid',
  'unionid',
  'external_userid',
  'encodingAesKey',
];

/** Where PostgreSQL quotes what it refuses, whole rows of it; its code and message say what happened. */
const QUOTED = ['detail', 'where', 'internalQuery'].flatMap(name => [`err.${name}`, `err.*.${name}`]);

export type Logger = Pick<
  ReturnType<typeof pino>,
  'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'flush'
> & {
  child(bindings: Record<string, unknown>): Logger;
};

/** JSON lines on standard error, personal data and secrets replaced by `[redacted]` down to three levels. */
export function makeLogger(level: string, destination = pino.destination({ fd: 2, sync: true })): Logger {
  const paths = [...SECRETS.flatMap(name => [name, `*.${name}`, `*.*.${name}`]), ...QUOTED];
  return pino({ level, redact: { paths, censor: '[redacted]' }, base: null }, destination);
}

export const silentLogger: Logger = pino({ level: 'silent' });

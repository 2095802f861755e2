import { MINUTE, SECOND } from '#platform/clock.ts';
import { type Failure, WecomError } from './outcome.ts';

const MOST_WAIT = 60 * MINUTE;
const PASSING: ReadonlySet<Failure['kind']> = new Set(['retry', 'slow_down', 'refresh_token', 'uncertain']);

/** When the platform is told again of what it did not take the so manieth time: soon where that passes by itself. */
export function nextTry({ kind, retryAt }: Failure, tries: number, now: Date): Date {
  const first = PASSING.has(kind) ? 15 * SECOND : 5 * MINUTE;
  return retryAt ?? new Date(now.getTime() + Math.min(MOST_WAIT, first * 2 ** Math.min(tries - 1, 8)));
}

/** As it is kept beside what was to be told. */
export const keptFailure = ({ code, message }: Pick<Failure, 'code' | 'message'>) =>
  JSON.stringify({ code: String(code), ...message });

/** What was thrown, as the platform's refusal that it is, or ours. */
export function asFailure(error: unknown): Failure {
  if (error instanceof WecomError) return error.failure;
  const message = {
    zh: '企业微信账号暂时打不开，会自动再试。',
    en: 'The WeCom account cannot be opened for now; it will be tried again.',
  };
  return { ok: false, kind: 'retry', code: 'network', message };
}

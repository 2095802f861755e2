import type { Context } from 'hono';
import { type Language, type ProblemBody, say } from '../contract.ts';
import type { Logger } from '../logger.ts';
import { isUnavailable } from '../postgres/connect.ts';
import { CONFLICT, INVALID_REQUEST, Problem, UNAVAILABLE, UNEXPECTED, UNKNOWN_REFERENCE } from './problem.ts';

/** The one place where a failure becomes an answer. What is not a known problem is ours: logged, 500, no details. */
export function toProblemResponse(context: Context, error: unknown, log: Logger): Response {
  const requestId = (context.get('requestId' as never) as string | undefined) ?? '';
  const problem = asProblem(error, requestId);
  if (problem.kind === UNEXPECTED)
    log.error({ err: error, requestId, path: context.req.path }, 'request failed');
  else if (problem !== error && problem.kind !== UNAVAILABLE)
    log.warn({ requestId, path: context.req.path, sqlCode: codeOf(error) }, 'refused by the database only');
  if (problem.kind === UNAVAILABLE) context.header('retry-after', '2');
  const language = (context.get('language' as never) as Language | undefined) ?? 'zh';
  const body: ProblemBody = {
    type: `/docs#problem-${problem.kind.code}`,
    title: say(problem.kind.title, language, problem.values),
    status: problem.kind.status,
    detail: say(problem.kind.detail, language, problem.values),
    instance: context.req.path,
    code: problem.kind.code,
    ...(problem.errors && { errors: problem.errors }),
    requestId,
  };
  context.header('content-type', 'application/problem+json; charset=utf-8');
  return context.body(JSON.stringify(body), problem.kind.status as never);
}

function asProblem(error: unknown, requestId: string): Problem {
  if (error instanceof Problem) return error;
  if (isUnavailable(error)) return new Problem(UNAVAILABLE);
  const code = codeOf(error);
  if (NOT_A_VALUE.has(code)) return new Problem(INVALID_REQUEST, { count: 1 });
  if (code === UNIQUE_VIOLATION) return new Problem(CONFLICT);
  if (code === FOREIGN_KEY_VIOLATION) return new Problem(UNKNOWN_REFERENCE);
  return new Problem(UNEXPECTED, { requestId });
}

/**
 * What a database says of a value it cannot hold and no schema caught: numbers and times out of range, characters that
 * are none (PostgreSQL class 22), a parameter of another type (ClickHouse 457). The sender's fault, not ours.
 */
const NOT_A_VALUE = new Set(['22003', '22007', '22008', '22021', '22P02', '22P05', '457']);
const UNIQUE_VIOLATION = '23505';
const FOREIGN_KEY_VIOLATION = '23503';

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

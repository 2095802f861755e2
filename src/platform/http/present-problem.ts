import type { Context } from 'hono';
import { type Language, type ProblemBody, say } from '../contract.ts';
import type { Logger } from '../logger.ts';
import { isUnavailable } from '../postgres/connect.ts';
import { INVALID_REQUEST, Problem, UNAVAILABLE, UNEXPECTED } from './problem.ts';

/** The one place where a failure becomes an answer. What is not a known problem is ours: logged, 500, no details. */
export function toProblemResponse(context: Context, error: unknown, log: Logger): Response {
  const requestId = (context.get('requestId' as never) as string | undefined) ?? '';
  const problem = asProblem(error, requestId);
  if (problem.kind === UNEXPECTED)
    log.error({ err: error, requestId, path: context.req.path }, 'request failed');
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
  // A character PostgreSQL cannot store that no schema caught: the sender's fault, not ours.
  if (error instanceof Error && 'code' in error && (error.code === '22021' || error.code === '22P05'))
    return new Problem(INVALID_REQUEST, { count: 1 });
  return new Problem(UNEXPECTED, { requestId });
}

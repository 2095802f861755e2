import type { Words } from '#platform/contract.ts';

/**
 * What to do about a refusal.
 * `retry`: passing, the same call later; `refresh_token`: the token, the client does it itself; `slow_down`: a limit,
 * later and less; `fix_data`: not with this value or object, change it or leave it out; `config`: an administrator must
 * change something; `gone`: the object or the relation is no more; `done`: nothing is left to do; `bug`: our mistake.
 */
export type Action =
  | 'retry'
  | 'refresh_token'
  | 'slow_down'
  | 'fix_data'
  | 'config'
  | 'gone'
  | 'done'
  | 'bug';

/** What went wrong without WeCom's own code: on the way, in the answer, or before anything was sent. */
export type OwnCode =
  | 'network'
  | 'timeout'
  | 'aborted'
  | 'http_status'
  | 'redirected'
  | 'not_json'
  | 'wrong_json'
  | 'unexpected_answer'
  | 'endless_cursor'
  | 'rate_limited'
  | 'invalid_request'
  | 'file_unreadable'
  | 'file_size'
  | 'file_format';

/**
 * An expected failure. `uncertain`: a call that must not happen twice may or may not have been carried out; it is looked
 * for in the platform's own list before anything is tried again. Every other kind: making the call again does no harm.
 */
export type Failure = {
  ok: false;
  kind: Action | 'uncertain';
  code: number | OwnCode;
  /** For people: what happened, what was kept, what to do. */
  message: Words;
  /** For operators: WeCom's errmsg (it names the hint and the source address), freed of tokens and secrets. */
  detail?: string;
  /** When asking again makes sense, if that is known. */
  retryAt?: Date;
};

export type Outcome<T> = { ok: true; data: T } | Failure;

export function done<T>(data: T): Outcome<T> {
  return { ok: true, data };
}

/** A failure as an exception, for callers whose interface knows no outcomes. */
export class WecomError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(`WeCom: ${failure.kind} (${failure.code}): ${failure.message.en}`);
    this.failure = failure;
  }
}

/** The data, or a WecomError. */
export function orThrow<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.data;
  throw new WecomError(outcome);
}

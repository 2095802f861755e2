import type { Endpoint } from './endpoint.ts';
import { ownFailure, refusal, uncertain } from './errors.ts';
import type { Exchanged } from './exchange.ts';
import { done, type Failure, type Outcome, type OwnCode } from './outcome.ts';

/** How a platform's refusals, and what went wrong on the way to it, are told. */
export type Speech = {
  refusal(code: number, detail?: string): Failure;
  own(code: OwnCode, detail?: string): Failure;
};

const WECOM: Speech = { refusal, own: ownFailure };

/** By errcode alone; then the answer must be what the documentation says. */
export function judge<T>(endpoint: Endpoint<T>, exchanged: Exchanged, say: Speech = WECOM): Outcome<T> {
  const unsure = (failure: Failure) => (endpoint.effect === 'once' ? uncertain(failure) : failure);
  if (!exchanged.answered) {
    const failure = say.own(exchanged.code, exchanged.detail);
    return exchanged.carriedOut === 'no' ? turnedAway(failure) : unsure(failure);
  }
  const { code, detail, body } = exchanged;
  // "Busy" comes from behind the door: WeCom does not say whether the work was begun.
  if (code === -1) return unsure(say.refusal(code, detail));
  if (code !== 0) return say.refusal(code, detail);
  // Malformed JSON is tolerated and carried out as far as it was understood.
  if (detail.includes('Warning: wrong json format')) return unsure(say.own('wrong_json', detail));
  const answer = endpoint.answer.safeParse(body);
  if (answer.success) return done(answer.data);
  return unsure(say.own('unexpected_answer', answer.error.issues.map(i => i.path.join('.')).join(', ')));
}

/** An unknown path does not come to exist by asking again. */
function turnedAway(failure: Failure): Failure {
  if (failure.code !== 'http_status') return failure;
  return failure.detail === 'HTTP 429' ? { ...failure, kind: 'slow_down' } : { ...failure, kind: 'bug' };
}

/** errmsg may quote the request, as it was or as it stood in the address. */
export function scrub(exchanged: Exchanged, secrets: readonly string[]): Exchanged {
  if (!exchanged.detail) return exchanged;
  const spellings = secrets.filter(Boolean).flatMap(secret => [secret, encodeURIComponent(secret)]);
  const clean = spellings.reduce((text, secret) => text.replaceAll(secret, '***'), exchanged.detail);
  return { ...exchanged, detail: clean.slice(0, 300) };
}

import { type Clock, HOUR, MINUTE, SECOND } from '#platform/clock.ts';
import { Bucket } from './bucket.ts';
import { Slots } from './slots.ts';

/** Waits; ends early, without an error, when the signal aborts. */
export type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

/** What WeCom allows one corp per single API, and what of it this process may use. */
export type Limits = {
  perMinute: number;
  perHour: number;
  /** Share of the above: headroom for others, and 1/n of it when n processes call. */
  share: number;
  /** Calls under way at once; WeCom's number is not published. */
  concurrent: number;
  /** How long one call may wait for its turn before it is put off, in milliseconds. */
  patience: number;
};

/** Official page 90312, with a tenth left free for other systems of the corp. */
export const WECOM_LIMITS: Limits = {
  perMinute: 10_000,
  perHour: 150_000,
  share: 0.9,
  concurrent: 8,
  patience: 20 * SECOND,
};

/** WeCom blocks an API for a minute when its minute is used up; of the hour's block it tells nothing. */
const BLOCKED = MINUTE;

export type Turn = { granted: true } | { granted: false; reason: 'aborted' | 'rate_limited'; retryAt?: Date };

/** Keeps calls within the limits, each API for itself. */
export class Throttle {
  readonly #lanes = new Map<string, Lane>();
  readonly #limits: Limits;
  readonly #clock: Clock;
  readonly #sleep: Sleep;

  constructor(limits: Limits, clock: Clock, sleep: Sleep) {
    this.#limits = limits;
    this.#clock = clock;
    this.#sleep = sleep;
  }

  /**
   * Runs the work when its turn has come; says why not when it does not come.
   * @param perMinute of an API that WeCom allows less often than the others.
   */
  async run<T>(
    api: string,
    signal: AbortSignal | undefined,
    work: (turn: Turn) => Promise<T>,
    perMinute?: number,
  ): Promise<T> {
    const lane = this.#lane(api, perMinute);
    await lane.slots.take(signal);
    try {
      return await work(await this.#turn(lane, signal));
    } finally {
      lane.slots.give();
    }
  }

  /** 45009: nobody calls this API for a minute. */
  block(api: string): Date {
    const until = new Date(this.#clock.now().getTime() + BLOCKED);
    this.#lane(api).blockedUntil = until;
    return until;
  }

  /** 45033: half as many at once from now on. */
  halve(api: string): void {
    this.#lane(api).slots.halve();
  }

  succeeded(api: string): void {
    this.#lane(api).slots.recover();
  }

  async #turn(lane: Lane, signal: AbortSignal | undefined): Promise<Turn> {
    if (signal?.aborted) return { granted: false, reason: 'aborted' };
    const now = this.#clock.now().getTime();
    const wait = Math.max(...lane.buckets.map(bucket => bucket.waitAt(now)));
    if (blocked(lane, now) || wait > this.#limits.patience) return this.#refusal(lane, now, wait);
    for (const bucket of lane.buckets) bucket.take(now);
    if (wait > 0) await this.#sleep(wait, signal);
    if (signal?.aborted) return { granted: false, reason: 'aborted' };
    const then = this.#clock.now().getTime();
    return blocked(lane, then) ? this.#refusal(lane, then, 0) : { granted: true };
  }

  #refusal(lane: Lane, now: number, wait: number): Turn {
    const retryAt = new Date(Math.max(lane.blockedUntil.getTime(), now + wait));
    return { granted: false, reason: 'rate_limited', retryAt };
  }

  #lane(api: string, own = Number.POSITIVE_INFINITY): Lane {
    const known = this.#lanes.get(api);
    if (known) return known;
    const { perMinute, perHour, share, concurrent } = this.#limits;
    const now = this.#clock.now().getTime();
    const lane: Lane = {
      buckets: [
        new Bucket(Math.min(own, perMinute) * share, MINUTE, now),
        new Bucket(perHour * share, HOUR, now),
      ],
      slots: new Slots(concurrent),
      blockedUntil: new Date(0),
    };
    this.#lanes.set(api, lane);
    return lane;
  }
}

type Lane = { buckets: readonly Bucket[]; slots: Slots; blockedUntil: Date };

function blocked(lane: Lane, now: number): boolean {
  return now < lane.blockedUntil.getTime();
}

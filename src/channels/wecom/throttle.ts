import { type Clock, HOUR, MINUTE, SECOND } from '../../platform/clock.ts';

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

/** Official page 90312 (CHANNELS.md A.2), with a tenth left free for other systems of the corp. */
export const WECOM_LIMITS: Limits = {
  perMinute: 10_000,
  perHour: 150_000,
  share: 0.9,
  concurrent: 8,
  patience: 20 * SECOND,
};

/** WeCom blocks an API for a minute when its minute is used up; of the hour's block it tells nothing. */
const BLOCKED = MINUTE;
/** So many calls without a complaint raise the concurrency by one again. */
const RECOVERY = 100;

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

  /** Runs the work when its turn has come; says why not when it does not come. */
  async run<T>(api: string, signal: AbortSignal | undefined, work: (turn: Turn) => Promise<T>): Promise<T> {
    const lane = this.#lane(api);
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

  #lane(api: string): Lane {
    const known = this.#lanes.get(api);
    if (known) return known;
    const { perMinute, perHour, share, concurrent } = this.#limits;
    const now = this.#clock.now().getTime();
    const lane: Lane = {
      buckets: [new Bucket(perMinute * share, MINUTE, now), new Bucket(perHour * share, HOUR, now)],
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

/**
 * A token bucket that may be drawn below zero: whoever draws then waits until it is full enough, so turns are in
 * order. A fifth is the burst and the rest flows in, which together never exceed the limit in any span of its length.
 */
class Bucket {
  readonly #capacity: number;
  readonly #perMillisecond: number;
  #level: number;
  #at: number;

  constructor(limit: number, span: number, now: number) {
    this.#capacity = Math.max(1, Math.floor(limit / 5));
    this.#perMillisecond = Math.max(0, limit - this.#capacity) / span;
    this.#level = this.#capacity;
    this.#at = now;
  }

  waitAt(now: number): number {
    const level = this.#levelAt(now) - 1;
    return level >= 0 ? 0 : Math.ceil(-level / this.#perMillisecond);
  }

  take(now: number): void {
    this.#level = this.#levelAt(now) - 1;
    this.#at = Math.max(this.#at, now);
  }

  #levelAt(now: number): number {
    const passed = Math.max(0, now - this.#at);
    return Math.min(this.#capacity, this.#level + passed * this.#perMillisecond);
  }
}

/** Places for calls under way; their number shrinks on complaints and grows back slowly. */
class Slots {
  readonly #most: number;
  #allowed: number;
  #taken = 0;
  #calm = 0;
  #waiting: (() => void)[] = [];

  constructor(most: number) {
    this.#most = most;
    this.#allowed = most;
  }

  /** Resolves with a place, also for the aborted, who give it back at once. */
  async take(signal: AbortSignal | undefined): Promise<void> {
    if (this.#taken < this.#allowed || signal?.aborted) {
      this.#taken += 1;
      return;
    }
    await new Promise<void>(resolve => {
      const leave = () => this.#leave(enter);
      const enter = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      this.#waiting.push(enter);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }

  give(): void {
    this.#taken -= 1;
    this.#admit();
  }

  halve(): void {
    this.#allowed = Math.max(1, Math.floor(this.#allowed / 2));
    this.#calm = 0;
  }

  recover(): void {
    this.#calm += 1;
    if (this.#calm < RECOVERY || this.#allowed >= this.#most) return;
    this.#allowed += 1;
    this.#calm = 0;
    this.#admit();
  }

  #admit(): void {
    while (this.#taken < this.#allowed) {
      const next = this.#waiting.shift();
      if (!next) return;
      this.#taken += 1;
      next();
    }
  }

  #leave(enter: () => void): void {
    this.#waiting = this.#waiting.filter(other => other !== enter);
    this.#taken += 1;
    enter();
  }
}

/**
 * A token bucket that may be drawn below zero: whoever draws then waits until it is full enough, so turns are in
 * order. A fifth is the burst and the rest flows in, which together never exceed the limit in any span of its length.
 */
export class Bucket {
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

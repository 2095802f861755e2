import type { Clock } from '#platform/clock.ts';
import type { Store } from './store.ts';

/** The simulator's time: a base clock plus an offset that outlives restarts. */
export class SimulatorClock implements Clock {
  readonly base: Clock;
  readonly #store: Store;
  #offset: number;
  #pinned: number | undefined;

  constructor(base: Clock, store: Store) {
    this.base = base;
    this.#store = store;
    const row = store.one<{ value: string }>(`select value from meta where key = 'clock_offset'`);
    this.#offset = row ? Number(row.value) : 0;
  }

  now(): Date {
    return new Date(this.milliseconds());
  }

  milliseconds(): number {
    return this.#pinned ?? this.base.now().getTime() + this.#offset;
  }

  /** What was due while the clock jumped happens at its own time. The work must not wait for anything. */
  during<T>(milliseconds: number, work: () => T): T {
    this.#pinned = milliseconds;
    try {
      return work();
    } finally {
      this.#pinned = undefined;
    }
  }

  /** Unix seconds, as the platform writes instants. */
  seconds(): number {
    return Math.floor(this.milliseconds() / 1_000);
  }

  /** How far the simulator's time is from the base clock, in milliseconds. */
  offset(): number {
    return this.#offset;
  }

  advance(milliseconds: number): void {
    this.#move(this.#offset + milliseconds);
  }

  set(at: Date): void {
    this.#move(at.getTime() - this.base.now().getTime());
  }

  #move(offset: number): void {
    this.#offset = offset;
    this.#store.run(`insert or replace into meta values ('clock_offset', ?)`, String(offset));
  }
}

/** So many calls without a complaint raise the concurrency by one again. */
const RECOVERY = 100;

/** Places for calls under way; their number shrinks on complaints and grows back slowly. */
export class Slots {
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

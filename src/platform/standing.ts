import { type Clock, HOUR, MINUTE } from './clock.ts';

/** Milliseconds. What is found sooner is found anew each time. */
const SLOW = 1_000;
/** An answer stands for so many times as long as it took to find, but no longer than this. */
const TIMES = 60;
const LONGEST = 10 * MINUTE;
/** So many are kept. */
const MOST = 100;

/** `at` is when it was found, or null when that was just now. */
export type Standing<T> = { answer: T; at: Date | null };
type Kept<T> = { answer: T; at: Date; until: number };

/**
 * Answers about a whole shop that take seconds where it has a million customers. One that took long stands for a while; after
 * that it is still given, while it is found anew for whoever asks next; after an hour it no longer is. A quick one never
 * stands, so that in nearly every shop what is told is what is so.
 */
export class StandingAnswers<T> {
  readonly #clock: Clock;
  readonly #slow: number;
  readonly #kept = new Map<string, Kept<T>>();
  readonly #underway = new Map<string, Promise<T>>();

  constructor(clock: Clock, slow = SLOW) {
    this.#clock = clock;
    this.#slow = slow;
  }

  async get(key: string, find: () => Promise<T>): Promise<Standing<T>> {
    const now = this.#clock.now().getTime();
    const kept = this.#kept.get(key);
    if (!kept || now - kept.at.getTime() > HOUR) return { answer: await this.#find(key, find), at: null };
    // Whoever asks has an answer; what went wrong is told to the next who has none.
    if (now > kept.until) this.#find(key, find).catch(() => undefined);
    return { answer: kept.answer, at: kept.at };
  }

  /** Asked twice at a time it is found once. */
  #find(key: string, find: () => Promise<T>): Promise<T> {
    const finding =
      this.#underway.get(key) ?? this.#keep(key, find).finally(() => this.#underway.delete(key));
    this.#underway.set(key, finding);
    return finding;
  }

  async #keep(key: string, find: () => Promise<T>): Promise<T> {
    const at = this.#clock.now();
    const began = performance.now();
    const answer = await find();
    const took = performance.now() - began;
    this.#kept.delete(key);
    if (took < this.#slow) return answer;
    this.#kept.set(key, { answer, at, until: at.getTime() + Math.min(took * TIMES, LONGEST) });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST && oldest !== undefined) this.#kept.delete(oldest);
    return answer;
  }
}

/**
 * The first of a list that stands which are so still: `check` is asked about as many at a time as are wanted, and says of
 * those that are no longer so undefined.
 */
export async function firstStill<T>(
  list: readonly T[],
  wanted: number,
  check: (some: readonly T[]) => Promise<(T | undefined)[]>,
): Promise<T[]> {
  const still: T[] = [];
  for (let from = 0; from < list.length && still.length < wanted; from += wanted)
    for (const one of await check(list.slice(from, from + wanted))) if (one !== undefined) still.push(one);
  return still.slice(0, wanted);
}

/** The standing answers of one kind, for each platform its own; `slow` as above. */
export function standingAnswers<T>(slow = SLOW): (platform: { clock: Clock }) => StandingAnswers<T> {
  const all = new WeakMap<object, StandingAnswers<T>>();
  return platform => {
    const known = all.get(platform) ?? new StandingAnswers<T>(platform.clock, slow);
    all.set(platform, known);
    return known;
  };
}

import type { z } from 'zod';

/** One call of WeCom's API. */
export type Endpoint<T> = {
  /** Below `/cgi-bin/`. */
  path: string;
  method: 'GET' | 'POST';
  /**
   * `repeatable`: a read, or a write that comes to the same end when repeated. `once`: a second time would do it a
   * second time, so when it is not known whether it was carried out it ends as `uncertain`.
   */
  effect: 'repeatable' | 'once';
  /** Where WeCom allows this call less often than others: how often a corp may make it in a minute. */
  perMinute?: number;
  /** Tolerates fields it does not name. */
  answer: z.ZodType<T>;
};

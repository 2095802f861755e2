import type { Door } from './http/door.ts';
import type { Route } from './http/route.ts';
import type { Job } from './jobs/jobs.ts';
import type { Reader } from './log/readers.ts';
import type { Platform } from './platform.ts';
import type { Published } from './webhooks/published.ts';

/** What a stage hands to the program: it registers itself, and app.ts only lists the stages in loop order. */
export type Stage = {
  name: string;
  routes: readonly Route[];
  /** Ways in beside the API, with keys of their own. */
  doors?: readonly Door[];
  jobs?(platform: Platform): readonly Job[];
  /** Called in every process once the platform is open, before anything is served or worked off. */
  open?(platform: Platform): void;
  /** Called when a server begins: reads, without being waited for, what the first who ask would wait for. */
  warm?(platform: Platform): void;
  readers?(platform: Platform): readonly Reader[];
  /** What of its events other systems may be told (webhooks out). */
  published?: Published;
  /** Called when a worker starts: takes up at once what a process that died has left lying. */
  resume?(platform: Platform): Promise<void>;
};

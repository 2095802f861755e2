import { fromKysely, PgBoss } from 'pg-boss';
import type { z } from 'zod';
import type { Logger } from '../logger.ts';
import type { Db, Tx } from '../postgres/connect.ts';

/**
 * Work to be done later or again. A job may run more than once (a crash, a lost heartbeat), so its handler must come
 * to the same end when repeated.
 */
export type Job<Data = unknown> = {
  /** `noun.verb`. */
  name: string;
  data: z.ZodType<Data>;
  /** Cron line in Asia/Shanghai, for jobs that come by themselves; their data is `{}`. */
  cron?: string;
  retryLimit?: number;
  /** How long one run may take before it counts as lost, in seconds. A dead process is noticed by its heartbeat. */
  expireInSeconds?: number;
  /**
   * At most one of the same `onlyOne` key waits in the queue; asking again while it waits changes nothing. For good: a
   * queue that exists cannot learn it, so a job that changes its mind takes another name.
   */
  unique?: boolean;
  /** How many may run at once in one process. */
  concurrency?: number;
  handle(data: Data, run: { signal: AbortSignal }): Promise<void>;
};

export type EnqueueOptions = { startAfter?: Date | undefined; onlyOne?: string | undefined };

export type Jobs = {
  /** Puts a job into the queue in the caller's transaction: it exists exactly if the change does. */
  enqueue<Data>(
    tx: Tx | Db,
    job: Pick<Job<Data>, 'name'>,
    data: Data,
    options?: EnqueueOptions,
  ): Promise<void>;
  /** Starts working off queues that are declared; only worker processes do. */
  work(jobs: readonly Job[]): Promise<void>;
  /** Makes the queues and schedules what these jobs say; given are all there are. What no job says any more ends. */
  declare(jobs: readonly Job[]): Promise<void>;
  stop(): Promise<void>;
};

const SCHEMA = 'jobs';
const TIMEZONE = 'Asia/Shanghai';

const queueOf = (job: Job) => ({
  retryLimit: job.retryLimit ?? 5,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 300,
  expireInSeconds: job.expireInSeconds ?? 900,
  heartbeatSeconds: 20,
  notify: true,
  policy: job.unique ? ('short' as const) : ('standard' as const),
});

/**
 * What is there is asked once for all: a statement or two for each of the dozens of queues took a third of a worker's
 * start. What another version left there follows these jobs.
 */
async function declare(boss: PgBoss, jobs: readonly Job[]): Promise<void> {
  const queues = new Map((await boss.getQueues()).map(queue => [queue.name, queue]));
  const schedules = new Map((await boss.getSchedules()).map(schedule => [schedule.name, schedule]));
  for (const job of jobs) {
    const { policy, ...options } = queueOf(job);
    const queue = queues.get(job.name);
    if (!queue) await boss.createQueue(job.name, { policy, ...options });
    else if (!sayTheSame(options, queue)) await boss.updateQueue(job.name, options);
    if (!job.cron) continue;
    const schedule = { cron: job.cron, timezone: TIMEZONE };
    if (!sayTheSame(schedule, schedules.get(job.name)))
      await boss.schedule(job.name, job.cron, {}, { tz: TIMEZONE });
  }
  const byThemselves = new Set(jobs.filter(job => job.cron).map(job => job.name));
  for (const name of schedules.keys()) if (!byThemselves.has(name)) await boss.unschedule(name);
}

const sayTheSame = (wanted: object, there: object | undefined) =>
  there !== undefined && Object.entries(wanted).every(([name, value]) => Reflect.get(there, name) === value);

export async function openJobs(url: string, log: Logger): Promise<Jobs> {
  const boss = new PgBoss({ connectionString: url, schema: SCHEMA, max: 4, useListenNotify: true });
  const state = { stopping: false, closed: false };
  boss.on('error', error => {
    if (!state.stopping) log.warn({ err: error.message }, 'job queue');
  });
  await boss.start();

  /**
   * Each looks for the next job as soon as it has done one. Of itself it would wait for a notification, and those of jobs
   * that queued up behind the one in hand have come already: each of them would wait half a minute.
   */
  const worker = async (job: Job) => {
    let id: string | undefined;
    const options = { pollingIntervalSeconds: 2, localConcurrency: 1 };
    id = await boss.work(job.name, options, async ([taken]) => {
      if (!taken) return;
      try {
        await job.handle(job.data.parse(taken.data), { signal: taken.signal });
      } catch (error) {
        // What ran longer than the stop waits for has lost its database; another run takes it up.
        if (state.closed) log.info({ job: job.name, id: taken.id }, 'job cut short by the stop');
        else log.error({ job: job.name, id: taken.id, err: error }, 'job failed');
        throw error;
      } finally {
        if (id) boss.notifyWorker(id);
      }
    });
  };

  return {
    declare: jobs => declare(boss, jobs),
    async enqueue(tx, job, data, options = {}) {
      await boss.send(job.name, data as object, {
        db: fromKysely(tx.withoutPlugins() as Tx),
        ...(options.startAfter && { startAfter: options.startAfter }),
        ...(options.onlyOne && { singletonKey: options.onlyOne }),
      });
    },
    async work(jobs) {
      for (const job of jobs) for (let n = 0; n < (job.concurrency ?? 1); n++) await worker(job);
    },
    async stop() {
      state.stopping = true;
      await boss.stop({ graceful: true, timeout: 10_000 });
      state.closed = true;
    },
  };
}

import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config.ts';
import type { Logger } from '../logger.ts';
import { clickhouseEngine } from './clickhouse.ts';
import type { Engine, Running } from './engine.ts';
import type { Home } from './home.ts';
import { withLock } from './lock.ts';
import { postgresEngine } from './postgres.ts';
import { isAlive, isRunning, readProcessName, thisProcess } from './processes.ts';

/** The two databases, embedded or given, ready to be connected to. */
export type Engines = {
  postgresUrl: string;
  clickhouseUrl: string;
  /** The embedded engines' processes; empty where both are given by the configuration. */
  processes(): { name: string; pid: number }[];
  /** Leaves the engines; the last Siyu process to leave stops them. */
  close(): Promise<void>;
};

/**
 * Starts what is not running, joins what is, and from then on restarts what dies. Several Siyu processes of one home
 * (server, workers, command line) share the engines.
 */
export async function openEngines(config: Config, home: Home, log: Logger): Promise<Engines> {
  const lock = home.path('run', 'engines.lock');
  const me = join(home.run, 'users', String(process.pid));
  const { pid, started } = thisProcess();
  writeFileSync(me, `${pid} ${started}\n`, { mode: 0o600 });
  const wanted: Engine[] = [];
  const isLast = () => {
    rmSync(me, { force: true });
    return !othersAttached(home);
  };
  // A process that ends without closing (refused, crashed, told to by a signal) takes its engines along all the same.
  const onExit = () => {
    if (isLast()) for (const engine of wanted) engine.tellToStop();
  };
  const leave = async () => {
    if (isLast()) await Promise.all(wanted.map(engine => engine.stop()));
    process.off('exit', onExit);
  };
  process.once('exit', onExit);
  const running = await withLock(lock, async () => {
    wanted.push(...(await wantedEngines(config, home, log)));
    return await attachAll(wanted);
  }).catch(async error => {
    await withLock(lock, leave);
    throw error;
  });
  const stopWatch = supervise(running, lock, log);
  const urlOf = (name: Engine['name']) =>
    [...running].find(([engine]) => engine.name === name)?.[1].url ?? '';

  return {
    postgresUrl: config.databaseUrl ?? urlOf('PostgreSQL'),
    clickhouseUrl: config.clickhouseUrl ?? urlOf('ClickHouse'),
    processes: () => [...running].map(([engine, { pid }]) => ({ name: engine.name, pid })),
    async close() {
      stopWatch();
      await withLock(lock, leave);
    },
  };
}

async function wantedEngines(config: Config, home: Home, log: Logger): Promise<Engine[]> {
  const postgres = config.databaseUrl ? [] : [await postgresEngine(home, log)];
  const clickhouse = config.clickhouseUrl ? [] : [clickhouseEngine(home)];
  return [...postgres, ...clickhouse];
}

/** All of them, or the first one's reason why not, when none is still about to start. */
async function attachAll(engines: Engine[]): Promise<Map<Engine, Running>> {
  const outcomes = await Promise.allSettled(
    engines.map(async engine => [engine, await attach(engine)] as const),
  );
  const failed = outcomes.find(outcome => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  return new Map(outcomes.flatMap(outcome => (outcome.status === 'fulfilled' ? [outcome.value] : [])));
}

async function attach(engine: Engine): Promise<Running> {
  return (await engine.find()) ?? (await engine.start());
}

/** Looks every quarter of a second and restarts, on the same port, what is gone. */
function supervise(running: Map<Engine, Running>, lock: string, log: Logger): () => void {
  const state = { busy: false, stopped: false };
  const look = async () => {
    if (state.busy) return;
    state.busy = true;
    const dead = [...running].filter(([, { pid }]) => !isAlive(pid)).map(([engine]) => engine);
    for (const engine of dead) await restart(engine);
    state.busy = false;
  };
  const restart = async (engine: Engine) => {
    log.warn({ engine: engine.name }, 'engine died, restarting');
    try {
      const found = await withLock(lock, async () => (state.stopped ? undefined : await attach(engine)));
      if (!found) return;
      running.set(engine, found);
      log.info({ engine: engine.name }, 'engine restarted');
    } catch (error) {
      log.error({ engine: engine.name, err: error }, 'engine did not restart, trying again');
      await sleep(state.stopped ? 0 : 2_000);
    }
  };
  const timer = setInterval(() => void look(), 250).unref();
  return () => {
    state.stopped = true;
    clearInterval(timer);
  };
}

function othersAttached(home: Home): boolean {
  const users = join(home.run, 'users');
  return readdirSync(users).some(name => {
    const user = readProcessName(join(users, name));
    return user !== undefined && isRunning(user);
  });
}

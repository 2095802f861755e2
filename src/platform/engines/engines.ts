import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Logger } from '../logger.ts';
import { clickhouseEngine } from './clickhouse.ts';
import type { Engine, Running } from './engine.ts';
import type { Home } from './home.ts';
import { isRunning, readProcessName, thisProcess, withLock } from './lock.ts';
import { isAlive, postgresEngine } from './postgres.ts';

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
  const wanted: Engine[] = [];
  const postgres = config.databaseUrl ? undefined : await postgresEngine(home);
  const clickhouse = config.clickhouseUrl ? undefined : clickhouseEngine(home);
  if (postgres) wanted.push(postgres);
  if (clickhouse) wanted.push(clickhouse);

  const lock = home.path('run', 'engines.lock');
  const me = join(home.run, 'users', String(process.pid));
  const { pid, started } = thisProcess();
  writeFileSync(me, `${pid} ${started}\n`, { mode: 0o600 });
  const running = await withLock(lock, async () => {
    const all = await Promise.all(wanted.map(async engine => [engine, await attach(engine)] as const));
    return new Map<Engine, Running>(all);
  });
  const watch = supervise(running, lock, log);

  return {
    postgresUrl: config.databaseUrl ?? urlOf(running, postgres),
    clickhouseUrl: config.clickhouseUrl ?? urlOf(running, clickhouse),
    processes: () => [...running].map(([engine, { pid }]) => ({ name: engine.name, pid })),
    async close() {
      clearInterval(watch);
      await withLock(lock, async () => {
        rmSync(me, { force: true });
        if (othersAttached(home)) return;
        await Promise.all([...running].map(([engine, { pid }]) => engine.stop(pid)));
      });
    },
  };
}

async function attach(engine: Engine): Promise<Running> {
  return (await engine.find()) ?? (await engine.start());
}

function urlOf(running: Map<Engine, Running>, engine: Engine | undefined): string {
  const found = engine && running.get(engine);
  if (!found) throw new Error('An engine was neither configured nor started.');
  return found.url;
}

/** Looks every quarter of a second and restarts, on the same port, what is gone. */
function supervise(running: Map<Engine, Running>, lock: string, log: Logger): NodeJS.Timeout {
  let busy = false;
  return setInterval(async () => {
    const dead = [...running].filter(([, { pid }]) => !isAlive(pid)).map(([engine]) => engine);
    if (busy || dead.length === 0) return;
    busy = true;
    for (const engine of dead) {
      log.warn({ engine: engine.name }, 'engine died, restarting');
      await withLock(lock, () => attach(engine))
        .then(found => running.set(engine, found))
        .then(() => log.info({ engine: engine.name }, 'engine restarted'))
        .catch(error =>
          log.error({ engine: engine.name, err: error }, 'engine did not restart, trying again'),
        );
    }
    busy = false;
  }, 250).unref();
}

function othersAttached(home: Home): boolean {
  const users = join(home.run, 'users');
  return readdirSync(users).some(name => {
    const user = readProcessName(join(users, name));
    return user !== undefined && isRunning(user);
  });
}

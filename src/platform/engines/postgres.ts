import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../logger.ts';
import type { Engine, Running } from './engine.ts';
import { type Home, HomeError } from './home.ts';
import { freePort } from './ports.ts';
import { DATABASE, untilAnswers, type Waiting } from './postgres-answers.ts';
import { type PostgresFiles, preparePostgresFiles } from './postgres-files.ts';
import { clearStale, readPostmaster } from './postmaster.ts';
import { end, wasStartedWith } from './processes.ts';

const RECOVERING =
  'PostgreSQL was not stopped in order and is reading its journal again; nothing is lost, and this may take minutes.';

/** Open transactions roll back, everything acknowledged is kept. */
const FAST_SHUTDOWN = 'SIGINT';

/** The embedded PostgreSQL: a child process with its own data folder, reachable on loopback with a password. */
export async function postgresEngine(home: Home, log: Logger): Promise<Engine> {
  const files = await preparePostgresFiles(home);
  let port: number | undefined;
  let launched: ChildProcess | undefined;
  const launchOn = (at: number) => {
    launched = launch(files, home, at);
    return launched;
  };
  const address = (at: number, database: string) =>
    `postgres://siyu:${files.password}@127.0.0.1:${at}/${database}`;
  const reached = (pid: number, at: number): Running => {
    port = at;
    return { pid, url: address(at, DATABASE) };
  };

  const waiting = (patience: number) => ({ home, patience, recovering: () => log.warn(RECOVERING) });

  const running = () => {
    const found = readPostmaster(files.data);
    return found?.running ? found.pid : undefined;
  };

  return {
    name: 'PostgreSQL',
    async find() {
      const found = readPostmaster(files.data);
      if (!found?.running) return undefined;
      const isRunning = () => wasStartedWith(found.pid, files.data);
      // It may just be starting or recovering, and to end it then would only make that longer.
      const up = await untilAnswers(address(found.port, 'postgres'), isRunning, waiting(15_000));
      return up ? reached(found.pid, found.port) : undefined;
    },
    async start() {
      const wished = port ?? readPostmaster(files.data)?.port;
      await clearStale(files.data);
      const at = await freePort(wished);
      const child = await launchAndWait(files, waiting(60_000), address(at, 'postgres'), () => launchOn(at));
      return reached(child.pid ?? 0, at);
    },
    async stop() {
      const pid = running();
      if (pid) await end(pid, FAST_SHUTDOWN, 30_000).catch(() => end(pid, 'SIGQUIT', 10_000));
    },
    tellToStop() {
      const pid = running();
      if (pid) process.kill(pid, FAST_SHUTDOWN);
      else launched?.kill(FAST_SHUTDOWN); // just starting: it has not written its pid file yet
    },
  };
}

/** A killed postmaster's backends may take a moment to go; until then PostgreSQL refuses to start, so it is asked again. */
async function launchAndWait(
  files: PostgresFiles,
  waiting: Waiting,
  url: string,
  launchOne: () => ChildProcess,
) {
  const hadCrashed = readPostmaster(files.data) !== undefined;
  const deadline = Date.now() + (hadCrashed ? 10_000 : 0);
  for (;;) {
    const child = launchOne();
    const isRunning = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
    try {
      if (await untilAnswers(url, isRunning, waiting)) return child;
    } catch (error) {
      child.kill('SIGINT');
      throw error;
    }
    if (isRunning()) throw new HomeError('PostgreSQL did not answer within a minute of starting.');
    if (Date.now() > deadline)
      throw new HomeError(
        `PostgreSQL ended while starting; ${waiting.home.path('logs', 'postgres.log')} says why.`,
      );
    await sleep(200);
  }
}

function launch(files: PostgresFiles, home: Home, port: number): ChildProcess {
  const log = openSync(home.path('logs', 'postgres.log'), 'a', 0o600);
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories='].flatMap(line => ['-c', line]);
  const child = spawn(
    join(files.binaries, 'bin/postgres'),
    ['-D', files.data, '-p', String(port), ...settings],
    {
      // A process group of its own: Ctrl-C reaches Siyu first, which then stops PostgreSQL in order.
      detached: true,
      stdio: ['ignore', log, log],
      cwd: '/',
      env: { PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C' },
      ...(files.user && { uid: files.user.uid, gid: files.user.gid }),
    },
  );
  closeSync(log);
  child.once('error', () => undefined); // not started at all: it has no pid then
  child.unref();
  return child;
}

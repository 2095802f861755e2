import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Engine, Running } from './engine.ts';
import { type Home, HomeError } from './home.ts';
import { freePort } from './ports.ts';
import { type PostgresFiles, preparePostgresFiles } from './postgres-files.ts';
import { clearStale, readPostmaster } from './postmaster.ts';
import { end, wasStartedWith } from './processes.ts';

const DATABASE = 'siyu';

/** Open transactions roll back, everything acknowledged is kept. */
const FAST_SHUTDOWN = 'SIGINT';

/** The embedded PostgreSQL: a child process with its own data folder, reachable on loopback with a password. */
export async function postgresEngine(home: Home): Promise<Engine> {
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
      const up = await untilAnswers(address(found.port, 'postgres'), isRunning, home, 15_000);
      return up ? reached(found.pid, found.port) : undefined;
    },
    async start() {
      const wished = port ?? readPostmaster(files.data)?.port;
      await clearStale(files.data);
      const at = await freePort(wished);
      const child = await launchAndWait(files, home, address(at, 'postgres'), () => launchOn(at));
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
async function launchAndWait(files: PostgresFiles, home: Home, url: string, launchOne: () => ChildProcess) {
  const hadCrashed = readPostmaster(files.data) !== undefined;
  const deadline = Date.now() + (hadCrashed ? 10_000 : 0);
  for (;;) {
    const child = launchOne();
    const isRunning = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
    try {
      if (await untilAnswers(url, isRunning, home, 60_000)) return child;
    } catch (error) {
      child.kill('SIGINT');
      throw error;
    }
    if (isRunning()) throw new HomeError('PostgreSQL did not answer within a minute of starting.');
    if (Date.now() > deadline)
      throw new HomeError(`PostgreSQL ended while starting; ${home.path('logs', 'postgres.log')} says why.`);
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

/** @returns false when it ended, or the patience did. */
async function untilAnswers(url: string, isRunning: () => boolean, home: Home, patience: number) {
  for (const deadline = Date.now() + patience; isRunning() && Date.now() < deadline; await sleep(25))
    if (await answers(url, home)) return true;
  return false;
}

const TOO_MANY_CONNECTIONS = '53300';
const INVALID_PASSWORD = '28P01';

/** Whether it lets us in; makes our database when it is not there yet. */
async function answers(url: string, home: Home): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (!rowCount) await client.query(`create database ${DATABASE}`);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === INVALID_PASSWORD)
      throw new HomeError(
        `${home.path('postgres.password')} is not the password this database was made with; put it back from a backup.`,
      );
    return code === TOO_MANY_CONNECTIONS;
  } finally {
    await client.end().catch(() => undefined);
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import type { Engine } from './engine.ts';
import type { Home } from './home.ts';
import { type PostgresFiles, preparePostgresFiles } from './postgres-files.ts';

const DATABASE = 'siyu';

/** The embedded PostgreSQL: a child process with its own data folder, reachable on loopback with a password. */
export async function postgresEngine(home: Home): Promise<Engine> {
  const files = await preparePostgresFiles(home);
  const state: { child?: ChildProcess | undefined; port?: number } = {};
  const address = (port: number, database = DATABASE) =>
    `postgres://siyu:${files.password}@127.0.0.1:${port}/${database}`;

  return {
    name: 'PostgreSQL',
    async find() {
      const running = readPostmaster(files);
      if (!running || !(await answers(address(running.port, 'postgres')))) return undefined;
      return { pid: running.pid, url: address(running.port) };
    },
    async start() {
      await clearStale(files);
      state.port = await freePort(state.port);
      const child = launch(files, home, state.port);
      await untilAnswers(address(state.port, 'postgres'), child);
      await makeDatabase(address(state.port, 'postgres'));
      return { pid: child.pid ?? 0, url: address(state.port) };
    },
    async stop(pid) {
      // SIGINT is PostgreSQL's "fast" shutdown: open transactions roll back, everything acknowledged is kept.
      await end(pid, 'SIGINT', 30_000).catch(() => end(pid, 'SIGQUIT', 10_000));
    },
  };
}

function launch(files: PostgresFiles, home: Home, port: number): ChildProcess {
  const log = openSync(home.path('logs', 'postgres.log'), 'a', 0o600);
  const child = spawn(
    join(files.binaries, 'bin/postgres'),
    [
      '-D',
      files.data,
      '-p',
      String(port),
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
    ],
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
  child.unref();
  return child;
}

/** Reads postmaster.pid (line 1 the process, line 4 the port). */
function readPostmaster(files: PostgresFiles): { pid: number; port: number } | undefined {
  const file = join(files.data, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 && port > 0 && isAlive(pid) ? { pid, port } : undefined;
}

/** A killed postmaster leaves its pid file, and for a moment its children; PostgreSQL itself judges the rest. */
async function clearStale(files: PostgresFiles): Promise<void> {
  const file = join(files.data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!isAlive(pid)) rmSync(file, { force: true });
  else if (isPostgres(pid)) await end(pid, 'SIGINT', 30_000).catch(() => end(pid, 'SIGKILL', 10_000));
  else rmSync(file, { force: true });
}

function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres';
  } catch {
    return process.platform !== 'linux';
  }
}

async function untilAnswers(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    if (await answers(url)) return;
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error('PostgreSQL ended while starting; logs/postgres.log in SIYU_HOME says why.');
    if (Date.now() > deadline) throw new Error('PostgreSQL did not answer within a minute.');
    await pause(25);
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function makeDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (!rowCount) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/** A free loopback port; the one used last time when it is still free. */
function freePort(preferred = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', () =>
      preferred ? resolve(freePort()) : reject(new Error('No free port on 127.0.0.1.')),
    );
    server.listen(preferred, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Sends the signal and waits for the process to be gone; rejects when it is still there after the patience. */
export async function end(pid: number, signal: NodeJS.Signals, patience: number): Promise<void> {
  const deadline = Date.now() + patience;
  try {
    process.kill(pid, signal);
  } catch {
    return;
  }
  while (isAlive(pid)) {
    if (Date.now() > deadline) throw new Error(`Process ${pid} did not end on ${signal}.`);
    await pause(20);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}

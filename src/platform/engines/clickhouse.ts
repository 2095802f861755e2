import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Engine } from './engine.ts';
import { type Home, HomeError, installationSecret } from './home.ts';
import { freePort } from './ports.ts';
import { end, isRunning, readProcessName, wasStartedWith } from './processes.ts';

const HOST = fileURLToPath(new URL('./chdb-host.ts', import.meta.url));

/** How chdb-host.ts ends when another one has the folder, and when its port is taken. */
const FOLDER_IN_USE = 3;
const PORT_TAKEN = 4;

/** The embedded ClickHouse (chDB) in a process of its own: see chdb-host.ts. */
export function clickhouseEngine(home: Home): Engine {
  const password = installationSecret(home, 'clickhouse.password', 16);
  const announcement = home.path('run', 'clickhouse.json');
  const lock = home.path('run', 'clickhouse.lock');
  let lastPort: number | undefined;
  let launched: ChildProcess | undefined;

  /** The host that last announced itself, when it still runs and answers. */
  const find = async () => {
    const { pid, port } = readAnnouncement(announcement) ?? { pid: 0, port: lastPort };
    lastPort = port;
    if (port === undefined || !wasStartedWith(pid, announcement) || !(await answers(port))) return undefined;
    return { pid, url: `http://default:${password}@127.0.0.1:${port}` };
  };
  const launchOnPort = async () => {
    launched = launch(home, password, await freePort(lastPort), announcement);
    return launched;
  };

  return {
    name: 'ClickHouse',
    find,
    async start() {
      const began = Date.now();
      for (let child = await launchOnPort(); ; await sleep(25)) {
        const running = await find();
        if (running) return running;
        if (Date.now() - began > 60_000)
          throw new HomeError('The analytics engine did not answer within a minute of starting.');
        if (child.exitCode === null && child.signalCode === null) continue;
        if (child.exitCode === FOLDER_IN_USE) await letGo(lock, Date.now() - began);
        else if (child.exitCode !== PORT_TAKEN)
          throw new HomeError(
            `The analytics engine ended while starting; ${home.path('logs', 'clickhouse.log')} says why.`,
          );
        child = await launchOnPort();
      }
    },
    async stop() {
      const host = readProcessName(lock);
      if (!host || !isRunning(host)) return;
      await end(host.pid, 'SIGTERM', 30_000).catch(() => end(host.pid, 'SIGKILL', 5_000));
    },
    tellToStop() {
      const host = readProcessName(lock);
      if (host && isRunning(host)) process.kill(host.pid, 'SIGTERM');
      else launched?.kill('SIGTERM'); // just starting: it has not taken the lock yet
    },
  };
}

function readAnnouncement(file: string): { pid: number; port: number } | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { pid: number; port: number };
  } catch {
    return undefined; // not there, or cut short by a power failure
  }
}

/** A host whose Siyu was killed may still be starting, and is then found; one that never answers has to go. */
async function letGo(lock: string, waited: number): Promise<void> {
  const holder = readProcessName(lock);
  if (waited > 15_000 && holder) await end(holder.pid, 'SIGKILL', 5_000);
  else await sleep(200);
}

function launch(home: Home, password: string, port: number, announcement: string): ChildProcess {
  mkdirSync(home.path('clickhouse'), { recursive: true, mode: 0o700 });
  const log = openSync(home.path('logs', 'clickhouse.log'), 'a', 0o600);
  const folders = [home.path('clickhouse'), String(port), announcement, home.path('run', 'users')];
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', HOST, ...folders], {
    detached: true,
    stdio: ['pipe', log, log],
  });
  closeSync(log);
  child.stdin?.on('error', () => undefined); // it ended before it had read it: its exit code says why
  child.stdin?.end(password);
  child.unref();
  return child;
}

/** Asked for its life only, which takes no connection from the queries that run. */
async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/ping`, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}

import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Engine } from './engine.ts';
import { type Home, installationSecret } from './home.ts';
import { end, isAlive } from './postgres.ts';

const HOST = fileURLToPath(new URL('./chdb-host.ts', import.meta.url));

/** The embedded ClickHouse (chDB) in a process of its own: see chdb-host.ts. */
export function clickhouseEngine(home: Home): Engine {
  const password = installationSecret(home, 'clickhouse.password', 16);
  const announcement = home.path('run', 'clickhouse.json');
  let lastPort = 0;
  const url = (port: number) => `http://default:${password}@127.0.0.1:${port}`;

  const announced = () => {
    if (!existsSync(announcement)) return undefined;
    const { pid, port } = JSON.parse(readFileSync(announcement, 'utf8')) as { pid: number; port: number };
    return isAlive(pid) ? { pid, port, url: url(port) } : undefined;
  };

  return {
    name: 'ClickHouse',
    async find() {
      const running = announced();
      return running && (await answers(running.url)) ? running : undefined;
    },
    async start() {
      rmSync(announcement, { force: true });
      const child = launch(home, password, lastPort, announcement);
      const deadline = Date.now() + 60_000;
      for (;;) {
        const running = announced();
        if (running && (await answers(running.url))) {
          lastPort = running.port;
          return running;
        }
        if (child.exitCode === 4) lastPort = 0;
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(
            'The analytics engine ended while starting; logs/clickhouse.log in SIYU_HOME says why.',
          );
        if (Date.now() > deadline) throw new Error('The analytics engine did not answer within a minute.');
        await new Promise(resolve => setTimeout(resolve, 25));
      }
    },
    async stop(pid) {
      await end(pid, 'SIGTERM', 30_000).catch(() => end(pid, 'SIGKILL', 5_000));
    },
  };
}

function launch(home: Home, password: string, port: number, announcement: string) {
  mkdirSync(home.path('clickhouse'), { recursive: true, mode: 0o700 });
  const log = openSync(home.path('logs', 'clickhouse.log'), 'a', 0o600);
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      HOST,
      home.path('clickhouse'),
      String(port),
      announcement,
      home.path('run', 'users'),
    ],
    { detached: true, stdio: ['pipe', log, log] },
  );
  closeSync(log);
  child.stdin?.end(password);
  child.unref();
  return child;
}

async function answers(url: string): Promise<boolean> {
  const { origin, username, password } = new URL(url);
  try {
    const response = await fetch(`${origin}/?query=SELECT%201`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` },
      signal: AbortSignal.timeout(5_000),
    });
    return response.ok;
  } catch {
    return false;
  }
}

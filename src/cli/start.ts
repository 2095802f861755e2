import type { Server } from 'node:http';
import type { ServerType } from '@hono/node-server';
import type { Config } from '#platform/config.ts';
import { openHome } from '#platform/engines/home.ts';
import { tryLock } from '#platform/engines/lock.ts';
import { startReaders } from '#platform/log/readers.ts';
import { makeLogger } from '#platform/logger.ts';
import { openPlatform } from '#platform/platform.ts';
import { stages } from '../app.ts';
import { type Health, listen, makeServerApp } from '../server.ts';
import { buildConsole } from './build-console.ts';
import { openDemoHome } from './demo-home.ts';
import { firstOwner } from './first-owner.ts';
import { Refusal } from './refusal.ts';

export type StartRole = 'all' | 'web' | 'worker';

/** Starts Siyu and prints one line when it is ready. Ends on SIGINT or SIGTERM, everything it started with it. */
export async function start(config: Config, role: StartRole): Promise<void> {
  const home = openHome(config.home);
  const lock = tryLock(home.path('run', `${role}.lock`));
  if (typeof lock !== 'function')
    throw new Refusal(
      `${config.home} is in use by another Siyu (process ${lock.pid}); stop that one or set SIYU_HOME to another folder.`,
    );
  const log = makeLogger(config.logLevel);
  const health: Health = { stopping: false };
  const stops: (() => Promise<unknown>)[] = [async () => lock()];
  onSignal(health, stops);
  try {
    const opening = openPlatform(config, log);
    // Before it is open: who stops meanwhile, or finds the console not built, closes it as soon as it is.
    stops.push(async () => (await opening).close());
    const [{ platform }] = await Promise.all([opening, role === 'worker' ? undefined : buildConsole()]);
    for (const stage of stages) stage.open?.(platform);
    const owner = await firstOwner(platform);
    const jobs = stages.flatMap(stage => stage.jobs?.(platform) ?? []);
    await platform.jobs.declare(jobs);
    const demo = await openDemoHome(platform, role, print);
    if (demo) stops.push(demo.stop);
    if (role !== 'web') {
      await platform.jobs.work(jobs);
      for (const stage of stages) await stage.resume?.(platform);
      refuseWhenStopping(health);
      const readers = startReaders(
        platform.db,
        stages.flatMap(stage => stage.readers?.(platform) ?? []),
        log,
      );
      stops.push(readers.stop);
    }
    if (role === 'worker') return void print('Siyu worker is ready');
    refuseWhenStopping(health);
    for (const stage of stages) stage.warm?.(platform);
    const { server, port } = await listen(makeServerApp(platform, stages, health), config.host, config.port);
    stops.push(() => drain(server));
    await demo?.listening(port);
    const address =
      config.publicUrl ?? `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${port}`;
    print(
      `Siyu 私域 is ready: ${address}  ${owner ? `login: ${owner.login}  password: ${owner.password}` : 'login: your own account'}`,
    );
  } catch (error) {
    // Asked to stop while starting: whatever was under way has lost its ground, and the stop goes on.
    if (health.stopping) return;
    await stopAll(stops);
    throw error;
  }
}

/** What would go on by itself is not begun any more: nobody would stop it, and what it stands on is being closed. */
function refuseWhenStopping(health: Health): void {
  if (health.stopping) throw new Error('stopped while it was starting');
}

function onSignal(health: Health, stops: (() => Promise<unknown>)[]): void {
  const stop = async () => {
    if (health.stopping) return;
    health.stopping = true;
    await stopAll(stops);
    process.exit(0);
  };
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());
  process.on('SIGHUP', () => void stop());
}

/** In the reverse order of starting; one that fails does not keep the others running. */
async function stopAll(stops: (() => Promise<unknown>)[]): Promise<void> {
  for (const stop of stops.splice(0).reverse()) await stop().catch(() => undefined);
}

/** Lets running requests finish for ten seconds, then closes. Connections kept for a next request are not waited for. */
function drain(server: ServerType): Promise<void> {
  const close = (which: 'closeIdleConnections' | 'closeAllConnections') => () => {
    if (which in server) (server as Server)[which]();
  };
  return new Promise(resolve => {
    const sweep = setInterval(close('closeIdleConnections'), 50);
    server.close(() => {
      clearInterval(sweep);
      resolve();
    });
    setTimeout(close('closeAllConnections'), 10_000).unref();
  });
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

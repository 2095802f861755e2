import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Home } from '#platform/engines/home.ts';
import { end, isRunning, nameProcess, readProcessName } from '#platform/engines/processes.ts';
import type { Logger } from '#platform/logger.ts';

/** The demo's WeCom: the simulator as a child of this process, its world in the home. */
export type SimulatorProcess = { url: string; stop(): Promise<void> };

const MAIN = fileURLToPath(new URL('../channels/simulator/main.ts', import.meta.url));
const PATIENCE = 20_000;
const PAUSE = 500;

/** Starts it, on the port it had last time when that is still free, and starts it again whenever it dies. */
export async function runSimulator(home: Home, log: Logger): Promise<SimulatorProcess> {
  const state: { child: ChildProcess; stopping: boolean } = { ...(await launch(home)), stopping: false };
  const url = `http://127.0.0.1:${keptPort(home)}`;
  const watch = () => {
    state.child.once('exit', async () => {
      // Who forgets the simulator takes the file away first.
      while (!state.stopping && existsSync(portFile(home))) {
        log.warn('the WeCom simulator died, restarting');
        await new Promise(resolve => setTimeout(resolve, PAUSE));
        const again = await launch(home).catch(error => log.error({ err: error }, 'simulator'));
        if (!again) continue;
        state.child = again.child;
        return watch();
      }
    });
  };
  watch();
  return {
    url,
    async stop() {
      state.stopping = true;
      await stopChild(state.child);
    },
  };
}

/** Ends the simulator, whichever process runs it, and takes its world away. */
export async function forgetSimulator(home: Home): Promise<void> {
  rmSync(portFile(home), { force: true });
  const running = readProcessName(pidFile(home));
  if (running && isRunning(running)) await end(running.pid, 'SIGTERM', 5_000);
  for (const ending of ['', '-wal', '-shm']) rmSync(dataFile(home) + ending, { force: true });
  rmSync(pidFile(home), { force: true });
}

async function launch(home: Home): Promise<{ child: ChildProcess }> {
  const wished = keptPort(home);
  const child = spawnChild(home, wished);
  const port = await announced(child);
  if (port === undefined && wished !== 0) {
    rmSync(portFile(home), { force: true });
    return launch(home);
  }
  if (port === undefined || child.pid === undefined)
    throw new Error('The WeCom simulator did not start; logs/simulator.log in SIYU_HOME says why.');
  writeFileSync(portFile(home), JSON.stringify({ port }), { mode: 0o600 });
  const { pid, started } = nameProcess(child.pid);
  writeFileSync(pidFile(home), `${pid} ${started}\n`, { mode: 0o600 });
  return { child };
}

function spawnChild(home: Home, port: number): ChildProcess {
  const log = openSync(home.path('logs', 'simulator.log'), 'a', 0o600);
  const options = ['--port', String(port), '--data', dataFile(home), '--attached'];
  // A group of its own: Ctrl-C reaches Siyu first. Its standard input closes when Siyu is gone, however it went.
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...options], {
    detached: true,
    stdio: ['pipe', 'pipe', log],
  });
  closeSync(log);
  return child;
}

/** The port it says it listens on; undefined when it ended instead. */
async function announced(child: ChildProcess): Promise<number | undefined> {
  if (!child.stdout) return undefined;
  const lines = createInterface(child.stdout);
  const said = once(lines, 'line', { signal: AbortSignal.timeout(PATIENCE) });
  const ended = once(child, 'exit').then(() => undefined);
  const line = await Promise.race([said.catch(() => undefined), ended]);
  return line ? (JSON.parse(line[0]) as { port: number }).port : undefined;
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await gone;
  clearTimeout(late);
}

function keptPort(home: Home): number {
  if (!existsSync(portFile(home))) return 0;
  return (JSON.parse(readFileSync(portFile(home), 'utf8')) as { port: number }).port;
}

const dataFile = (home: Home) => home.path('simulator.db');
const portFile = (home: Home) => home.path('simulator.json');
const pidFile = (home: Home) => home.path('run', 'simulator.pid');

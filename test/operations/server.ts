import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, vi } from 'vitest';
import { buildConsole } from '../../src/cli/build-console.ts';
import { goneFrom, processesOf, tryKill } from './processes.ts';

export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
export const MAIN = join(PROJECT, 'src/main.ts');

/** A folder for homes, which root's PostgreSQL user can walk into; taken away after the test file. */
export const scratch = mkdtempSync(join(tmpdir(), 'siyu-ops-'));
chmodSync(scratch, 0o711);
const started = new Set<ChildProcess>();

// Every test starts a few processes, which takes long where much else runs at the same time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

// What a first start after a change of the console takes is measured nowhere here.
beforeAll(buildConsole);

afterAll(async () => {
  await Promise.all([...started].map(child => endNow(child)));
  for (const pid of processesOf(scratch)) tryKill(pid);
  await goneFrom(scratch);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

export type Settings = Record<string, string | undefined>;
export type Launch = { env?: Settings; cwd?: string; command?: readonly string[] };
export type Ended = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string };

/** The environment of the tests without what they, npm or a developer have put into it. */
export function cleanEnvironment(): Settings {
  const kept = Object.entries(process.env).filter(([name]) => !/^(SIYU_|VITEST|NODE_ENV|npm_)/.test(name));
  return Object.fromEntries(kept);
}

/** Starts a Siyu process with a clean environment. */
export function launch(home: string, args: readonly string[], options: Launch = {}) {
  const env = { SIYU_HOME: home, SIYU_DEMO: '0', SIYU_LOG_LEVEL: 'warn', ...options.env };
  const [command = '', ...before] = options.command ?? [process.execPath, MAIN];
  const child = spawn(command, [...before, ...args], {
    cwd: options.cwd ?? PROJECT,
    env: { ...cleanEnvironment(), ...env },
    detached: true,
  });
  started.add(child);
  child.once('exit', () => started.delete(child));
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', chunk => (said.stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', chunk => (said.stderr += chunk));
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...said }) as Ended);
  return { child, said, ended };
}

/** A command from beginning to end. */
export async function siyu(home: string, args: readonly string[], options: Launch = {}): Promise<Ended> {
  return await launch(home, args, options).ended;
}

/** How a command ends that was refused: nothing done, one sentence that says why. */
export const refused = (stderr: unknown) => ({ code: 1, signal: null, stdout: '', stderr });

export type Server = {
  pid: number;
  url: string;
  child: ChildProcess;
  /** What it has printed so far. */
  said: { stdout: string; stderr: string };
  /** Milliseconds from the spawn to the ready line. */
  readyAfter: number;
  ended: Promise<Ended>;
  stop(signal?: NodeJS.Signals): Promise<Ended>;
};

/** Starts a server (or `--role …`) and waits for its ready line. */
export async function startServer(home: string, options: Launch & { args?: string[] } = {}): Promise<Server> {
  const began = performance.now();
  const env = { SIYU_PORT: '0', ...options.env };
  const { child, said, ended } = launch(home, options.args ?? ['start'], { ...options, env });
  const over = ended.then(({ stderr }) => {
    throw new Error(`Siyu ended instead of starting: ${stderr}`);
  });
  await Promise.race([over, untilSaid(child, said)]);
  over.catch(() => undefined);
  return {
    ...{ pid: child.pid ?? 0, url: /ready: (\S+)/.exec(said.stdout)?.[1] ?? '', child, said, ended },
    readyAfter: performance.now() - began,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      return await ended;
    },
  };
}

async function untilSaid(child: ChildProcess, said: { stdout: string }): Promise<void> {
  while (!/ready/.test(said.stdout)) await once(child.stdout as NodeJS.ReadableStream, 'data');
}

async function endNow(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  if (child.kill('SIGKILL')) await gone;
}

import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';

/** A process is named by its id and the moment it started, so that a reused id is not mistaken for it. */
export type ProcessName = { pid: number; started: string };

export function thisProcess(): ProcessName {
  return nameProcess(process.pid);
}

export function nameProcess(pid: number): ProcessName {
  return { pid, started: startMark(pid) };
}

/** True while the named process runs. Where the system does not tell start times, the id alone decides. */
export function isRunning(name: ProcessName): boolean {
  try {
    process.kill(name.pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return startMark(name.pid) === name.started;
}

/** Field 22 of /proc/<pid>/stat: start time in clock ticks since boot. Empty where there is no /proc. */
function startMark(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

export function readProcessName(file: string): ProcessName | undefined {
  try {
    const [pid = '', started = ''] = readFileSync(file, 'utf8').trim().split(' ');
    return Number(pid) > 0 ? { pid: Number(pid), started } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Takes the lock file or names the process that holds it. A lock whose holder is gone is taken over.
 * @returns a function that gives the lock back, or the holder.
 */
export function tryLock(file: string): (() => void) | ProcessName {
  for (;;) {
    try {
      const descriptor = openSync(file, 'wx', 0o600);
      const { pid, started } = thisProcess();
      writeSync(descriptor, `${pid} ${started}\n`);
      closeSync(descriptor);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      const holder = readProcessName(file);
      if (holder && isRunning(holder)) return holder;
      rmSync(file, { force: true });
    }
  }
}

/** Waits for the lock, for work that takes at most a few seconds. */
export async function withLock<T>(file: string, work: () => Promise<T>, patience = 60_000): Promise<T> {
  const deadline = Date.now() + patience;
  for (;;) {
    const lock = tryLock(file);
    if (typeof lock === 'function') {
      try {
        return await work();
      } finally {
        lock();
      }
    }
    if (Date.now() > deadline) throw new Error(`Process ${lock.pid} holds ${file} for too long.`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

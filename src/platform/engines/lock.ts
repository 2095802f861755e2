import { existsSync, rmSync } from 'node:fs';
import { createWhole } from './create-whole.ts';
import { isRunning, type ProcessName, readProcessName, thisProcess } from './processes.ts';

/**
 * Takes the lock file or names the process that holds it. A lock whose holder is gone is taken over.
 * @returns a function that gives the lock back, or the holder.
 */
export function tryLock(file: string): (() => void) | ProcessName {
  const { pid, started } = thisProcess();
  for (;;) {
    const holder = readProcessName(file);
    if (holder && isRunning(holder)) return holder;
    if (existsSync(file)) removeStale(file);
    if (createWhole(file, `${pid} ${started}\n`)) return () => rmSync(file, { force: true });
  }
}

/** One process at a time removes what a dead one left, or it might remove the lock that another has just taken. */
function removeStale(file: string): void {
  const turn = tryLock(`${file}.stale`);
  if (typeof turn !== 'function') return;
  const holder = readProcessName(file);
  if (!holder || !isRunning(holder)) rmSync(file, { force: true });
  turn();
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

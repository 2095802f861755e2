import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

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
  return isAlive(name.pid) && startMark(name.pid) === name.started;
}

/** True while a process of that id runs. One that ended and was not yet collected by its parent (Z) does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return statOf(pid)[0] !== 'Z';
}

/** Field 22 of /proc/<pid>/stat: start time in clock ticks since boot. Empty where there is no /proc. */
function startMark(pid: number): string {
  return statOf(pid)[19] ?? '';
}

/** The fields of /proc/<pid>/stat from the third on, after the name in brackets. */
function statOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
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

/** Whether a running process has the word among its arguments; where the system does not tell, the id alone decides. */
export function wasStartedWith(pid: number, word: string): boolean {
  if (!isAlive(pid)) return false;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(word);
  } catch {
    return process.platform !== 'linux';
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
    await sleep(20);
  }
}

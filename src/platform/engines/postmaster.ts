import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { end, isAlive, wasStartedWith } from './processes.ts';

/** What PostgreSQL writes into `postmaster.pid`: line 1 the process, line 4 the port. */
export type Postmaster = { pid: number; port: number };

/** No process has this id: it is above the most that Linux gives (PID_MAX_LIMIT, 2²²). */
const NOBODY = 2 ** 22 + 1;

const fileIn = (data: string) => join(data, 'postmaster.pid');

/** The postmaster that runs on the folder, or the last one when it did not end in order. */
export function readPostmaster(data: string): (Postmaster & { running: boolean }) | undefined {
  if (!existsSync(fileIn(data))) return undefined;
  const lines = readFileSync(fileIn(data), 'utf8').split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 ? { pid, port, running: wasStartedWith(pid, data) } : undefined;
}

/**
 * Makes the folder ready for a new postmaster. The pid file of a killed one is left to PostgreSQL, because it also
 * names the shared memory by which orphaned backends are noticed; where another program has the id by now, PostgreSQL
 * would take that for a postmaster, so the id goes and the rest stays.
 */
export async function clearStale(data: string): Promise<void> {
  const last = readPostmaster(data);
  if (!last) return;
  if (last.running) await end(last.pid, 'SIGINT', 30_000).catch(() => end(last.pid, 'SIGKILL', 10_000));
  else if (isAlive(last.pid)) {
    const text = readFileSync(fileIn(data), 'utf8');
    writeFileSync(fileIn(data), text.replace(/^\d+/, String(NOBODY)));
  }
}

import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';

/** Every process that works in these folders: it names one in its arguments or as SIYU_HOME, or stands in one. */
export function processesOf(...folders: string[]): number[] {
  const found = readdirSync('/proc').filter(name => /^\d+$/.test(name) && Number(name) !== process.pid);
  return found.map(Number).filter(pid => {
    const words = textOf(pid, 'cmdline');
    const home = /(?:^|\0)SIYU_HOME=([^\0]*)/.exec(textOf(pid, 'environ'))?.[1] ?? '';
    const stands = readOr(() => readlinkSync(`/proc/${pid}/cwd`));
    return folders.some(
      folder => words.includes(folder) || stands.startsWith(folder) || home.startsWith(folder),
    );
  });
}

const textOf = (pid: number, file: string) => readOr(() => readFileSync(`/proc/${pid}/${file}`, 'utf8'));

function readOr(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}

/** Waits until nothing works in the folder any more; gives what still does after the patience. */
export async function goneFrom(folder: string, patience = 5_000): Promise<number[]> {
  const deadline = Date.now() + patience;
  while (processesOf(folder).length > 0 && Date.now() < deadline) await pause(20);
  return processesOf(folder);
}

/** Those of a folder's processes whose command line looks so, without their children that have just been forked. */
export function pidsOf(folder: string, command: RegExp): number[] {
  const found = processesOf(folder).filter(pid => command.test(textOf(pid, 'cmdline').replaceAll('\0', ' ')));
  return found.filter(pid => !found.includes(parentOf(pid)));
}

function parentOf(pid: number): number {
  const stat = textOf(pid, 'stat');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

/** The users they run as. */
export function usersOf(folder: string, command: RegExp): number[] {
  return pidsOf(folder, command).map(pid => statSync(`/proc/${pid}`).uid);
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}

/** Kills it if it is there. Id 0 would be this process and its whole group. */
export function tryKill(pid = 0, signal: NodeJS.Signals = 'SIGKILL'): boolean {
  try {
    return pid > 0 && process.kill(pid, signal);
  } catch {
    return false;
  }
}

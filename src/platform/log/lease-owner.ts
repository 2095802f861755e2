import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { isRunning, thisProcess } from '../engines/processes.ts';

/**
 * A new name to hold a lease by. It says which process it is, so that others on this machine need not wait for the lease
 * of one that was killed.
 */
export function leaseOwner(): string {
  const { pid, started } = thisProcess();
  return [randomUUID(), processSpace(), pid, started].join(' ');
}

/** Whether the owner was a process of this machine that no longer runs. Of others nothing is known here. */
export function diedHere(owner: string): boolean {
  const [, space = '', pid = '', started = ''] = owner.split(' ');
  return space !== '' && space === processSpace() && !isRunning({ pid: Number(pid), started });
}

/** Names this boot of this machine and, in containers, this container: within it a process id means one process. */
function processSpace(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return '';
  }
}

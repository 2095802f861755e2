import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY = 2_000;
const QUIET_FOR = 10_000;
const AT_MOST = 300_000;
/** The share of all processors that does nothing. */
const IDLE = 0.8;

/**
 * Waits until the machine has had little to do for a while, at most five minutes: a server that was down overnight first
 * does what fell due meanwhile, and that is not what a bench of requests measures. Returns the milliseconds waited.
 */
export async function quiet(): Promise<number> {
  const began = performance.now();
  let calmSince = began;
  let before = idleness();
  while (performance.now() - calmSince < QUIET_FOR && performance.now() - began < AT_MOST) {
    await sleep(LOOK_EVERY);
    const now = idleness();
    if ((now.idle - before.idle) / (now.all - before.all) < IDLE) calmSince = performance.now();
    before = now;
  }
  return performance.now() - began;
}

function idleness(): { idle: number; all: number } {
  const times = cpus().map(cpu => cpu.times);
  const idle = times.reduce((sum, one) => sum + one.idle, 0);
  return { idle, all: times.reduce((sum, one) => sum + one.user + one.nice + one.sys + one.irq, idle) };
}

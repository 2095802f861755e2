import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A free loopback port for an engine. One it had before is waited for: those who are connected know no other. A new one
 * lies below the ports that systems give to outgoing connections (from 32768 on Linux, RFC 6335's 49152 elsewhere), so
 * that none of those takes it while the engine is down, and nobody who calls there then reaches himself.
 */
export async function freePort(before: number | undefined): Promise<number> {
  const deadline = Date.now() + 3_000;
  while (before && Date.now() < deadline) {
    if (await isFree(before)) return before;
    await sleep(50);
  }
  for (let attempt = 0; attempt < 100; attempt++) {
    const candidate = randomInt(20_000, 32_768);
    if (await isFree(candidate)) return candidate;
  }
  throw new Error('There is no free port on 127.0.0.1.');
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { makeLogger } from '#platform/logger.ts';
import { startSimulator } from './simulator.ts';

/**
 * node main.ts --port 7481 --data simulator.sqlite [--host 127.0.0.1] [--seed 1] [--attached]
 * Prints one JSON line when it listens. With --attached it ends when whoever started it is gone (stdin closes).
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    host: { type: 'string', default: '127.0.0.1' },
    data: { type: 'string', default: ':memory:' },
    seed: { type: 'string' },
    attached: { type: 'boolean', default: false },
  },
});

if (values.data !== ':memory:') mkdirSync(dirname(values.data), { recursive: true });
const simulator = await startSimulator({
  data: values.data,
  port: Number(values.port),
  host: values.host,
  seed: values.seed === undefined ? undefined : Number(values.seed),
  log: makeLogger('info'),
});

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await simulator.stop();
  process.exit(0);
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
if (values.attached) process.stdin.resume().on('close', () => void stop());

process.stdout.write(`${JSON.stringify({ port: simulator.port, url: simulator.url })}\n`);

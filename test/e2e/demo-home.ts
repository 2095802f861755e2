import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject } from 'vitest';
import { eventually } from '#platform/testing/eventually.ts';
import { loginOf } from '../operations/owner.ts';
import { startServer } from '../operations/server.ts';

type Login = ReturnType<typeof loginOf>;

const DEMO = { env: { SIYU_DEMO: '1' } };
const PATIENCE = 400_000;

/**
 * A home with the demo shop in it, as its first start makes it. That takes a minute of a processor: the first test file
 * of a run makes it and ends it in good order, every one has a copy.
 */
export async function copyDemoHome(home: string): Promise<Login> {
  const folder = join(inject('folder'), 'demo');
  const told = join(folder, 'login.json');
  if (isFirst(folder)) await make(join(folder, 'home'), told);
  await eventually(() => expect(existsSync(told), 'the demo shop is made').toBe(true), PATIENCE);
  // With its owners: PostgreSQL takes no folder that is not its user's.
  const { status, stderr } = spawnSync('cp', ['-a', join(folder, 'home'), home], { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  // Two copies cannot have the simulator at one port: each has one of its own, and its addresses follow it there.
  rmSync(join(home, 'simulator.json'));
  return JSON.parse(readFileSync(told, 'utf8')) as Login;
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o711 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function make(home: string, told: string): Promise<void> {
  const server = await startServer(home, DEMO);
  const login = loginOf(server.said.stdout);
  await server.stop();
  writeFileSync(`${told}.new`, JSON.stringify(login));
  renameSync(`${told}.new`, told);
}

import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { ordersCsv } from './orders-csv.ts';
import { Owner } from './owner.ts';
import { goneFrom, pause, pidsOf, processesOf, tryKill } from './processes.ts';
import { launch, MAIN, PROJECT, scratch, startServer } from './server.ts';

const home = join(scratch, 'ending');
const OWNER = { login: 'owner', password: 'a password of my own' };
const owned = { env: { SIYU_OWNER_PASSWORD: OWNER.password } };

// After a test that failed; the others leave nothing.
afterEach(() => processesOf(scratch).forEach(pid => void tryKill(pid)));

describe('ending', () => {
  test('requests that run when SIGTERM comes are answered, and then all is gone', async () => {
    const running = await startServer(home, owned);
    const owner = await Owner.of(running, OWNER);
    const uploads = Array.from({ length: 5 }, (_, i) => owner.upload(`${i}.csv`, slowly(8)));
    await pause(300);
    running.child.kill('SIGTERM');
    const answers = await Promise.all(uploads);
    expect(answers.map(answer => answer.status)).toEqual(uploads.map(() => 201));
    expect(await running.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect(await goneFrom(home, 500)).toEqual([]);
    await expect(owner.get('/session')).rejects.toThrow();
  });

  test.each([
    ['SIGTERM to npm alone', 1, 'SIGTERM'],
    ['Ctrl-C', -1, 'SIGINT'],
  ] as const)('started by npm: %s ends everything', async (_, toGroup, signal) => {
    const npm = { command: ['npm', 'start', '--silent'], cwd: npmFolder(), args: [] };
    const running = await startServer(home, npm);
    process.kill(toGroup * running.pid, signal);
    await running.ended;
    expect(await goneFrom(home)).toEqual([]);
    await expect(fetch(`${running.url}/livez`)).rejects.toThrow();
  });

  test('web and worker apart: they share the engines, and the last to leave takes them away', async () => {
    const apart = join(scratch, 'apart');
    const web = await startServer(apart, { ...owned, args: ['start', '--role', 'web'] });
    const owner = await Owner.of(web, OWNER);
    const id = await owner.startImport(ordersCsv(5));
    await pause(500);
    expect(await owner.get(`/imports/${id}`)).toMatchObject({ status: 'importing' });
    const worker = await startServer(apart, { args: ['start', '--role', 'worker'] });
    expect(worker.said.stdout).toBe('Siyu worker is ready\n');
    expect(await owner.imported(id)).toMatchObject({ status: 'done', result: { orders: { added: 5 } } });
    expect(await web.stop()).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect(pidsOf(apart, /bin\/postgres -D |chdb-host\.ts /)).toHaveLength(2);
    expect(await worker.stop()).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect(await goneFrom(apart, 500)).toEqual([]);
  });

  test.each([50, 400, 800, 1_400])('SIGTERM %i ms after the spawn, while it starts, too', async wait => {
    const early = join(scratch, 'early');
    const { child, ended } = launch(early, ['start'], { env: { SIYU_PORT: '0' } });
    await pause(wait);
    child.kill('SIGTERM');
    const { code, signal, stderr } = await ended;
    // Before its first line of code runs, Node itself ends on the signal.
    expect([code, signal, stderr]).toEqual(code === null ? [null, 'SIGTERM', ''] : [0, null, '']);
    expect(await goneFrom(early)).toEqual([]);
  });
});

/**
 * A folder with the project's own `start` in it and nothing else: npm must never be let loose where node_modules is
 * the project's, because what runs before `start` may install.
 */
function npmFolder(): string {
  const folder = join(scratch, 'npm');
  const bin = join(folder, 'node_modules/.bin');
  if (mkdirSync(bin, { recursive: true })) {
    const { scripts } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
      scripts: { start: string };
    };
    const start = scripts.start.replace('src/main.ts', JSON.stringify(MAIN));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, scripts: { start } }));
    symlinkSync(process.execPath, join(bin, 'node'));
  }
  return folder;
}

/** A file of that many lines which takes a tenth of a second for each. */
async function* slowly(lines: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < lines; i++) {
    await pause(100);
    yield new TextEncoder().encode(`订单号,${i}\n`);
  }
}

test('a first start that is killed at any moment leaves a home that starts', async () => {
  const first = join(scratch, 'first');
  for (const moment of [250, 450, 600, 750, 900, 1_200]) {
    const { child, said } = launch(first, ['start'], { env: { SIYU_PORT: '0' } });
    await Promise.race([pause(moment), once(child, 'exit')]);
    tryKill(child.pid);
    await once(child, 'close');
    expect(said.stderr).toBe('');
  }
  const running = await startServer(first);
  expect((await running.stop()).code).toBe(0);
  expect(await goneFrom(first)).toEqual([]);
});

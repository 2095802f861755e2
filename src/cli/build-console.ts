import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from '#platform/engines/lock.ts';
import { Refusal } from './refusal.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Builds the browser code when it was never built or its sources have changed; a production install brings it along. */
export async function buildConsole(): Promise<void> {
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  const stamp = join(ROOT, 'dist/.built');
  if (!existsSync(vite)) {
    if (existsSync(join(ROOT, 'dist/console/index.html'))) return;
    throw new Refusal('The console is not built and the tools to build it are not installed; run npm ci.');
  }
  const isBuilt = (state: string) => existsSync(stamp) && readFileSync(stamp, 'utf8') === state;
  if (isBuilt(sourcesHash())) return;
  mkdirSync(dirname(stamp), { recursive: true });
  // Two that start at once from one checkout would empty the folder under each other.
  await withLock(join(ROOT, 'dist/.building'), async () => {
    const state = sourcesHash();
    if (isBuilt(state)) return;
    await run(vite);
    await run(vite, '--mode', 'sidebar');
    writeFileSync(stamp, state);
  });
}

function run(vite: string, ...options: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'error', ...options], {
      cwd: ROOT,
      // Whoever starts it from a test: the libraries' test doubles of ids are not for a browser.
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 2, 2],
    });
    process.once('exit', () => child.kill());
    child.once('exit', code =>
      code === 0 ? resolve() : reject(new Refusal('The console could not be built; see the message above.')),
    );
  });
}

/** Names, sizes and times of everything the build reads. */
function sourcesHash(): string {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')));
  const visit = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (/\/web\/|contract\.ts$|\/src\/web\//.test(path))
        hash.update(`${path} ${statSync(path).size} ${statSync(path).mtimeMs}\n`);
    }
  };
  visit(join(ROOT, 'src'));
  hash.update(`${statSync(join(ROOT, 'vite.config.ts'), { throwIfNoEntry: false })?.mtimeMs}`);
  return hash.digest('hex');
}

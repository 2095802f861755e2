/**
 * `npm test`: every check, then every test, the browser tests too. With arguments (`npm test -- src/2-segmentation`)
 * only the tests they name, without the checks. A browser that is missing is installed where that can be done without
 * asking (root on Debian or Ubuntu); elsewhere the browser tests are left out, and it says so.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildConsole } from '../src/cli/build-console.ts';
import { findBrowser } from './browser.ts';

/** Where src/main.ts keeps what Node has compiled; tests read the same files. */
const COMPILED = fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url));

const chosen = process.argv.slice(2);
const started = performance.now();

if (chosen.length === 0) run('node', ['tools/check.ts']);
const browser = findBrowser() ?? installBrowser();
if (browser) await buildConsole();
else
  console.log(
    '\nNo Chromium found: the browser tests are left out. Install Chromium or Chrome, or set TEST_BROWSER.\n',
  );
run('vitest', ['run', ...chosen], { TEST_BROWSER: browser ?? 'none', NODE_COMPILE_CACHE: COMPILED });
console.log(
  `All green in ${((performance.now() - started) / 1_000).toFixed(0)} s${browser ? '' : ', browser tests left out'}`,
);

function run(command: string, options: string[], environment: NodeJS.ProcessEnv = {}): void {
  const { status } = spawnSync(command, options, {
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** Chromium and fonts with Chinese and emoji, so that screenshots show what people see. */
function installBrowser(): string | undefined {
  const mayInstall =
    process.platform === 'linux' &&
    process.getuid?.() === 0 &&
    spawnSync('apt-get', ['--version']).status === 0;
  if (!mayInstall) return undefined;
  console.log('Installing Chromium for the browser tests (once) …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const packages = ['chromium', 'fonts-noto-cjk', 'fonts-noto-color-emoji'];
  spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env });
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  });
  return findBrowser();
}

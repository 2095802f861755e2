// Runs before every npm script, on whatever Node is there (20 or newer), with nothing installed yet: installs what the
// lock file asks for when it is not installed, and checks that the Node which runs next is new enough.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.siyu-installed');
const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) install();
checkNode();

function install() {
  console.error('Siyu: installing what is missing (once, about a minute) …');
  const npm = process.env.npm_execpath;
  const [command, before] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  // No package's install script runs: what they do (links, downloads, telemetry) is not needed.
  const options = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const run = spawnSync(command, [...before, ...options], { cwd: root, stdio: ['ignore', 2, 2] });
  if (run.status !== 0) {
    console.error('Siyu: npm could not install; see its message above. Nothing else was changed.');
    process.exit(1);
  }
  writeFileSync(stamp, lock);
}

function checkNode() {
  const pinned = join(root, 'node_modules', '.bin', 'node');
  const node = existsSync(pinned) ? pinned : process.execPath;
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  if (Number(version.slice(1).split('.')[0]) >= 24) return;
  console.error(
    `Siyu needs Node 24 or newer and found ${version}; install it from https://nodejs.org and start again.`,
  );
  process.exit(1);
}

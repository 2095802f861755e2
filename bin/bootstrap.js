// Runs before every npm script, on whatever Node is there (20 or newer), with nothing installed yet: installs what the
// lock file asks for when it is not installed, and checks that the Node which runs next is new enough.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const stamp = join(modules, '.siyu-installed');
const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) install();
checkNode();

function install() {
  // `npm ci` empties the folder first, and would follow a link into somebody else's.
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink())
    refuse(
      `Siyu: node_modules is a link to ${readlinkSync(modules)}, which npm would empty; remove the link and start again.`,
    );
  console.error('Siyu: installing what is missing (once, about a minute) …');
  const npm = process.env.npm_execpath;
  const [command, before] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  // No package's install script runs: what they do (links, downloads, telemetry) is not needed.
  const options = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const run = spawnSync(command, [...before, ...options], { cwd: root, stdio: ['ignore', 2, 2] });
  if (run.error) refuse('Siyu: there is no npm in the PATH; it comes with Node from https://nodejs.org.');
  if (run.status !== 0) refuse('Siyu: npm could not install; see its message above, then start again.');
  writeFileSync(stamp, lock);
}

function checkNode() {
  const pinned = join(modules, '.bin', 'node');
  const node = existsSync(pinned) ? pinned : process.execPath;
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  if (Number(version.slice(1).split('.')[0]) >= 24) return;
  refuse(
    `Siyu needs Node 24 or newer and found ${version}; install it from https://nodejs.org and start again.`,
  );
}

function refuse(sentence) {
  console.error(sentence);
  process.exit(1);
}

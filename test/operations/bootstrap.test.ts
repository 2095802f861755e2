import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../bin/bootstrap.js', import.meta.url));
const INSTALL = 'ci --ignore-scripts --no-audit --no-fund --loglevel=error';
const place = mkdtempSync(join(tmpdir(), 'siyu-bootstrap-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** A project of its own for every test: never the real one, whose node_modules npm would empty. */
let root: string;
const at = (...parts: string[]) => join(root, ...parts);
const calls = () =>
  existsSync(at('npm-calls')) ? readFileSync(at('npm-calls'), 'utf8').trim().split('\n') : [];

beforeEach(() => {
  root = mkdtempSync(join(place, '小满 '));
  mkdirSync(at('bin'));
  mkdirSync(at('path'));
  cpSync(SCRIPT, at('bin/bootstrap.js'));
  writeFileSync(at('package.json'), '{"type":"module"}');
  writeFileSync(at('package-lock.json'), '{"a":1}');
  npmThat(`mkdir -p node_modules/.bin && ${writeNode('v24.21.0')}`);
});

/** An npm that writes down where it was called and how, and then does this. */
function npmThat(does: string): void {
  executable(at('path/npm'), `echo "$PWD: $*" >> '${root}/npm-calls'\n${does}`);
}

/** Shell text that makes a pinned Node of this version. */
function writeNode(version: string): string {
  return `printf '#!/bin/sh\\necho ${version}\\n' > node_modules/.bin/node && chmod +x node_modules/.bin/node`;
}

function executable(path: string, text: string): void {
  writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
}

/** Runs the copy with nothing of ours in PATH but the npm above. */
function bootstrap(env: Record<string, string> = {}, path = `${at('path')}:/usr/bin:/bin`) {
  const options = { cwd: tmpdir(), env: { PATH: path, ...env }, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [at('bin/bootstrap.js')], options);
  return { status, stdout, stderr };
}

const installing = 'Siyu: installing what is missing (once, about a minute) …\n';
const nothingToSay = { status: 0, stdout: '', stderr: '' };

describe('what is installed', () => {
  test('nothing: exactly what the lock file asks for, without any package’s scripts; then never again', () => {
    expect(bootstrap()).toEqual({ ...nothingToSay, stderr: installing });
    expect(calls()).toEqual([`${root}: ${INSTALL}`]);
    expect(bootstrap()).toEqual(nothingToSay);
    expect(calls()).toHaveLength(1);
  });

  test('what an earlier lock file asked for: again', () => {
    bootstrap();
    writeFileSync(at('package-lock.json'), '{"a":2}');
    expect(bootstrap()).toEqual({ ...nothingToSay, stderr: installing });
    expect(calls()).toHaveLength(2);
  });

  test('nothing any more, because node_modules was deleted: again', () => {
    bootstrap();
    rmSync(at('node_modules'), { recursive: true });
    expect(bootstrap()).toEqual({ ...nothingToSay, stderr: installing });
    expect(calls()).toHaveLength(2);
  });

  test('started by npm: that npm installs, not another one in the PATH', () => {
    writeFileSync(
      at('npm-cli.js'),
      `import { appendFileSync, mkdirSync } from 'node:fs';
      mkdirSync('node_modules');
      appendFileSync('npm-calls', \`mine: \${process.argv.slice(2).join(' ')}\\n\`);`,
    );
    expect(bootstrap({ npm_execpath: at('npm-cli.js') }).status).toBe(0);
    expect(calls()).toEqual([`mine: ${INSTALL}`]);
  });
});

describe('when it cannot be installed', () => {
  test('npm’s own words, one sentence, and the next start tries again', () => {
    npmThat('echo "npm error 404" >&2; exit 7');
    const failed = bootstrap();
    expect(failed).toEqual({
      status: 1,
      stdout: '',
      stderr: `${installing}npm error 404\nSiyu: npm could not install; see its message above, then start again.\n`,
    });
    expect(bootstrap()).toEqual(failed);
    expect(calls()).toHaveLength(2);
    expect(existsSync(at('node_modules'))).toBe(false);
  });

  test('cut short by Ctrl-C, it is not taken for done', () => {
    npmThat('mkdir -p node_modules; kill -INT $$');
    expect(bootstrap().status).toBe(1);
    expect(existsSync(at('node_modules/.siyu-installed'))).toBe(false);
  });

  test('there is no npm', () => {
    expect(bootstrap({}, at('bin'))).toEqual({
      status: 1,
      stdout: '',
      stderr: `${installing}Siyu: there is no npm in the PATH; it comes with Node from https://nodejs.org.\n`,
    });
  });

  test('node_modules is a link: npm would empty the folder it leads to, so nothing is done', () => {
    const shared = at('shared');
    mkdirSync(shared);
    writeFileSync(join(shared, 'kept'), 'kept');
    symlinkSync(shared, at('node_modules'));
    expect(bootstrap()).toEqual({
      status: 1,
      stdout: '',
      stderr: `Siyu: node_modules is a link to ${shared}, which npm would empty; remove the link and start again.\n`,
    });
    expect([calls(), readFileSync(join(shared, 'kept'), 'utf8')]).toEqual([[], 'kept']);
  });
});

describe('the Node that runs next', () => {
  test('an old one in the PATH is no matter where a new one is pinned', () => {
    executable(at('path/node'), 'echo v18.0.0');
    expect(bootstrap().status).toBe(0);
  });

  test('one that is too old is refused, with what was found', () => {
    npmThat(`mkdir -p node_modules/.bin && ${writeNode('v20.20.2')}`);
    expect(bootstrap()).toEqual({
      status: 1,
      stdout: '',
      stderr: `${installing}Siyu needs Node 24 or newer and found v20.20.2; install it from https://nodejs.org and start again.\n`,
    });
  });

  test('without a pinned one, the one that runs counts', () => {
    npmThat('mkdir node_modules');
    const isNew = Number(process.versions.node.split('.')[0]) >= 24;
    expect(bootstrap().status).toBe(isNew ? 0 : 1);
  });

  test('npm runs the pinned one, whichever is in the PATH', () => {
    // The project's own scripts in a folder of their own, where nothing is left to install.
    const { scripts } = JSON.parse(readFileSync(join(SCRIPT, '../../package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const { prestart, start } = scripts;
    writeFileSync(at('package.json'), JSON.stringify({ type: 'module', scripts: { prestart, start } }));
    mkdirSync(at('src'));
    writeFileSync(at('src/main.ts'), `console.log('main runs on', process.env.NODE_NAMED, process.argv[2]);`);
    bootstrap();
    const named = (name: string) => `NODE_NAMED=${name} exec '${process.execPath}' "$@"`;
    const version = 'if [ "$1" = --version ]; then echo v24.21.0; exit; fi\n';
    executable(at('node_modules/.bin/node'), version + named('pinned'));
    mkdirSync(at('old'));
    executable(at('old/node'), named('old'));
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
    const npm = spawnSync('npm', ['start', '--silent'], {
      cwd: root,
      env: { ...env, PATH: `${at('old')}:${process.env.PATH}` },
      encoding: 'utf8',
    });
    expect([npm.status, npm.stdout, npm.stderr]).toEqual([0, 'main runs on pinned start\n', '']);
  });
});

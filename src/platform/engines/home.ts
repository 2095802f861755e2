import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where one installation of Siyu keeps what it must not lose. Everything lies below one folder. */
export type Home = {
  folder: string;
  run: string;
  logs: string;
  files: string;
  /** A path inside the home. */
  path(...parts: string[]): string;
};

export class HomeError extends Error {}

/** Makes the folders (0700: they hold personal data) or says in one sentence why that cannot be. */
export function openHome(folder: string): Home {
  const path = (...parts: string[]) => join(folder, ...parts);
  try {
    // Root's PostgreSQL runs as another user and must be able to walk through the home, not to list it.
    mkdirSync(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    for (const part of ['run/users', 'logs', 'files'])
      mkdirSync(path(part), { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : error;
    throw new HomeError(
      `Siyu cannot write to ${folder} (${reason}); set SIYU_HOME to a folder this user owns.`,
    );
  }
  return { folder, run: path('run'), logs: path('logs'), files: path('files'), path };
}

/** Reads a secret of the installation, made once and kept with mode 0600. */
export function installationSecret(home: Home, name: string, bytes = 32): string {
  const file = home.path(name);
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${randomBytes(bytes).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(file, 'utf8').trim();
}

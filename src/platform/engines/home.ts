import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { createWhole } from './create-whole.ts';

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
export function openHome(wished: string): Home {
  try {
    // Root's PostgreSQL runs as another user and must be able to walk through the home, not to list it.
    mkdirSync(wished, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    // Under one name, however many links lead to it.
    const folder = realpathSync(wished);
    const path = (...parts: string[]) => join(folder, ...parts);
    for (const part of ['run/users', 'logs', 'files'])
      mkdirSync(path(part), { recursive: true, mode: 0o700 });
    for (const part of ['', 'run', 'logs', 'files']) accessSync(path(part), constants.W_OK | constants.X_OK);
    return { folder, run: path('run'), logs: path('logs'), files: path('files'), path };
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : error;
    throw new HomeError(
      `The folder ${wished} cannot be written to (${reason}); set SIYU_HOME to one this user owns.`,
    );
  }
}

/** Reads a secret of the installation, made once and kept with mode 0600. Refuses one that is not what was made. */
export function installationSecret(home: Home, name: string, bytes = 32): string {
  const file = home.path(name);
  if (!existsSync(file)) createWhole(file, `${randomBytes(bytes).toString('hex')}\n`, { flush: true });
  const secret = readSecret(file);
  if (secret.length === 2 * bytes && /^[0-9a-f]+$/.test(secret)) return secret;
  throw new HomeError(`${file} is damaged; put it back from a backup of that folder.`);
}

function readSecret(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : error;
    throw new HomeError(`${file} cannot be read (${reason}); it must belong to the user Siyu runs as.`);
  }
}

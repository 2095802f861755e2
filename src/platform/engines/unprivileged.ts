import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** PostgreSQL refuses to run as root, so root runs it as somebody else. */
export type SystemUser = { name: string; uid: number; gid: number };

/** Where root keeps what that user must be able to reach when SIYU_HOME lies behind a closed door. */
const ROOT_PLACE = '/var/lib/siyu';

/** The user PostgreSQL runs as, or `undefined` when this process is not root and needs no other. */
export function unprivilegedUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map(line => line.split(':'));
  for (const wanted of ['siyu', 'postgres', 'nobody']) {
    const found = users.find(([name]) => name === wanted);
    if (found) return { name: wanted, uid: Number(found[2]), gid: Number(found[3]) };
  }
  throw new Error('Siyu runs as root and found no user "siyu", "postgres" or "nobody" to run PostgreSQL as.');
}

/** True when the user may walk down to the folder, existing or yet to be made. */
export function canReach(user: SystemUser, folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(at)) {
      const { mode, uid, gid } = statSync(at);
      const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
      if (!(mode & bit)) return false;
    }
    if (at === dirname(at)) return true;
  }
}

/**
 * The folder PostgreSQL keeps its data in: inside the home, or, when root's PostgreSQL user cannot get in there,
 * in a folder of its own named by the home's path.
 */
export function dataFolder(home: string, user: SystemUser | undefined): string {
  const inside = join(home, 'postgres');
  if (!user || canReach(user, home)) return inside;
  return join(ROOT_PLACE, createHash('sha256').update(home).digest('hex').slice(0, 12), 'postgres');
}

/** The folder of binaries, copied to where the user can reach it when the checkout is behind a closed door. */
export function reachableBinaries(native: string, version: string, user: SystemUser | undefined): string {
  if (!user || canReach(user, native)) return native;
  const copy = join(ROOT_PLACE, `postgresql-${version}`);
  if (!existsSync(copy)) {
    mkdirSync(ROOT_PLACE, { recursive: true, mode: 0o755 });
    const unfinished = `${copy}.${process.pid}`;
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(unfinished, copy);
    } catch (error) {
      if (!existsSync(copy)) throw error;
    }
  }
  return copy;
}

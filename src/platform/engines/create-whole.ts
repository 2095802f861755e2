import { linkSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Makes a file that is not there yet, with its content in it (mode 0600): it appears whole or not at all, and of two
 * processes one makes it. With `flush` it also outlives a power cut.
 * @returns whether this process made it.
 */
export function createWhole(file: string, content: string, { flush = false } = {}): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content, { mode: 0o600, flush });
  try {
    return tryCreate(() => linkSync(draft, file)) ?? writeInPlace(file, content, flush);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** For file systems that know no links (exFAT, some network shares): a reader may meet the file half written. */
function writeInPlace(file: string, content: string, flush: boolean): boolean {
  return tryCreate(() => writeFileSync(file, content, { mode: 0o600, flag: 'wx', flush })) ?? false;
}

/** Undefined where the file system cannot do this at all. */
function tryCreate(create: () => void): boolean | undefined {
  try {
    create();
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EEXIST') return false;
    if (['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code)) return undefined;
    throw error;
  }
}

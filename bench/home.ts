import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '#platform/config.ts';
import { makeLogger } from '#platform/logger.ts';
import { openPlatform, type Platform } from '#platform/platform.ts';

/** Gives the bench engines of its own, in a folder that is removed afterwards unless it was named. */
export async function withHome<T>(
  named: string | undefined,
  use: (platform: Platform, home: string) => Promise<T>,
): Promise<T> {
  const home = named ?? mkdtempSync(join(tmpdir(), 'siyu-bench-'));
  // Root's PostgreSQL runs as another user: closed to it, its data would lie elsewhere and stay.
  if (!named) chmodSync(home, 0o711);
  const { platform, close } = await openPlatform(readConfig({ SIYU_HOME: home }), makeLogger('error'));
  try {
    return await use(platform, home);
  } finally {
    await close();
    if (!named) rmSync(home, { recursive: true, force: true });
  }
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '#platform/config.ts';
import { makeLogger } from '#platform/logger.ts';
import { openPlatform, type Platform } from '#platform/platform.ts';

/** Gives the bench engines of its own in a folder that is removed afterwards. */
export async function withHome<T>(use: (platform: Platform, home: string) => Promise<T>): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'siyu-bench-'));
  const { platform, close } = await openPlatform(readConfig({ SIYU_HOME: home }), makeLogger('error'));
  try {
    return await use(platform, home);
  } finally {
    await close();
    rmSync(home, { recursive: true, force: true });
  }
}

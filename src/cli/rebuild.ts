import { rebuildAnalytics } from '#customers';
import type { Config } from '#platform/config.ts';
import { makeLogger } from '#platform/logger.ts';
import { openPlatform } from '#platform/platform.ts';

/** `siyu rebuild analytics`: ClickHouse anew from PostgreSQL, while the server may go on running. */
export async function rebuildCommand(config: Config): Promise<void> {
  const { platform, close } = await openPlatform(config, makeLogger('error'));
  try {
    const began = performance.now();
    await rebuildAnalytics(platform, table => process.stdout.write(`  ${table}\n`));
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    process.stdout.write(`Rebuilt in ${seconds} s. \`siyu check\` compares both stores.\n`);
  } finally {
    await close();
  }
}

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A file or folder of the real data that tests and benchmarks use when it is there: beside the checkout in
 * `../shared/data`, or where `TEST_DATA` says. It is not part of the project; undefined, and said so, without it.
 */
export function sharedData(name: string): string | undefined {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const path = resolve(process.env.TEST_DATA ?? resolve(root, '../shared/data'), name);
  if (existsSync(path)) return path;
  process.stderr.write(`skipped: data not here (${name}; set TEST_DATA to its folder)\n`);
  return undefined;
}

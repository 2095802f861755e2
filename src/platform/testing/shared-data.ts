import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A file of the real data that tests use when it is there: beside the checkout in `../shared/data`, or where
 * `TEST_DATA` says. It is not part of the project; tests that need it skip without it.
 */
export function sharedData(file: string): string {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  return resolve(process.env.TEST_DATA ?? resolve(root, '../shared/data'), file);
}

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A folder for the files of one test file; `remove` after the last test. */
export function temporaryFiles(): { write(name: string, bytes: string | Buffer): string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'siyu-imports-'));
  return {
    write(name, bytes) {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      return path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Real data that is not in the repository: in SIYU_TEST_DATA, or beside the checkout. Undefined: skip the test. */
export function testData(name: string): string | undefined {
  const path = join(process.env.SIYU_TEST_DATA ?? resolve('../shared/data'), name);
  if (existsSync(path)) return path;
  process.stderr.write(`skipped: data not here (${path})\n`);
  return undefined;
}

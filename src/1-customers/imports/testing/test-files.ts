import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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

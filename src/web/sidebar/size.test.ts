import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { expect, test } from 'vitest';

const MOST = 60_000;
const CONFIG = fileURLToPath(new URL('../../../vite.config.ts', import.meta.url));

test('all of the sidebar, Tencent’s SDK with it, is at most 60 kB on the way, and what shows first is half of that', async () => {
  const outDir = mkdtempSync(join(tmpdir(), 'siyu-sidebar-'));
  try {
    await build({
      configFile: CONFIG,
      mode: 'sidebar',
      logLevel: 'error',
      build: { outDir, emptyOutDir: true },
    });
    const files = readdirSync(outDir, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => ({
        name: entry.name,
        bytes: gzipSync(readFileSync(join(entry.parentPath, entry.name))).length,
      }));
    expect(files.map(file => file.name)).toEqual(expect.arrayContaining(['index.html']));
    const total = (of: typeof files) => of.reduce((sum, file) => sum + file.bytes, 0);
    expect(total(files), JSON.stringify(files)).toBeLessThan(MOST);
    expect(total(files), 'the SDK is in it').toBeGreaterThan(18_000);
    expect(total(files.filter(file => !file.name.startsWith('wecom'))), 'without the SDK').toBeLessThan(
      MOST / 2,
    );
  } finally {
    rmSync(outDir, { recursive: true });
  }
});

/** `npm run check`: everything a machine can say about the house without running the tests. */
import { spawnSync } from 'node:child_process';

const CHECKS: [what: string, command: string, ...options: string[]][] = [
  ['types', 'tsc', '-p', '.'],
  ['lint and format', 'biome', 'check', '--error-on-warnings', '.'],
  ['the three laws', 'node', 'tools/laws.ts'],
  ['unused code', 'knip', '--no-progress'],
  ['database types', 'node', 'tools/db-types.ts', '--check'],
  ['OpenAPI document', 'node', 'tools/openapi.ts', '--check'],
  ['lock file', 'node', 'tools/complete-lock.ts', '--check'],
];

for (const [what, command, ...options] of CHECKS) {
  const started = performance.now();
  const run = spawnSync(command, options, { stdio: ['ignore', 'inherit', 'inherit'] });
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  console.log(`${run.status === 0 ? 'ok  ' : 'FAIL'} ${what} (${seconds} s)`);
  if (run.status !== 0) process.exit(1);
}

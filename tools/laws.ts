/**
 * The three laws of ARCHITECTURE.md, read off the import lines:
 * 1 front door: another stage is entered only through its index.ts (the browser: contract.ts);
 * 2 look back only: stage n imports platform, channels and stages below n; channels only platform; platform neither;
 * 3 the browser sees contracts: web code imports its own folder, its stage's contract.ts and src/web; nothing of the
 *   server imports web code.
 * Tests are free, and the product imports nothing of them.
 * Prints every breach and exits 1.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

type Place = { room: string; order: number; web: boolean; file: string };

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s+['"]([^'"]+)['"]|(?:^|[^.\w])import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s+['"]([^'"]+)['"]/g;
const aliases = Object.entries(
  (JSON.parse(readFileSync('package.json', 'utf8')) as { imports: Record<string, string> }).imports,
);

export function breaches(): string[] {
  const found: string[] = [];
  for (const file of sourceFiles('src')) {
    const text = readFileSync(file, 'utf8');
    for (const match of text.matchAll(IMPORT)) {
      const target = resolveImport(file, match[1] ?? match[2] ?? match[3] ?? '');
      const why = target && breach(placeOf(file), placeOf(target));
      if (why) found.push(`${file} → ${relative('.', target)}: ${why}`);
    }
  }
  return [...found, ...missingReadmes()];
}

function breach(from: Place, to: Place): string | undefined {
  if (to.file.endsWith('.test.ts')) return 'nothing imports a test';
  if (isTesting(from)) return undefined;
  if (isTesting(to)) return 'the product imports nothing of the tests';
  if (from.web) return webBreach(from, to);
  if (to.web) return 'server code imports web code (law 3)';
  if (from.room === 'program') return undefined;
  if (from.room === to.room) return undefined;
  if (to.room === 'program') return 'nothing imports the program (law 2)';
  if (from.order <= to.order) return `${from.room} may not look forward to ${to.room} (law 2)`;
  if (isStage(to) && to.file !== 'index.ts' && to.file !== 'contract.ts')
    return 'enter through index.ts (law 1)';
  return undefined;
}

function webBreach(from: Place, to: Place): string | undefined {
  if (to.web)
    return to.room === from.room || to.room === 'web' || from.room === 'web'
      ? undefined
      : 'another stage’s web folder (law 3)';
  if (to.file.endsWith('contract.ts') && (to.room === 'platform' || isStage(to) || to.room === 'channels'))
    return undefined;
  return 'the browser sees contracts only (law 3)';
}

/** Tests and the folders of what they share may look anywhere; the product may not look at them. */
function isTesting({ file }: Place): boolean {
  return file.endsWith('.test.ts') || file.split('/').includes('testing');
}

function isStage(place: Place): boolean {
  return place.order >= 1 && place.order <= 9;
}

/** Which room a file stands in: platform, channels, a stage, web, or the program that puts them together. */
function placeOf(path: string): Place {
  const parts = relative('src', path).split('/');
  const room = parts[0] ?? '';
  const stage = /^(\d)-/.exec(room)?.[1];
  const order = stage ? Number(stage) : room === 'platform' ? -1 : room === 'channels' ? 0 : 99;
  const known = stage || room === 'platform' || room === 'channels' || room === 'web';
  return {
    room: known ? room : 'program',
    order,
    web: room === 'web' || parts[1] === 'web',
    file: parts.slice(1).join('/'),
  };
}

function resolveImport(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return join(dirname(from), specifier);
  if (!specifier.startsWith('#')) return undefined;
  for (const [alias, target] of aliases) {
    if (alias === specifier) return join(target);
    const star = alias.indexOf('*');
    if (star > 0 && specifier.startsWith(alias.slice(0, star)))
      return join(target.replace('*', specifier.slice(star)));
  }
  return undefined;
}

function* sourceFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sourceFiles(path);
    else if (/\.tsx?$/.test(entry.name)) yield path;
  }
}

function missingReadmes(): string[] {
  return readdirSync('src')
    .filter(room => /^\d-/.test(room) && !existsSync(join('src', room, 'README.md')))
    .map(room => `src/${room}: a stage has a README`);
}

const found = breaches();
for (const line of found) console.error(line);
if (found.length > 0) process.exitCode = 1;

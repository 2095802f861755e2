/**
 * package-lock.json must name every optional platform package, also those which the registry at hand does not serve:
 * `npm install` leaves them out and `npm ci` then refuses the lock. This adds them, or with --check says which are
 * missing.
 */
import { readFileSync, writeFileSync } from 'node:fs';

type Entry = {
  version?: string;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
};
type Lock = { packages: Record<string, Entry> };

const SYSTEMS = [
  'linux',
  'darwin',
  'win32',
  'freebsd',
  'openbsd',
  'netbsd',
  'android',
  'aix',
  'sunos',
  'openharmony',
];
const PROCESSORS = [
  'x64',
  'arm64',
  'ia32',
  'arm',
  'ppc64',
  'riscv64',
  'loong64',
  's390x',
  'mips64el',
  'wasm32',
];

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
const missing: string[] = [];

for (const [place, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (findsIt(place, name) || !/^\d/.test(version)) continue;
    missing.push(`${name}@${version}`);
    lock.packages[`node_modules/${name}`] = { version, optional: true, ...platformOf(name) };
  }
}

/** npm looks beside the package that asks, then in each folder above it. */
function findsIt(place: string, name: string): boolean {
  for (let at = place; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    if (lock.packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`]) return true;
    if (at === '') return false;
  }
}

function platformOf(name: string): Pick<Entry, 'os' | 'cpu' | 'libc'> {
  const words = name.split(/[/-]/);
  const os = words.find(word => SYSTEMS.includes(word));
  const cpu = words.find(word => PROCESSORS.includes(word)) ?? (words.includes('arm') ? 'arm' : undefined);
  const libc = words.includes('musl')
    ? 'musl'
    : words.includes('gnu') && os === 'linux'
      ? 'glibc'
      : undefined;
  return { ...(os && { os: [os] }), ...(cpu && { cpu: [cpu] }), ...(libc && { libc: [libc] }) };
}

if (missing.length > 0 && process.argv.includes('--check')) {
  console.error(
    `package-lock.json lacks ${missing.length} optional packages (${missing[0]} …); run: npm run lock`,
  );
  process.exitCode = 1;
} else if (missing.length > 0) {
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
  lock.packages = Object.fromEntries(sorted);
  writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`added ${missing.length} optional packages`);
}

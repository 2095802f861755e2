import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const folder = mkdtempSync(join(tmpdir(), 'siyu-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, content: string) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const fault = (env: Record<string, string>) => {
  try {
    return readConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message;
  }
};

test('without anything set everything has its default', () => {
  expect(readConfig({})).toEqual({
    home: resolve('.siyu'),
    host: '127.0.0.1',
    port: undefined,
    publicUrl: undefined,
    databaseUrl: undefined,
    clickhouseUrl: undefined,
    clickhousePostgres: undefined,
    demo: true,
    ownerPassword: undefined,
    secretKey: undefined,
    logLevel: 'info',
    metricsToken: undefined,
    webhooksPrivate: false,
  });
});

test('an empty value is as if it were not set; names of others are nobody’s business', () => {
  const empty = { SIYU_HOME: '', SIYU_PORT: '', SIYU_SECRET_KEY: '', SIYU_DEMO: '', SIYU_UNKNOWN: '' };
  expect(readConfig({ ...empty, PATH: '/bin', HOME: '/', SIYUX: 'x', siyu_port: 'x' })).toEqual(
    readConfig({}),
  );
});

describe('a name that is none', () => {
  test.each([
    ['SIYU_PROT', 'SIYU_PORT'],
    ['SIYU_DB_URL', 'SIYU_DATABASE_URL'],
    ['SIYU_DATABASEURL', 'SIYU_DATABASE_URL'],
    ['SIYU_SECRET', 'SIYU_SECRET_KEY'],
    ['SIYU_LOGLEVEL', 'SIYU_LOG_LEVEL'],
    ['SIYU_HOMES', 'SIYU_HOME'],
    ['SIYU_PROT_FILE', 'SIYU_PORT'],
  ])('%s is refused, and the answer is %s', (wrong, right) => {
    expect(fault({ [wrong]: 'x' })).toMatch(
      new RegExp(`^Unknown setting ${wrong}: did you mean ${right}\\? Known are .*SIYU_HOME`),
    );
  });
});

describe('a value that is none', () => {
  const cases: [string, string[], RegExp][] = [
    [
      'SIYU_PORT',
      ['abc', '-1', '65536', '80.5', '0x50', '1e3', ' 80', '99999999'],
      /whole number from 0 to 65535/,
    ],
    [
      'SIYU_PUBLIC_URL',
      ['siyu.example', 'ftp://siyu.example', 'javascript:alert(1)'],
      /http:\/\/ or https:\/\//,
    ],
    ['SIYU_DATABASE_URL', ['localhost', 'mysql://x/y'], /postgres:\/\//],
    ['SIYU_CLICKHOUSE_URL', ['tcp://x:9000', 'x'], /http:\/\/ or https:\/\//],
    ['SIYU_DEMO', ['true', 'yes', '2'], /0 or 1/],
    ['SIYU_OWNER_PASSWORD', ['short'], /8 characters/],
    ['SIYU_SECRET_KEY', ['abc', 'G'.repeat(64), 'A'.repeat(64), '4'.repeat(63)], /64 hex digits/],
    ['SIYU_LOG_LEVEL', ['loud', 'INFO'], /debug, info, warn, error or silent/],
    ['SIYU_METRICS_TOKEN', ['short'], /16 characters/],
  ];
  test.each(cases)(
    '%s: one sentence that names it and says what it must be, not what it was',
    (name, values, words) => {
      for (const value of values) {
        const said = fault({ [name]: value });
        expect(said, value).toMatch(words);
        expect(said, value).toMatch(new RegExp(`^${name} [^\n]+\\.$`));
        if (/KEY|PASSWORD|TOKEN/.test(name)) expect(said).not.toContain(value);
      }
    },
  );

  test('several faults are several sentences', () => {
    const said = fault({ SIYU_PORT: 'x', SIYU_DEMO: 'x', SIYU_PROT: 'x', SIYU_HOMMES: 'x' });
    expect(String(said).split('\n')).toHaveLength(4);
  });

  test('ports from 0 to 65535 are taken', () => {
    expect([0, 80, 7480, 65_535].map(port => readConfig({ SIYU_PORT: String(port) }).port)).toEqual([
      0, 80, 7480, 65_535,
    ]);
  });
});

describe('a value in a file', () => {
  const key = '0123456789abcdef'.repeat(4);

  test('is read without the line end an editor puts there', () => {
    for (const end of ['', '\n', '\r\n'])
      expect(readConfig({ SIYU_SECRET_KEY_FILE: file('key', key + end) }).secretKey).toBe(key);
    expect(readConfig({ SIYU_PORT_FILE: file('port', '7480\n') }).port).toBe(7480);
  });

  test('and is checked like any other', () => {
    expect(fault({ SIYU_SECRET_KEY_FILE: file('bad', 'nonsense') })).toMatch(/^SIYU_SECRET_KEY must be/);
  });

  test('a file that is missing, empty or a folder is an error, not a secret that was never asked for', () => {
    expect(fault({ SIYU_SECRET_KEY_FILE: join(folder, 'none') })).toMatch(
      /^SIYU_SECRET_KEY_FILE: the file .* cannot be read \(ENOENT\)\.$/,
    );
    expect(fault({ SIYU_SECRET_KEY_FILE: folder })).toMatch(/cannot be read \(EISDIR\)/);
    expect(fault({ SIYU_SECRET_KEY_FILE: file('empty', ' \n') })).toMatch(
      /^SIYU_SECRET_KEY_FILE: the file .* is empty\.$/,
    );
    const locked = file('locked', key);
    chmodSync(locked, 0o000);
    if (process.getuid?.() !== 0) expect(fault({ SIYU_SECRET_KEY_FILE: locked })).toMatch(/EACCES/);
  });

  test('both the value and the file are one too many', () => {
    const both = { SIYU_SECRET_KEY: key, SIYU_SECRET_KEY_FILE: file('key', key) };
    expect(fault(both)).toBe('SIYU_SECRET_KEY and SIYU_SECRET_KEY_FILE are both set; keep one of them.');
    expect(readConfig({ ...both, SIYU_SECRET_KEY: '' }).secretKey).toBe(key);
  });
});

import { readFileSync } from 'node:fs';
import { DAY, fromShanghai, HOUR, shanghaiDate } from '#platform/clock.ts';
import { between, pick, type Random } from '#platform/random.ts';
import { sharedData } from '#platform/testing/shared-data.ts';

/** Texts that mean something to SQL, to escapes, to JSON, to regular expressions and to the eye, and some of other people. */
export const ODD_TEXTS: readonly string[] = [
  ...[
    "it's",
    '"',
    '\\',
    '\\n',
    '\n',
    '`',
    '%',
    '_',
    '*',
    '?',
    '{p0:String}',
    '--',
    ';',
    ' ',
    ' 甲 ',
    '甲',
    '甲乙',
  ],
  ...['null', 'true', '0', '-1', 'Ａ', 'a', 'A', 'é', 'e\u0301', '😀', '\u202e', '\u200b', '{{name}}', '$&'],
  ...naughty(),
];

function naughty(): string[] {
  const path = sharedData('hostile/strings/blns.json');
  const all: string[] = path ? JSON.parse(readFileSync(path, 'utf8')) : [];
  return all.filter((text, i) => i % 12 === 0 && text.length > 0 && text.length <= 100);
}

/** Data of events as clients may send them: keys with dots, numbers of all sizes, types that do not fit. */
export const ODD_DATA: readonly Record<string, unknown>[] = [
  { 'a.b': '甲' },
  { a: { b: '甲', c: { d: 1 } } },
  { a: { b: 2 }, 'a.b': 1 },
  { a: 1, 'a.b': 2 },
  { a: [{ b: '甲' }], 'a[]': 1 },
  { '': 1, '.a': 1, 'a.': '甲', '`': 1, '^a': '甲', ':a': 1 },
  { n: 2 ** 53, m: 2 ** 63 + 2 ** 40 },
  { n: -9.5e18, m: 1e25 },
  { n: 1e300, m: 1e-300 },
  { n: 0.1, m: -0.5 },
  { n: '5', m: true },
  { n: null, m: [] },
  { n: {}, m: { x: 1 } },
  { yes: true, no: false, text: 'true' },
];
export const PROPERTIES: readonly string[] = [
  ...[
    'a',
    'a.b',
    'a.c.d',
    'a[]',
    'a[].b',
    '.a',
    'a.',
    '`',
    '^a',
    ':a',
    'n',
    'm',
    'm.x',
    'yes',
    'no',
    'text',
    '键',
  ],
  ...['none', 'a..b', '.', ':`Int64`'],
];

/** Instants at which something begins or ends, seen from `now`, and those a millisecond beside them. */
export function edgesAround(now: Date): Date[] {
  const today = fromShanghai(shanghaiDate(now)).getTime();
  const edges = [
    now.getTime(),
    ...[-30, -7, -2, -1, 0, 1, 2, 7].map(days => today + days * DAY),
    ...[-48, -24, -1, 1].map(hours => now.getTime() + hours * HOUR),
  ];
  return edges.flatMap(edge => [edge - 1, edge, edge + 1]).map(at => new Date(at));
}

/** An instant at an edge, or anywhere in four months. */
export function oddInstant(random: Random, now: Date): Date {
  return random.next() < 0.6
    ? pick(random, edgesAround(now))
    : new Date(now.getTime() - between(random, -10, 120) * DAY - between(random, 0, 23) * HOUR);
}

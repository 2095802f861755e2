import { readFileSync } from 'node:fs';
import { sharedData } from '#platform/testing/shared-data.ts';

/** What no list of others has: characters that cannot be stored, steer the writing, or mean something to a template. */
const OWN = [
  'NUL \0 inside',
  'half a pair \ud83d here',
  'half a pair \udc4d there',
  '\u202etfel ot thgir',
  'zero\u200bwidth\u2060joiner\ufeff',
  "$& $' $` $1 $$",
  '{name} {{name}} {part} {count}',
  '\\\\server\\share\\x',
  '%00 %s %d %n',
  'a'.repeat(5_000),
  '甲'.repeat(60),
  '🇨🇳👨‍👩‍👧‍👦'.repeat(3),
  '=cmd|"/c calc"!A1',
  '../../../../etc/passwd',
  '__proto__',
  'constructor',
];

/** The Big List of Naughty Strings where it is there, and our own. */
export function hostileStrings(): string[] {
  const path = sharedData('hostile/strings/blns.json');
  const naughty: string[] = path ? JSON.parse(readFileSync(path, 'utf8')) : [];
  return [...new Set([...OWN, ...naughty])];
}

/** Every text in a JSON value, the names of its fields too. */
export function textsIn(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === 'string') found.add(value);
  else if (typeof value === 'object' && value !== null)
    for (const [key, part] of Object.entries(value)) {
      found.add(key);
      textsIn(part, found);
    }
  return found;
}

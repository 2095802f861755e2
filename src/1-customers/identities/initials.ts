import { pinyin } from 'pinyin-pro';

const known = new Map<string, string>();
const KNOWN_LIMIT = 50_000;

/**
 * What a name is found by when typed in pinyin initials: `王小明` → `wxm`. A leading character is read as a surname
 * (单 → shan). Latin letters and digits stand for themselves; the rest is left out.
 */
export function initialsOf(name: string): string {
  const kept = known.get(name);
  if (kept !== undefined) return kept;
  const letters = pinyin(name, { pattern: 'first', toneType: 'none', type: 'array', surname: 'head' });
  const initials = letters
    .join('')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 50);
  if (known.size >= KNOWN_LIMIT) known.clear();
  known.set(name, initials);
  return initials;
}

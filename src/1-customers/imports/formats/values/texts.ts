/** What shops write for "nothing"; a lone `'` is Excel's mark for text. */
export function isNone(text: string): boolean {
  if (text.length > 2) return false;
  return text === '' || text === '-' || text === '--' || text === '—' || text === '/' || text === "'";
}

/** A cell without what is around its text: blanks, TABs, and the `="…"` that some exports put around every cell. */
export function bare(cell: string): string {
  if (isTight(cell)) return cell;
  const text = cell.trim();
  return text.charCodeAt(0) === 61 ? (/^="(.*)"$/s.exec(text)?.[1] ?? text).trim() : text;
}

/**
 * Whether nothing is around the text for certain, by its first and last character: ASCII, no blank, no `=`, no `'`. Nearly
 * every cell is like that, and is spared the looking (a tenth of the reading).
 */
export function isTight(cell: string): boolean {
  const [first, last] = [cell.charCodeAt(0), cell.charCodeAt(cell.length - 1)];
  return first > 39 && first !== 61 && first < 127 && last > 32 && last < 127;
}

/** Full-width letters, digits and signs as half-width, no blanks: for comparing words, not for keeping. */
export function folded(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '');
}

/** A text that PostgreSQL and UTF-8 can hold. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** Encrypted by the shop (Douyin writes `$$…`, `##…`, newer files `~…~`): says nothing to anybody. */
export function isCipher(text: string): boolean {
  return /^(\$\$|##|~).{6,}/s.test(text);
}

/** `a,b；c` → a, b, c, each once. */
export function splitList(text: string): string[] {
  const parts = text.split(/[,，;；、|\n]/).map(part => part.trim());
  return [...new Set(parts.filter(part => !isNone(part)))];
}

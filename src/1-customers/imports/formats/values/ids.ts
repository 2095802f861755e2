import { isTight } from './texts.ts';

/** What became of an id in a file. */
export type ReadId = {
  id: string | undefined;
  fault?: 'scientific_notation' | 'damaged_id' | 'id_maybe_rounded';
};

const SCIENTIFIC = /^\d(?:\.\d+e\+?|e\+)\d{1,3}$/i;
const ROUNDED = /^\d{15}0{3,}$/;

/**
 * An id is a text. Shops protect its digits from Excel with a wrapper (`="…"`), a TAB or a leading `'`: those go.
 * `6.91793E+18` cannot be mended; 18 digits and more ending in zeros look as if Excel had kept 15 of them.
 */
export function readId(cell: string): ReadId {
  const id = unwrap(cell);
  if (id === '' || id === '-' || id === '--') return { id: undefined };
  if (id.includes('�')) return { id, fault: 'damaged_id' };
  if (mayBeScientific(id.charCodeAt(1)) && SCIENTIFIC.test(id)) return { id, fault: 'scientific_notation' };
  if (id.length >= 18 && ROUNDED.test(id)) return { id, fault: 'id_maybe_rounded' };
  return { id };
}

/** Its second character is a point or an e. */
const mayBeScientific = (second: number) => second === 46 || second === 69 || second === 101;

function unwrap(cell: string): string {
  if (isTight(cell)) return cell;
  const text = cell.trim();
  const first = text.charCodeAt(0);
  if (first === 61) return (/^="(.*)"$/s.exec(text)?.[1] ?? text).trim();
  if (first === 39) return text.slice(1).trim();
  return text;
}

/**
 * A row as a person sees it in Excel: the header is row 1, blank rows count. Rows with nothing in them are not given.
 * `cut`: the file ends in the middle of this row, or of a quote that was opened in it.
 *
 * Cells may be slices of the chunk they were read from (V8 keeps the chunk alive with them): who keeps single cells of
 * a large file for long should copy them.
 */
export type Row = { rowNo: number; cells: string[]; cut?: true };

/** What a person may decide about a text file instead of leaving it to detection. */
export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';
export type Delimiter = ',' | '\t' | ';' | '|' | ' ';

/** How the file was read; shown by the wizard. `encoding` is the one found so far: ASCII counts as UTF-8. */
export type Layout =
  | { kind: 'text'; gzip: boolean; encoding: Encoding; delimiter: Delimiter }
  | { kind: 'xlsx'; sheet: string; sheets: string[] };

export function isBlank(cells: readonly string[]): boolean {
  for (const cell of cells) if (cell !== '' && cell.trim() !== '') return false;
  return true;
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedData } from '#platform/testing/shared-data.ts';
import { csvText } from '../testing/write-table.ts';
import { CsvSplitter } from './csv.ts';
import { LIMITS } from './limits.ts';
import type { Row } from './rows.ts';

function split(text: string, pieces: number[] = [], delimiter: ',' | '\t' | ';' = ','): Row[] {
  const splitter = new CsvSplitter({ delimiter, newline: '\n' });
  const rows: Row[] = [];
  let from = 0;
  for (const length of pieces) {
    rows.push(...splitter.push(text.slice(from, from + length)));
    from += length;
  }
  return [...rows, ...splitter.push(text.slice(from)), ...splitter.end()];
}

const cells = (text: string) => split(text).map(row => row.cells);

describe('splitting delimited text', () => {
  it('reads quotes, doubled quotes, delimiters and newlines inside quotes', () => {
    expect(cells('a,"b ""x"" y","c,d","e\r\nf"\r\n1,,"",4\n')).toEqual([
      ['a', 'b "x" y', 'c,d', 'e\r\nf'],
      ['1', '', '', '4'],
    ]);
  });

  it('keeps a wrapper, a quote in the middle and text after a closing quote as they stand', () => {
    expect(cells('="123",37°36\'37.8"N,"ab"c\n')).toEqual([['="123"', '37°36\'37.8"N', 'abc']]);
  });

  it('numbers rows as Excel does: blank ones count and are not given', () => {
    expect(split('a,b\n\n , \n1,"x\ny"\n2,3')).toEqual([
      { rowNo: 1, cells: ['a', 'b'] },
      { rowNo: 4, cells: ['1', 'x\ny'] },
      { rowNo: 5, cells: ['2', '3'] },
    ]);
  });

  it('takes ragged rows as they are', () => {
    expect(cells('a,b,c\n1\n1,2,3,4\n')).toEqual([['a', 'b', 'c'], ['1'], ['1', '2', '3', '4']]);
  });

  it('marks a last row that breaks off, be it short or inside a quote', () => {
    expect(split('a,b,c\n1,2,3\n4,5').at(-1)).toEqual({ rowNo: 3, cells: ['4', '5'], cut: true });
    expect(split('a,b\n1,"open\n2,3\n').at(-1)).toEqual({ rowNo: 2, cells: ['1', 'open\n2,3\n'], cut: true });
    expect(split('a,b\n1,2').at(-1)).toEqual({ rowNo: 2, cells: ['1', '2'] });
  });

  it('does not call a short last row broken where other rows are short too', () => {
    expect(split('a,b,c\n1\n2').at(-1)).toEqual({ rowNo: 3, cells: ['2'] });
  });

  it('refuses too many columns, too long cells and rows that never end, naming the row', () => {
    const columns = `h\n${','.repeat(100_000)}x\n`;
    expect(() => split(columns)).toThrowError(
      expect.objectContaining({ message: 'too_many_columns', values: { row: 2, limit: 2_000 } }),
    );
    const long = 'x'.repeat(LIMITS.cellChars + 1);
    expect(() => split(`a,b\n1,${long}\n`)).toThrowError('cell_too_long');
    const never = new CsvSplitter({ delimiter: ',', newline: '\n' });
    expect(() => {
      for (let piece = 0; piece < 40; piece++) never.push(`${piece === 0 ? '"' : ''}${'y'.repeat(100_000)}`);
    }).toThrowError('cell_too_long');
  });

  it('gives back any table of strings, however the text is cut into pieces', () => {
    const table = fc.array(
      fc.array(fc.string({ unit: 'binary', maxLength: 8 }), { minLength: 1, maxLength: 5 }),
      { maxLength: 8 },
    );
    const delimiter = fc.constantFrom(',' as const, '\t' as const, ';' as const);
    fc.assert(
      fc.property(
        table,
        fc.array(fc.nat(12), { maxLength: 30 }),
        delimiter,
        fc.boolean(),
        (rows, pieces, sign, unix) => {
          const text = csvText(rows, sign, unix ? '\n' : '\r\n').replace(/^="/, ' ="');
          fc.pre(!/(^|[,;\t\n])="/.test(text));
          const expected = rows.filter(row => row.some(cell => cell.trim() !== ''));
          expect(split(text, pieces, sign).map(row => row.cells)).toEqual(expected);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('agrees with csv-parse on every well-formed text', () => {
    const cell = fc.stringMatching(/^[a"\n ,]{0,6}$/);
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        rows => {
          const text = csvText(rows, ',', '\n');
          const judge: string[][] = parse(text, { relax_column_count: true });
          expect(cells(text)).toEqual(judge.filter(row => row.some(value => value.trim() !== '')));
        },
      ),
    );
  });

  it('reads the csv-spectrum files as their authors expect', () => {
    const folder = sharedData('hostile/csv');
    if (!folder) return;
    const names = readdirSync(folder).filter(name => name.endsWith('.csv') && !name.startsWith('location'));
    expect(names.length).toBeGreaterThan(9);
    for (const name of names) {
      const [header = [], ...rows] = cells(readFileSync(join(folder, name), 'utf8'));
      const objects = rows.map(row => Object.fromEntries(header.map((title, at) => [title, row[at]])));
      const expected: unknown = JSON.parse(
        readFileSync(join(folder, 'expected', name.replace('.csv', '.json')), 'utf8'),
      );
      expect(objects, name).toEqual(expected);
    }
  });
});

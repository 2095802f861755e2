import { CsvSplitter } from './csv.ts';
import type { Delimiter } from './rows.ts';
import { splitAtBlanks } from './spaces.ts';

const CANDIDATES = [',', '\t', ';', '|'] as const;
const SAMPLE_ROWS = 50;

/** How the rows of a text file are built, judged by its beginning. */
export type Dialect = { delimiter: Delimiter; newline: '\n' | '\r'; skip: number };

/** `complete`: the sample is the whole file. */
export function detectDialect(sample: string, complete: boolean): Dialect {
  const newline = sample.includes('\n') || !sample.includes('\r') ? '\n' : '\r';
  const told = /^"?sep=(.)"?\r?[\n\r]/.exec(sample);
  const skip = told?.[0].length ?? 0;
  const body = sample.slice(skip);
  const delimiter = toDelimiter(told?.[1]) ?? detectDelimiter(body, newline, complete);
  return { delimiter, newline, skip };
}

function toDelimiter(sign: string | undefined): Delimiter | undefined {
  return CANDIDATES.find(candidate => candidate === sign);
}

/**
 * The candidate that splits the first row widest and the following rows alike; if the first row is a title, the one that
 * splits most rows alike; runs of blanks when none splits.
 */
function detectDelimiter(body: string, newline: '\n' | '\r', complete: boolean): Delimiter {
  const split = CANDIDATES.map(delimiter => ({
    delimiter,
    found: widths(body, delimiter, newline, complete),
  }));
  const best = (widthOf: (found: number[]) => number) => {
    const scored = split.map(({ delimiter, found }) => ({
      delimiter,
      score: scoreOf(found, widthOf(found)),
    }));
    const [first] = scored.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
    return first?.delimiter;
  };
  return best(found => found[0] ?? 0) ?? best(commonest) ?? (alignedByBlanks(body, newline) ? ' ' : ',');
}

function widths(body: string, delimiter: Delimiter, newline: '\n' | '\r', complete: boolean): number[] {
  const splitter = new CsvSplitter({ delimiter, newline });
  const rows = splitter.push(body);
  if (complete) rows.push(...splitter.end());
  return rows.slice(0, SAMPLE_ROWS).map(row => row.cells.length);
}

function scoreOf(widths: number[], width: number): number {
  return width < 2 ? 0 : width * (widths.filter(one => one === width).length / widths.length);
}

function commonest(widths: number[]): number {
  const often = (width: number) => widths.filter(one => one === width).length;
  return widths.reduce((best, width) => (often(width) > often(best) ? width : best), 0);
}

function alignedByBlanks(body: string, newline: '\n' | '\r'): boolean {
  const lines = body
    .split(newline)
    .slice(0, SAMPLE_ROWS)
    .map(splitAtBlanks)
    .filter(cells => cells.length > 0);
  if (lines.length > 2) lines.pop();
  const width = lines[0]?.length ?? 0;
  return width >= 3 && lines.length >= 2 && lines.every(cells => cells.length === width);
}

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

/** The candidate that splits the first row widest and the following rows alike; runs of blanks when none splits. */
function detectDelimiter(body: string, newline: '\n' | '\r', complete: boolean): Delimiter {
  let best: Delimiter = ',';
  let bestScore = 0;
  for (const delimiter of CANDIDATES) {
    const score = scoreOf(widths(body, delimiter, newline, complete));
    if (score > bestScore) [best, bestScore] = [delimiter, score];
  }
  return bestScore === 0 && alignedByBlanks(body, newline) ? ' ' : best;
}

function widths(body: string, delimiter: Delimiter, newline: '\n' | '\r', complete: boolean): number[] {
  const splitter = new CsvSplitter({ delimiter, newline });
  const rows = splitter.push(body);
  if (complete) rows.push(...splitter.end());
  return rows.slice(0, SAMPLE_ROWS).map(row => row.cells.length);
}

function scoreOf(widths: number[]): number {
  const first = widths[0] ?? 0;
  if (first < 2) return 0;
  return first * (widths.filter(width => width === first).length / widths.length);
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

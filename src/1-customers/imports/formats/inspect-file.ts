import { Problem } from '#platform/http/problem.ts';
import { LIMITS, type Limits } from '../reading/limits.ts';
import { openRows, type ReadingChoices } from '../reading/open-rows.ts';
import type { Layout, Row } from '../reading/rows.ts';
import { type ColumnGuess, guessColumns } from './guess.ts';
import { guessReading, looksLikeHeader, type ReadingGuess } from './guess-reading.ts';
import { NO_HEADER } from './import-file.ts';
import { type Recognition, recognise } from './recognise.ts';

/** What the wizard shows before anything is imported. */
export type Inspection = {
  layout: Layout;
  headerRow: number;
  header: string[];
  /** False: the first row seems to be a row like the others, and columns go by number. */
  hasHeader: boolean;
  /** The first rows after the header, at most twenty. */
  sample: Row[];
  recognised: Recognition[];
  /** For manual mapping, when nothing was recognised. */
  guesses: ColumnGuess[];
  reading: ReadingGuess;
};

const SAMPLE = 20;
const HEADER_WITHIN = 10;
/** Rows that are looked at for what is seldom, such as orders taken back. */
const LOOKED_AT = 2_000;
const SHEETS = 10;

/**
 * Reads the beginning of a file and says what it may be. Of a workbook whose sheet nobody chose, the first sheet that
 * is recognised counts: shops put one with explanations before it.
 */
export async function inspectFile(
  path: string,
  choices: ReadingChoices = {},
  limits: Limits = LIMITS,
): Promise<Inspection> {
  const { layout, rows } = await beginning(path, choices, limits);
  if (choices.sheet !== undefined || layout.kind !== 'xlsx' || isKnown(rows)) return describe(layout, rows);
  let shown: Beginning = { layout, rows };
  for (const sheet of layout.sheets.slice(1, SHEETS)) {
    const other = await beginning(path, { ...choices, sheet }, limits);
    if (isKnown(other.rows)) return describe(other.layout, other.rows);
    if (shown.rows.length === 0) shown = other;
  }
  return describe(shown.layout, shown.rows);
}

type Beginning = { layout: Layout; rows: Row[] };

async function beginning(path: string, choices: ReadingChoices, limits: Limits): Promise<Beginning> {
  const opened = await openRows(path, choices, limits);
  const rows: Row[] = [];
  for await (const batch of opened.batches) {
    rows.push(...batch.slice(0, LOOKED_AT - rows.length));
    if (rows.length >= LOOKED_AT) break;
  }
  return { layout: opened.layout(), rows };
}

function describe(layout: Layout, rows: readonly Row[]): Inspection {
  const header = findHeader(rows);
  if (!header) throw new Problem(NO_HEADER, { row: 1 });
  const recognised = recognise(header.cells);
  const hasHeader = recognised.length > 0 || looksLikeHeader(header.cells);
  const below = rows.filter(row => row.rowNo > header.rowNo);
  const values = (hasHeader ? below : [header, ...below]).map(row => row.cells);
  const names = hasHeader ? header.cells : header.cells.map(() => '');
  const guesses = guessColumns(names, values.slice(0, SAMPLE));
  return {
    layout,
    headerRow: header.rowNo,
    header: header.cells,
    hasHeader,
    sample: below.slice(0, SAMPLE),
    recognised,
    guesses,
    reading: guessReading(guesses, values),
  };
}

function isKnown(rows: readonly Row[]): boolean {
  return rows.slice(0, HEADER_WITHIN).some(isComplete);
}

function isComplete(row: Row): boolean {
  return recognise(row.cells)[0]?.missing.length === 0;
}

/**
 * Some files begin with a title or notes: the header is the first row that is one we know, else the first that has
 * cells in most of the columns.
 */
function findHeader(rows: readonly Row[]): Row | undefined {
  const first = rows.slice(0, HEADER_WITHIN);
  const widest = Math.max(...first.map(filled));
  return (
    first.find(isComplete) ??
    first.find(row => recognise(row.cells).length > 0) ??
    first.find(row => filled(row) * 2 > widest)
  );
}

function filled({ cells }: Row): number {
  return cells.filter(cell => cell.trim() !== '').length;
}

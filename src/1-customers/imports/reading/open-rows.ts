import { Problem } from '#platform/http/problem.ts';
import { CsvSplitter } from './csv.ts';
import { type Dialect, detectDialect } from './delimiter.ts';
import { SHEET_MISSING } from './faults.ts';
import { LIMITS, type Limits } from './limits.ts';
import type { Delimiter, Encoding, Layout, Row } from './rows.ts';
import { readSheet } from './sheet.ts';
import { fileBytes, openFile, type Progress, type ShopFile } from './source.ts';
import { SpaceSplitter } from './spaces.ts';
import { TextReader } from './text.ts';
import { readWorkbook } from './workbook.ts';
import { openZip } from './zip.ts';

/** What a person decided instead of leaving it to detection. */
export type ReadingChoices = {
  encoding?: Encoding | undefined;
  delimiter?: Delimiter | undefined;
  sheet?: string | undefined;
};

/** A file being read. `batches` can be walked once; leaving the walk early closes the file. */
export type OpenedRows = {
  batches: AsyncGenerator<Row[]>;
  /** How the file is built; complete when the first batch is there. */
  layout(): Layout;
  /** Share of the file that has been read, 0 to 1. */
  progress(): number;
};

const SAMPLE = 64 * 1024;

/** Opens a shop's file, whatever it is. Throws a Problem of `faults.ts` when it cannot be read. */
export async function openRows(
  path: string,
  choices: ReadingChoices = {},
  limits: Limits = LIMITS,
): Promise<OpenedRows> {
  const { file, kind } = await openFile(path, limits);
  const progress: Progress = { streams: [] };
  const opened =
    kind === 'zip'
      ? await openSheet(file, choices, limits, progress)
      : openText(file, kind, choices, limits, progress);
  const bytesRead = () => progress.streams.reduce((sum, stream) => sum + stream.bytesRead, 0);
  return { ...opened, progress: () => Math.min(1, bytesRead() / file.size) };
}

async function openSheet(file: ShopFile, choices: ReadingChoices, limits: Limits, progress: Progress) {
  const zip = await openZip(file, limits, progress);
  const workbook = await readWorkbook(zip, limits);
  const visible = workbook.sheets.filter(sheet => !sheet.hidden);
  const sheets = visible.map(sheet => sheet.name);
  const sheet = choices.sheet === undefined ? visible[0] : visible.find(({ name }) => name === choices.sheet);
  if (!sheet) throw new Problem(SHEET_MISSING, { sheet: choices.sheet ?? '1', sheets: sheets.join('、') });
  const layout: Layout = { kind: 'xlsx', sheet: sheet.name, sheets };
  return { batches: readSheet(zip, workbook, sheet.part, limits), layout: () => layout };
}

function openText(
  file: ShopFile,
  kind: 'text' | 'gzip',
  choices: ReadingChoices,
  limits: Limits,
  progress: Progress,
) {
  const reader = new TextReader(choices.encoding);
  const layout: Layout = { kind: 'text', gzip: kind === 'gzip', encoding: reader.encoding, delimiter: ',' };
  const texts = decode(fileBytes(file, kind, limits, progress), reader);
  return {
    batches: splitRows(texts, choices.delimiter, limits, delimiter => {
      layout.delimiter = delimiter;
    }),
    layout: () => ({ ...layout, encoding: reader.encoding }),
  };
}

async function* decode(bytes: AsyncGenerator<Buffer>, reader: TextReader): AsyncGenerator<string> {
  for await (const chunk of bytes) {
    const text = reader.push(chunk);
    if (text !== '') yield text;
  }
  const text = reader.end();
  if (text !== '') yield text;
}

async function* splitRows(
  texts: AsyncGenerator<string>,
  chosen: Delimiter | undefined,
  limits: Limits,
  told: (delimiter: Delimiter) => void,
): AsyncGenerator<Row[]> {
  let sample = '';
  let splitter: CsvSplitter | SpaceSplitter | undefined;
  const start = (complete: boolean) => {
    const dialect = dialectOf(sample, complete, chosen);
    told(dialect.delimiter);
    splitter = splitterFor(dialect, limits);
    return splitter.push(sample.slice(dialect.skip));
  };
  for await (const text of texts) {
    if (splitter) yield splitter.push(text);
    else {
      sample += text;
      if (sample.length >= SAMPLE) yield start(false);
    }
  }
  if (!splitter) yield start(true);
  if (splitter) yield splitter.end();
}

function dialectOf(sample: string, complete: boolean, chosen: Delimiter | undefined): Dialect {
  const found = detectDialect(sample, complete);
  return chosen === undefined ? found : { ...found, delimiter: chosen };
}

function splitterFor(dialect: Dialect, limits: Limits): CsvSplitter | SpaceSplitter {
  const { delimiter, newline } = dialect;
  return delimiter === ' ' ? new SpaceSplitter(limits) : new CsvSplitter({ delimiter, newline, limits });
}

import { Problem, type ProblemKind } from '#platform/http/problem.ts';
import { LIMITS, type Limits } from '../reading/limits.ts';
import { type OpenedRows, openRows } from '../reading/open-rows.ts';
import type { Layout, Row } from '../reading/rows.ts';
import type { Format } from './format.ts';
import { formatOf } from './formats.ts';
import { bindFormat, columnKey, columnsOf, namesOf } from './header.ts';
import { bindMapping, mappedFormat, mappedStyle } from './mapped.ts';
import type { ImportPlan } from './mapping.ts';
import { SHOP_STYLE } from './records/reading-style.ts';
import { type Recipe, type RecordBatch, RecordReader, type Summary } from './records/record-reader.ts';

export const MISSING_COLUMNS: ProblemKind = {
  code: 'missing_columns',
  status: 422,
  title: { zh: '缺少列', en: 'Columns are missing' },
  detail: {
    zh: '文件里没有这些列：{columns}。没有导入任何内容；请从店铺后台导出完整的文件，或手动指定各列。',
    en: 'The file lacks these columns: {columns}. Nothing was imported; export all columns, or say which column is what.',
  },
};

export const NO_HEADER: ProblemKind = {
  code: 'no_header',
  status: 422,
  title: { zh: '没有找到表头', en: 'There is no header' },
  detail: {
    zh: '第 {row} 行没有表头，文件可能是空的。',
    en: 'Row {row} holds no header; the file may be empty.',
  },
};

/** A file being read into records. `batches` can be walked once; leaving the walk early closes the file. */
export type OpenedRecords = {
  batches: AsyncGenerator<RecordBatch>;
  /** What the file came to so far; complete after the walk. */
  summary(): Summary;
  layout(): Layout;
  /** Share of the file that has been read, 0 to 1. */
  progress(): number;
};

/**
 * Reads a file as its plan says. Throws a Problem when the file cannot be read (`reading/faults.ts`), has no header or
 * lacks columns; what is wrong with single rows comes as issues beside the records.
 */
export async function openRecords(
  path: string,
  plan: ImportPlan,
  limits: Limits = LIMITS,
): Promise<OpenedRecords> {
  const { encoding, delimiter, sheet, headerRow } = plan;
  const opened = await openRows(path, { encoding, delimiter, sheet }, limits);
  try {
    const { header, rows } = await skipHeader(opened, headerRow);
    const reader = new RecordReader(recipeOf(plan, header));
    return {
      batches: readBatches(rows, opened, reader),
      summary: () => reader.summary(),
      layout: opened.layout,
      progress: opened.progress,
    };
  } catch (error) {
    await opened.batches.return(undefined);
    throw error;
  }
}

async function skipHeader(opened: OpenedRows, headerRow: number): Promise<{ header: string[]; rows: Row[] }> {
  if (headerRow === 0) return { header: [], rows: [] };
  for (;;) {
    const { value, done } = await opened.batches.next();
    if (done) throw new Problem(NO_HEADER, { row: headerRow });
    const at = value.findIndex(row => row.rowNo >= headerRow);
    const header = value[at];
    if (header && header.rowNo !== headerRow) throw new Problem(NO_HEADER, { row: headerRow });
    if (header) return { header: header.cells, rows: value.slice(at + 1) };
  }
}

async function* readBatches(
  first: Row[],
  opened: OpenedRows,
  reader: RecordReader,
): AsyncGenerator<RecordBatch> {
  if (first.length > 0) yield reader.read(first);
  for await (const rows of opened.batches) if (rows.length > 0) yield reader.read(rows);
}

function recipeOf(plan: ImportPlan, header: readonly string[]): Recipe {
  const names = columnsOf(header);
  if (plan.mapping) {
    const { positions, fields, missing } = bindMapping(plan.mapping, names, plan.fields ?? []);
    refuseMissing(missing);
    const { autoOrderNo, cancelPrefix } = plan.mapping;
    const format = mappedFormat(plan.mapping);
    const style = mappedStyle(plan.mapping);
    const columns = { positions, further: {} };
    return { format, columns, style, custom: [], fields, autoOrderNo, cancelPrefix };
  }
  const format = formatOf(plan.format);
  if (!format) throw new Problem(MISSING_COLUMNS, { columns: plan.format });
  const columns = bindFormat(format, names);
  const lacking = format.required.filter(field => columns.positions[field] === undefined);
  refuseMissing(lacking.map(field => namesOf(format.columns[field])[0] ?? field));
  const custom = customColumns(format, names);
  return {
    format,
    columns,
    style: SHOP_STYLE,
    custom,
    fields: [],
    autoOrderNo: false,
    cancelPrefix: undefined,
  };
}

function refuseMissing(missing: readonly string[]): void {
  if (missing.length > 0) throw new Problem(MISSING_COLUMNS, { columns: missing.join('、') });
}

function customColumns(format: Format, columns: ReadonlyMap<string, number>) {
  return (format.custom ?? []).flatMap(name => {
    const column = columns.get(columnKey(name));
    return column === undefined ? [] : [{ column, name }];
  });
}

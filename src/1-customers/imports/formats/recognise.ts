import { FIELDS_OF, type Field } from './fields.ts';
import type { Format, FormatCode } from './format.ts';
import { FORMATS } from './formats.ts';
import { bindFormat, columnKey, columnsOf, namesOf } from './header.ts';
import type { Positions } from './records/row-reader.ts';

export type Recognition = {
  format: FormatCode;
  /** 0 to 1: how much of the file the format explains, and how much of the format is in the file. */
  score: number;
  /** Column names that the format needs and the file lacks. */
  missing: string[];
  /** Which column (from 0) holds which field. */
  mapping: Positions;
};

const LIKELY = 0.3;
const SURE_BY = 0.02;

/**
 * What a header may be, best first. Complete formats come before those with something missing; when two complete ones
 * explain the file equally well nothing is told, and the wizard asks.
 */
export function recognise(header: readonly string[]): Recognition[] {
  const columns = columnsOf(header);
  const found = FORMATS.map(format => judge(format, columns))
    .filter(one => one !== undefined)
    .sort((a, b) => Math.sign(a.missing.length) - Math.sign(b.missing.length) || b.score - a.score);
  const [first, second] = found;
  const tie = first && second && first.missing.length === 0 && second.missing.length === 0;
  return tie && first.score - second.score < SURE_BY ? [] : found;
}

function judge(format: Format, columns: ReadonlyMap<string, number>): Recognition | undefined {
  if (format.without?.some(name => columns.has(columnKey(name)))) return undefined;
  const known = [...columnsOf(format.header).keys()];
  const shared = known.filter(name => columns.has(name)).length;
  const { positions: mapping } = bindFormat(format, columns);
  const missing = format.required
    .filter(field => mapping[field] === undefined)
    .map(field => namesOf(format.columns[field])[0] ?? field);
  const score = (shared / Math.max(1, columns.size) + shared / known.length) / 2;
  if (score < LIKELY || missing.length >= format.required.length) return undefined;
  return { format: format.code, score, missing, mapping };
}

/** What a column of this name means in the order files we know. */
export function fieldsByName(): Map<string, Field> {
  const fields = new Map<string, Field>();
  for (const format of FORMATS.filter(({ kind }) => kind === 'orders'))
    for (const field of FIELDS_OF[format.kind])
      for (const name of namesOf(format.columns[field]))
        if (!fields.has(columnKey(name))) fields.set(columnKey(name), field);
  return fields;
}

import { FIELDS_OF } from './fields.ts';
import type { ColumnNames, Format } from './format.ts';
import type { Columns, FurtherPositions, Positions } from './records/row-reader.ts';
import { folded } from './values/texts.ts';

/** A column's name for comparing: no byte-order mark, no blanks, `（元）` like `(元)`, letters small. */
export function columnKey(name: string): string {
  return folded(name.replace(/^﻿/, '').replace(/^="(.*)"$/, '$1')).toLowerCase();
}

/**
 * Where each column stands. The second column of a name is `name#2`: Youzan writes 分销员 twice and means two things.
 * Columns without a name are left out.
 */
export function columnsOf(header: readonly string[]): Map<string, number> {
  const columns = new Map<string, number>();
  header.forEach((name, position) => {
    const key = columnKey(name);
    if (key === '') return;
    let numbered = key;
    for (let count = 2; columns.has(numbered); count++) numbered = `${key}#${count}`;
    columns.set(numbered, position);
  });
  return columns;
}

/** Where a format's fields stand in a header. */
export function bindFormat(format: Format, columns: ReadonlyMap<string, number>): Columns {
  const positions: Positions = {};
  const further: FurtherPositions = {};
  for (const field of FIELDS_OF[format.kind]) {
    const names = format.columns[field];
    const found = namesOf(names).flatMap(name => columns.get(columnKey(name)) ?? []);
    const [position, ...others] = found;
    if (position === undefined) continue;
    positions[field] = position;
    if (names !== undefined && isFilled(names) && others.length > 0) further[field] = others;
  }
  return { positions, further };
}

export function namesOf(names: ColumnNames | undefined): readonly string[] {
  if (names === undefined) return [];
  if (typeof names === 'string') return [names];
  return isFilled(names) ? names.filled : names;
}

function isFilled(names: ColumnNames): names is { filled: readonly string[] } {
  return typeof names === 'object' && 'filled' in names;
}

import { FIELDS_OF } from './fields.ts';
import type { ColumnNames, Format } from './format.ts';
import type { Positions } from './records/row-reader.ts';
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
export function bindFormat(format: Format, columns: ReadonlyMap<string, number>): Positions {
  const positions: Positions = {};
  for (const field of FIELDS_OF[format.kind]) {
    const found = namesOf(format.columns[field]).map(name => columns.get(columnKey(name)));
    const position = found.find(place => place !== undefined);
    if (position !== undefined) positions[field] = position;
  }
  return positions;
}

export function namesOf(names: ColumnNames | undefined): readonly string[] {
  return typeof names === 'string' ? [names] : (names ?? []);
}

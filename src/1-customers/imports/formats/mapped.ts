import type { Field as CustomerField } from '../../fields/fields.ts';
import type { Field } from './fields.ts';
import type { Format } from './format.ts';
import { columnKey } from './header.ts';
import type { UserMapping } from './mapping.ts';
import type { FieldColumn } from './records/customers.ts';
import { type ReadingStyle, SHOP_STYLE } from './records/reading-style.ts';
import type { Positions } from './records/row-reader.ts';
import { type TimePattern, timePattern } from './values/times.ts';
import { zoneNamed } from './values/zones.ts';

/** The format that a user's mapping makes of any file. */
export function mappedFormat(mapping: UserMapping): Format {
  return {
    code: 'mapped',
    kind: mapping.kind,
    name: { zh: '自定义文件', en: 'File with a mapping' },
    header: [],
    columns: {},
    required: [],
    amountsPer: mapping.amountsPer,
  };
}

/** Where the mapped columns stand; names that the header lacks are missing. */
export function bindMapping(
  mapping: UserMapping,
  columns: ReadonlyMap<string, number>,
  defined: readonly CustomerField[],
): { positions: Positions; fields: FieldColumn[]; missing: string[] } {
  const positions: Positions = {};
  const missing: string[] = [];
  const placeOf = (column: number | string) => {
    const position = typeof column === 'number' ? column - 1 : columns.get(columnKey(column));
    if (position === undefined) missing.push(String(column));
    return position;
  };
  for (const { field, column } of mapping.columns) {
    const position = placeOf(column);
    if (position !== undefined) positions[placeFor(field, mapping)] = position;
  }
  const fields = mapping.custom.flatMap(({ key, column }) => {
    const position = placeOf(column);
    const field = defined.find(one => one.key === key);
    return position === undefined || !field ? [] : [{ column: position, field }];
  });
  return { positions, fields, missing };
}

/** A quantity without any item is the order's. */
function placeFor(field: Field, mapping: UserMapping): Field {
  const items: readonly Field[] = ['itemName', 'itemId', 'sku'];
  const hasItem = mapping.columns.some(one => items.includes(one.field));
  return field === 'quantity' && mapping.kind === 'orders' && !hasItem ? 'orderQuantity' : field;
}

export function mappedStyle(mapping: UserMapping): ReadingStyle {
  const patterns: Partial<Record<Field, TimePattern>> = {};
  for (const { field, format } of mapping.columns) {
    const pattern = format === undefined ? undefined : timePattern(format);
    if (pattern) patterns[field] = pattern;
  }
  const plain = mapping.decimal === 'point' && mapping.unit === 'major';
  return {
    currency: mapping.currency,
    zone: zoneNamed(mapping.zone) ?? SHOP_STYLE.zone,
    amounts: plain ? SHOP_STYLE.amounts : { decimal: mapping.decimal, unit: mapping.unit },
    patterns,
  };
}

import { type Field, isCustom, type Kind, keyOf, type Mapping, NEEDED } from './fields.ts';
import type { ImportChoice, ImportRow, Inspection } from './import.ts';

/** How somebody is about to have a file read, and into which shop. */
export type Draft = {
  /** A format Siyu knows, or `mapped`: the columns are said by hand. */
  format: string;
  kind: Kind;
  hasHeader: boolean;
  /** What each column is, by its place from 0; absent: it is left out. */
  columns: Readonly<Record<number, Field>>;
  /** How times are written, where that is not plain to see. */
  timeFormats: Readonly<Record<number, string>>;
  autoOrderNo: boolean;
  amountsPer: 'order' | 'line';
  currency: string;
  zone: string;
  cancelPrefix: string;
  shop: ImportChoice['shop'] | undefined;
};

type Said = Pick<ImportRow, 'format' | 'mapping' | 'headerRow' | 'sheet' | 'shop'>;

/** What Siyu would do: what was said before, else the format it recognises, else its guesses column by column. */
export function draftOf(inspection: Inspection, row: Said): Draft {
  const [best] = inspection.recognised;
  const isKnown = best !== undefined && best.missing.length === 0;
  // What was said of one sheet of a workbook says nothing of another.
  const isSame = row.sheet === null || row.sheet === inspection.sheet;
  const mapping = isSame ? row.mapping : null;
  const tellsPeople = isKnown && best.kind === 'customers';
  const guessed = tellsPeople ? customerColumns(inspection, best.columns) : guessedColumns(inspection);
  const columns = mapping ? saidColumns(mapping) : guessed;
  const named = Object.values(columns.columns);
  return {
    format: (isSame && row.format) || (isKnown ? best.format : 'mapped'),
    kind: mapping?.kind ?? (tellsPeople ? 'customers' : 'orders'),
    hasHeader: mapping ? row.headerRow !== 0 : inspection.hasHeader,
    ...columns,
    autoOrderNo: mapping?.autoOrderNo ?? (named.includes('buyer') && !named.includes('orderNo')),
    amountsPer: mapping?.amountsPer ?? inspection.amountsPer,
    currency: mapping?.currency ?? 'CNY',
    zone: mapping?.zone ?? 'Asia/Shanghai',
    cancelPrefix: (mapping ? mapping.cancelPrefix : inspection.cancelPrefix) ?? '',
    shop: row.shop ? (row.shop.id === null ? { name: row.shop.name } : { id: row.shop.id }) : undefined,
  };
}

type Columns = Pick<Draft, 'columns' | 'timeFormats'>;

/** Eight digits are a day, but could be a number as well: that they are meant as a time is said, not assumed. */
const COMPACT_DAY = /^(19|20)\d{6}$/;

function guessedColumns({ guesses, sample }: Inspection): Columns {
  const columns = guesses.flatMap(({ field }, place) =>
    field === null ? [] : [[place, field as Field] as const],
  );
  const compact = columns.filter(([place, field]) => {
    const values = sample.map(row => row[place]?.trim() ?? '').filter(Boolean);
    return field === 'orderedAt' && values.length > 0 && values.every(value => COMPACT_DAY.test(value));
  });
  return {
    columns: Object.fromEntries(columns),
    timeFormats: Object.fromEntries(compact.map(([place]) => [place, 'yyyyMMdd'])),
  };
}

/**
 * Of a file of customers in a known format: what it says by itself, and in the other columns those of the brand's own
 * fields that go by the column's name.
 */
function customerColumns(
  { header, fields }: Inspection,
  known: Inspection['recognised'][number]['columns'],
): Columns {
  const own = header.flatMap((name, place) => {
    const field = fields.find(one => isCustom(one.field as Field) && one.name === name.trim());
    return field ? [[place, field.field as Field] as const] : [];
  });
  const taken = known.map(({ column, field }) => [column, field as Field] as const);
  return { columns: Object.fromEntries([...own, ...taken]), timeFormats: {} };
}

function saidColumns({ columns, custom = [] }: Mapping): Columns {
  const all: { field: Field; column: number | string; format?: string | undefined }[] = [
    ...columns,
    ...custom.map(({ key, column }) => ({ field: `field.${key}` as const, column })),
  ];
  const places = all.flatMap(({ field, column, format }) =>
    typeof column === 'number' ? [{ place: column - 1, field, format }] : [],
  );
  return {
    columns: Object.fromEntries(places.map(({ place, field }) => [place, field])),
    timeFormats: Object.fromEntries(places.flatMap(({ place, format }) => (format ? [[place, format]] : []))),
  };
}

/** The columns that are still to be named, each a list of which one is enough. A known format needs nothing. */
export function missingFields({ format, kind, columns, autoOrderNo }: Draft): readonly (readonly Field[])[] {
  if (format !== 'mapped') return [];
  const named = new Set(Object.values(columns));
  const needed =
    autoOrderNo && kind === 'orders' ? [['orderedAt'] as const, ['buyer'] as const] : NEEDED[kind];
  return needed.filter(fields => !fields.some(field => named.has(field)));
}

/** Whether it is said which shop the file is from; a new one needs a name. */
export function hasShop({ shop }: Draft): boolean {
  return shop !== undefined && ('id' in shop || shop.name.trim() !== '');
}

/** The draft as the API takes it; undefined while it cannot be done. */
export function choiceOf(draft: Draft, inspection: Inspection): ImportChoice | undefined {
  const { shop, format } = draft;
  if (!shop || !hasShop(draft) || missingFields(draft).length > 0) return undefined;
  const { headerRow, sheet, sheets } = inspection;
  const where = sheets.length > 1 && sheet !== null ? { shop, sheet } : { shop };
  if (format !== 'mapped') return { ...where, format, headerRow };
  return {
    ...where,
    headerRow: draft.hasHeader ? headerRow : 0,
    mapping: {
      kind: draft.kind,
      ...columnsOf(draft),
      autoOrderNo: draft.autoOrderNo && draft.kind === 'orders',
      amountsPer: draft.amountsPer,
      currency: draft.currency,
      zone: draft.zone,
      ...(draft.cancelPrefix && { cancelPrefix: draft.cancelPrefix }),
    },
  };
}

/** The columns of every customer's facts, and those of the brand's own fields. */
function columnsOf({ columns, timeFormats }: Draft): Pick<Mapping, 'columns' | 'custom'> {
  const all = Object.entries(columns).map(([place, field]) => ({ place: Number(place), field }));
  const custom = all.flatMap(({ place, field }) =>
    isCustom(field) ? [{ key: keyOf(field), column: place + 1 }] : [],
  );
  return {
    columns: all.flatMap(({ place, field }) =>
      isCustom(field)
        ? []
        : [{ field, column: place + 1, ...(timeFormats[place] && { format: timeFormats[place] }) }],
    ),
    ...(custom.length > 0 && { custom }),
  };
}

/** A field means one column: naming it for another takes it from the first. How its times are written goes with it. */
export function nameColumn(draft: Draft, place: number, field: Field | undefined): Draft {
  const others = Object.entries(draft.columns).filter(
    ([at, named]) => Number(at) !== place && named !== field,
  );
  const columns = Object.fromEntries(field ? [...others, [place, field]] : others);
  const { [place]: _, ...timeFormats } = draft.timeFormats;
  return { ...draft, columns, timeFormats };
}

/** Another kind of file has other fields: those it does not have are left out. */
export function changeKind(draft: Draft, kind: Kind, fields: Inspection['fields']): Draft {
  const allowed = new Set(fields.filter(({ kinds }) => kinds.includes(kind)).map(({ field }) => field));
  const columns = Object.entries(draft.columns).filter(([, field]) => allowed.has(field));
  return { ...draft, kind, columns: Object.fromEntries(columns) };
}

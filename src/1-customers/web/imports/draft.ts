import type { ImportChoice, ImportRow, Inspection } from './import.ts';

type Mapping = NonNullable<ImportChoice['mapping']>;
export type Kind = NonNullable<Mapping['kind']>;
export type FieldName = Mapping['columns'][number]['field'];

/** How somebody is about to have a file read, and into which shop. */
export type Draft = {
  /** A format Siyu knows, or `mapped`: the columns are said by hand. */
  format: string;
  kind: Kind;
  hasHeader: boolean;
  /** What each column is, by its place from 0; absent: it is left out. */
  columns: Readonly<Record<number, FieldName>>;
  /** How times are written, where that is not plain to see. */
  timeFormats: Readonly<Record<number, string>>;
  autoOrderNo: boolean;
  amountsPer: 'order' | 'line';
  currency: string;
  zone: string;
  cancelPrefix: string;
  shop: ImportChoice['shop'] | undefined;
};

/** What Siyu would do: what was said before, else the format it recognises, else its guesses column by column. */
export function draftOf(
  inspection: Inspection,
  row: Pick<ImportRow, 'format' | 'mapping' | 'headerRow' | 'shop'>,
): Draft {
  const [best] = inspection.recognised;
  const isKnown = best !== undefined && best.missing.length === 0;
  const { mapping } = row;
  const said = mapping ? saidColumns(mapping.columns) : guessed(inspection);
  const named = Object.values(said.columns);
  return {
    format: row.format || (isKnown ? best.format : 'mapped'),
    kind: mapping?.kind ?? 'orders',
    hasHeader: row.headerRow !== 0,
    ...said,
    autoOrderNo: mapping?.autoOrderNo ?? (named.includes('buyer') && !named.includes('orderNo')),
    amountsPer: mapping?.amountsPer ?? 'order',
    currency: mapping?.currency ?? 'CNY',
    zone: mapping?.zone ?? 'Asia/Shanghai',
    cancelPrefix: mapping?.cancelPrefix ?? '',
    shop: row.shop ? { id: row.shop.id } : undefined,
  };
}

type Said = Pick<Draft, 'columns' | 'timeFormats'>;

/** Eight digits are a day, but could be a number as well: that they are meant as a time is said, not assumed. */
const COMPACT_DAY = /^(19|20)\d{6}$/;

function guessed({ guesses, sample }: Inspection): Said {
  const columns = guesses.flatMap(({ field }, place) =>
    field === null ? [] : [[place, field as FieldName] as const],
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

function saidColumns(columns: Mapping['columns']): Said {
  const places = columns.flatMap(({ field, column, format }) =>
    typeof column === 'number' ? [{ place: column - 1, field, format }] : [],
  );
  return {
    columns: Object.fromEntries(places.map(({ place, field }) => [place, field])),
    timeFormats: Object.fromEntries(places.flatMap(({ place, format }) => (format ? [[place, format]] : []))),
  };
}

/** What every file of a kind must say; of each list one is enough. */
const NEEDED: Record<Kind, readonly (readonly FieldName[])[]> = {
  orders: [['orderNo'], ['orderedAt']],
  refunds: [['refundNo'], ['orderNo'], ['amount']],
  customers: [['phone', 'customerId', 'memberCard']],
};

/** The columns that are still to be named, each a list of which one is enough. A known format needs nothing. */
export function missingFields({
  format,
  kind,
  columns,
  autoOrderNo,
}: Draft): readonly (readonly FieldName[])[] {
  if (format !== 'mapped') return [];
  const named = new Set(Object.values(columns));
  const needed =
    autoOrderNo && kind === 'orders' ? [['orderedAt'] as const, ['buyer'] as const] : NEEDED[kind];
  return needed.filter(fields => !fields.some(field => named.has(field)));
}

/** The draft as the API takes it; undefined while there is no shop. */
export function choiceOf(draft: Draft, inspection: Inspection): ImportChoice | undefined {
  const { shop, format } = draft;
  if (!shop) return undefined;
  if (format !== 'mapped') return { shop, format, headerRow: inspection.headerRow };
  return {
    shop,
    headerRow: draft.hasHeader ? inspection.headerRow : 0,
    mapping: {
      kind: draft.kind,
      columns: Object.entries(draft.columns).map(([place, field]) => ({
        field,
        column: Number(place) + 1,
        ...(draft.timeFormats[Number(place)] && { format: draft.timeFormats[Number(place)] }),
      })),
      autoOrderNo: draft.autoOrderNo && draft.kind === 'orders',
      amountsPer: draft.amountsPer,
      currency: draft.currency,
      zone: draft.zone,
      ...(draft.cancelPrefix && { cancelPrefix: draft.cancelPrefix }),
    },
  };
}

/** A field means one column: naming it for another takes it from the first. */
export function nameColumn(draft: Draft, place: number, field: FieldName | undefined): Draft {
  const others = Object.entries(draft.columns).filter(
    ([at, named]) => Number(at) !== place && named !== field,
  );
  const columns = Object.fromEntries(field ? [...others, [place, field]] : others);
  return { ...draft, columns };
}

/** Another kind of file has other fields: those it does not have are left out. */
export function changeKind(draft: Draft, kind: Kind, fields: Inspection['fields']): Draft {
  const allowed = new Set(fields.filter(({ kinds }) => kinds.includes(kind)).map(({ field }) => field));
  const columns = Object.entries(draft.columns).filter(([, field]) => allowed.has(field));
  return { ...draft, kind, columns: Object.fromEntries(columns) };
}

import type { Say } from '../../i18n/texts.ts';
import type zh from '../../texts/zh.ts';
import type { Value } from '../../url/search.ts';
import { formatCount, formatFen, formatNumber } from '../format.ts';

/** The fields of `V` whose values are a `T`. */
type FieldOf<V, T> = { [K in keyof V & string]: V[K] extends T ? K : never }[keyof V & string];

/** Several ranges in one field of the address, each by its key: for conditions that a shop makes itself. */
export type Ranges = Readonly<Record<string, { from?: string | undefined; to?: string | undefined }>>;

export type Choice = { value: string; label: string };

/**
 * A condition a list can be narrowed by, over fields of the page's address (url/search.ts). Those marked `more` live
 * in the drawer; on a phone all but the text do.
 */
export type Filter<V> = { label: string; more?: boolean } & (
  | { kind: 'text'; field: FieldOf<V, string> }
  | { kind: 'choice'; field: FieldOf<V, string>; choices: readonly Choice[] }
  | { kind: 'choices'; field: FieldOf<V, readonly string[]>; choices: readonly Choice[] }
  | { kind: 'days'; from: FieldOf<V, string>; to: FieldOf<V, string> }
  /** `fen`: typed in yuan, kept in fen. `count`: as it is. */
  | { kind: 'range'; unit: 'fen' | 'count'; min: FieldOf<V, number>; max: FieldOf<V, number> }
  | { kind: 'flag'; field: FieldOf<V, true> }
  /** One of the ranges of a field: of numbers as they are, or of days. */
  | { kind: 'within'; of: 'number' | 'day'; field: FieldOf<V, Ranges>; key: string }
);

/** Tells filters apart, whatever they are called. */
export function filterKey<V>(filter: Filter<V>): string {
  return [...fieldsOf(filter), ...(filter.kind === 'within' ? [filter.key] : [])].join(' ');
}

/** What a filter of a range among several asks for, if anything. */
export function rangeOf<V>(
  filter: Filter<V> & { kind: 'within' },
  value: Value<NoInfer<V>>,
): Ranges[string] | undefined {
  return (value[filter.field] as Ranges | undefined)?.[filter.key];
}

/** The ranges with this one set anew; without it, if both of its ends are open. */
export function withRange<V>(
  filter: Filter<V> & { kind: 'within' },
  value: Value<NoInfer<V>>,
  range: Ranges[string],
): Ranges | undefined {
  const { [filter.key]: _, ...others } = (value[filter.field] as Ranges | undefined) ?? {};
  const isOpen = range.from === undefined && range.to === undefined;
  const all = isOpen ? others : { ...others, [filter.key]: range };
  return Object.keys(all).length > 0 ? all : undefined;
}

/** The fields a filter speaks about. */
export function fieldsOf<V>(filter: Filter<V>): (keyof V & string)[] {
  if (filter.kind === 'days') return [filter.from, filter.to];
  if (filter.kind === 'range') return [filter.min, filter.max];
  return [filter.field];
}

/** The value with nothing set in any of the filters: what "clear" does. */
export function cleared<V>(filters: readonly Filter<V>[]): Value<V> {
  const value: Value<V> = {};
  for (const field of filters.flatMap(fieldsOf)) value[field] = undefined;
  return value;
}

/** The value with this filter set to nothing, and every other as it is. */
export function without<V>(filter: Filter<NoInfer<V>>, value: Value<V>): Value<V> {
  if (filter.kind !== 'within') return cleared<V>([filter]);
  const patch: Value<V> = {};
  patch[filter.field] = withRange<V>(filter, value, {}) as Value<V>[typeof filter.field];
  return patch;
}

/** Only what the filters say: without sorting, and without the row looked at. */
export function onlyFilters<V>(filters: readonly Filter<NoInfer<V>>[], value: Value<V>): Value<V> {
  const only: Value<V> = {};
  for (const field of filters.flatMap(fieldsOf)) only[field] = value[field];
  return only;
}

export function isSet<V>(filter: Filter<NoInfer<V>>, value: Value<V>): boolean {
  if (filter.kind === 'within') return rangeOf<V>(filter, value) !== undefined;
  return fieldsOf(filter).some(field => value[field] !== undefined);
}

/** What a filter asks for, as one says it: `层级：重要、常规`, `消费：≥ ¥100.00`. Undefined when it asks for nothing. */
export function describeFilter<V>(
  filter: Filter<V>,
  value: Value<NoInfer<V>>,
  t: Say<typeof zh>,
): string | undefined {
  if (!isSet(filter, value)) return undefined;
  if (filter.kind === 'flag') return filter.label;
  return t('filter.says', { label: filter.label, what: what(filter, value, t) });
}

function what<V>(filter: Filter<NoInfer<V>>, value: Value<V>, t: Say<typeof zh>): string {
  const read = (field: keyof V & string): unknown => value[field];
  switch (filter.kind) {
    case 'choice':
    case 'choices': {
      const chosen = [read(filter.field)].flat();
      const labels = chosen.map(
        one => filter.choices.find(choice => choice.value === one)?.label ?? String(one),
      );
      return labels.join(t('filter.and'));
    }
    case 'days':
      return range(t, read(filter.from), read(filter.to), String, 'since', 'until');
    case 'range': {
      const show = (amount: unknown) =>
        filter.unit === 'fen' ? formatFen(Number(amount)) : formatCount(Number(amount));
      return range(t, read(filter.min), read(filter.max), show, 'atLeast', 'atMost');
    }
    case 'within': {
      const { from, to } = rangeOf<V>(filter, value) ?? {};
      return filter.of === 'day'
        ? range(t, from, to, String, 'since', 'until')
        : range(t, from, to, amount => formatNumber(Number(amount)), 'atLeast', 'atMost');
    }
    case 'text':
    case 'flag':
      return String(read(filter.field));
  }
}

function range(
  t: Say<typeof zh>,
  from: unknown,
  to: unknown,
  show: (value: unknown) => string,
  onlyFrom: 'since' | 'atLeast',
  onlyTo: 'until' | 'atMost',
): string {
  if (from === undefined) return t(`filter.${onlyTo}`, { to: show(to) });
  if (to === undefined) return t(`filter.${onlyFrom}`, { from: show(from) });
  return t('filter.range', { from: show(from), to: show(to) });
}

import type { Measure } from '../kit/format.ts';
import { SERIES } from '../theme/tokens.ts';

export type Series = {
  name: string;
  values: readonly (number | null)[];
  /** Which of the theme's colours, where one stands for the same thing elsewhere; absent: that of its place. */
  colour?: number;
};

/** `line`: over time. `bar`: side by side. `stack`: parts of a whole. `rank`: lying bars. `funnel`: step by step. */
export type ChartKind = 'line' | 'bar' | 'stack' | 'rank' | 'funnel';

/** Bars that lie have the room for their names. */
export function isLying(kind: ChartKind): boolean {
  return kind === 'rank' || kind === 'funnel';
}

/** What a chart shows, said once: drawn on the canvas, listed in the table, summed up for screen readers. */
export type ChartData = {
  kind: ChartKind;
  /** Days, channels, steps. */
  categories: readonly string[];
  series: readonly Series[];
  measure: Measure;
};

export function colourOf({ series }: ChartData, at: number, shade: 'light' | 'dark'): string | undefined {
  return SERIES[shade][(series[at]?.colour ?? at) % SERIES[shade].length];
}

/** The least, the greatest and the last of a series; undefined when it says nothing. */
export function extremes(values: Series['values']): { low: number; high: number; last: number } | undefined {
  const known = values.filter(value => value !== null);
  const last = known.at(-1);
  if (last === undefined) return undefined;
  return { low: Math.min(...known), high: Math.max(...known), last };
}

/** Each step of a funnel as a share of the one before and of the first. */
export function conversions(
  values: Series['values'],
): { fromPrevious: number | null; fromFirst: number | null }[] {
  const share = (part: number | null, whole: number | null | undefined) =>
    part === null || !whole ? null : part / whole;
  return values.map((value, at) => ({
    fromPrevious: at === 0 ? null : share(value, values[at - 1]),
    fromFirst: at === 0 ? null : share(value, values[0]),
  }));
}

import type { Field } from './fields.ts';
import type { ColumnGuess } from './guess.ts';
import { readAmount } from './values/amounts.ts';
import { bare } from './values/texts.ts';
import { readTime } from './values/times.ts';

/** How an unknown file seems to be meant, beside what its columns are; the person who imports it has the last word. */
export type ReadingGuess = {
  /** Order numbers that begin like this take goods back. */
  cancelPrefix: string | undefined;
  amountsPer: 'order' | 'line';
};

type Rows = readonly (readonly string[])[];

/** Names are words: a first row made of numbers and times is a row like the others. */
export function looksLikeHeader(cells: readonly string[]): boolean {
  const texts = cells.map(bare).filter(text => text !== '');
  const values = texts.filter(text => readAmount(text) !== undefined || readTime(text) !== undefined);
  return values.length * 2 < texts.length;
}

export function guessReading(guesses: readonly ColumnGuess[], rows: Rows): ReadingGuess {
  const columnOf = (field: Field) => guesses.find(one => one.field === field)?.column;
  const [orderNo, quantity, paid] = [columnOf('orderNo'), columnOf('quantity'), columnOf('paid')];
  const cell = (row: readonly string[], column: number) => bare(row[column - 1] ?? '');
  const pairs = (column: number | undefined) =>
    orderNo === undefined || column === undefined
      ? []
      : rows.map(row => ({ orderNo: cell(row, orderNo), value: cell(row, column) }));
  return {
    cancelPrefix: cancelPrefixOf(pairs(quantity)),
    amountsPer: differWithinOrders(pairs(paid)) ? 'line' : 'order',
  };
}

type Pair = { orderNo: string; value: string };

/** The letters before the numbers of orders whose quantities are negative, where no other order has them. */
function cancelPrefixOf(pairs: readonly Pair[]): string | undefined {
  const isBack = ({ value }: Pair) => /^-\d/.test(value);
  const back = pairs.filter(isBack);
  const prefixes = Map.groupBy(back, ({ orderNo }) => /^[A-Za-z]{1,4}(?=[-_]?\d)/.exec(orderNo)?.[0]);
  const [[prefix] = []] = [...prefixes].filter(([one]) => one).sort((a, b) => b[1].length - a[1].length);
  if (!prefix || pairs.some(pair => !isBack(pair) && pair.orderNo.startsWith(prefix))) return undefined;
  return prefix;
}

/** An amount that changes from line to line of one order cannot be the order's. */
function differWithinOrders(pairs: readonly Pair[]): boolean {
  const orders = Map.groupBy(
    pairs.filter(({ orderNo, value }) => orderNo !== '' && value !== ''),
    ({ orderNo }) => orderNo,
  );
  return [...orders.values()].some(lines => lines.some(line => line.value !== lines[0]?.value));
}

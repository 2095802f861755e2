import type { Scope } from '#platform/auth/actor.ts';
import type { CustomerFilters } from '../list.sql.ts';
import { makeBest } from './best.ts';
import { keepFlag, type Pass, passesOf } from './choose.ts';
import { BLOCK, type Columns, FLAGS, type NumberColumn } from './columns.ts';

export type Wanted = { sort: NumberColumn; order: 'asc' | 'desc'; wanted: number };

/** How many fit in all of it. */
export function countFitting(columns: Columns, passes: readonly Pass[]): number {
  let count = 0;
  for (let block = 0; block * BLOCK < columns.size; block++) count += fitting(columns, block, passes).total;
  return count;
}

/** How many the filters find in a scope, and the ids of the first so many in order. */
export function find(
  columns: Columns,
  filters: CustomerFilters,
  scope: Scope,
  asked: Wanted,
): { ids: number[]; total: number } {
  const passes = passesOf(columns, filters, scope);
  const best = makeBest(columns, asked);
  const blocks = Math.ceil(columns.size / BLOCK);
  let count = 0;
  for (let i = 0; i < blocks; i++) {
    // New people come last: from the end that is likely to be the better, so that the best are soon known.
    const block = asked.order === 'desc' ? blocks - 1 - i : i;
    const { places, total } = fitting(columns, block, passes);
    if (best.isWorth(block)) best.offer(places, total, block * BLOCK);
    count += total;
  }
  return { ids: best.ids(), total: count };
}

const ALL = Uint16Array.from({ length: BLOCK }, (_, place) => place);
/** One is read while the other is written. */
const scratch: [Uint16Array, Uint16Array] = [new Uint16Array(BLOCK), new Uint16Array(BLOCK)];

/** The places in a block, counted from where it begins, of those who are not gone and fit. To be read before the next block is looked at. */
function fitting(
  columns: Columns,
  block: number,
  passes: readonly Pass[],
): { places: Uint16Array; total: number } {
  const base = block * BLOCK;
  let [places, total, next]: [Uint16Array, number, 0 | 1] = [ALL, Math.min(BLOCK, columns.size - base), 0];
  const keep = (pass: Pass) => {
    total = pass(places, scratch[next], total, base);
    places = scratch[next];
    next = next === 0 ? 1 : 0;
  };
  if ((columns.blocks.live[block] as number) < total)
    keep((...list) => keepFlag(...list, columns.flags, FLAGS.live, FLAGS.live));
  for (const pass of passes) if (total > 0) keep(pass);
  return { places, total };
}

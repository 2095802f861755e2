import type { Scope } from '#platform/auth/actor.ts';
import type { CustomerFilters } from '../list.sql.ts';
import { makeBest, type Wanted } from './best.ts';
import { passesOf } from './choose.ts';
import { BLOCK, type Columns } from './columns.ts';
import { type Pass, passOf } from './passes.ts';

/** How many fit in all of it. */
export function countFitting(columns: Columns, passes: readonly Pass[]): number {
  const look = lookThrough(columns, passes);
  let count = 0;
  for (let block = 0; block * BLOCK < columns.size; block++) count += look(block).total;
  return count;
}

/** How many the filters find in a scope, and the ids of the first so many in order. */
export function find(
  columns: Columns,
  filters: CustomerFilters,
  scope: Scope,
  asked: Wanted,
): { ids: number[]; total: number } {
  const look = lookThrough(columns, passesOf(columns, filters, scope));
  const best = makeBest(columns, asked);
  const blocks = Math.ceil(columns.size / BLOCK);
  let count = 0;
  for (let i = 0; i < blocks; i++) {
    // New people come last: from the end that is likely to be the better, so that the best are soon known.
    const block = asked.order === 'desc' ? blocks - 1 - i : i;
    const { places, total } = look(block);
    if (best.isWorth(block)) best.offer(places, total, block * BLOCK);
    count += total;
  }
  return { ids: best.ids(), total: count };
}

const ALL = Uint16Array.from({ length: BLOCK }, (_, place) => place);
/** One is read while the other is written. */
const ONE = new Uint16Array(BLOCK);
const OTHER = new Uint16Array(BLOCK);

/** Who fits: the first `total` of `places`, counted from where the block begins. */
type Fitting = { places: Uint16Array; total: number };

/** Finds in a block those who are not gone and fit. To be read at once: the next block is written over it. */
export function lookThrough(columns: Columns, passes: readonly Pass[]): (block: number) => Fitting {
  const inOrder = fewestFirst(columns, passes);
  const isLive = passOf(columns, { flag: 'live', is: true });
  const found: Fitting = { places: ALL, total: 0 };
  const keep = (pass: Pass, base: number) => {
    const to = found.places === ONE ? OTHER : ONE;
    found.total = pass(found.places, to, found.total, base);
    found.places = to;
  };
  return block => {
    const base = block * BLOCK;
    found.places = ALL;
    found.total = Math.min(BLOCK, columns.size - base);
    if ((columns.blocks.live[block] as number) < found.total) keep(isLive, base);
    for (const pass of inOrder) if (found.total > 0) keep(pass, base);
    return found;
  };
}

/** The filter that leaves fewest of some block goes first: the others then have less to read. */
function fewestFirst(columns: Columns, passes: readonly Pass[]): Pass[] {
  const block = Math.floor(columns.size / BLOCK / 2);
  const size = Math.min(BLOCK, columns.size - block * BLOCK);
  const left = new Map(passes.map(pass => [pass, pass(ALL, ONE, size, block * BLOCK)]));
  return passes.toSorted((one, other) => (left.get(one) ?? 0) - (left.get(other) ?? 0));
}

import { BLOCK, type Columns, JOURNAL } from '../columns/columns.ts';
import type { Condition } from '../columns/condition.ts';
import { lookThrough } from '../columns/find.ts';
import { passOf } from '../columns/passes.ts';
import { type Bitmap, put, withRoom } from './bitmap.ts';

/** `upTo`: how many were ever written when the set was last right. */
type Kept = { set: Bitmap; upTo: number };

/** So many conditions are kept, those asked last: an eighth of a byte a person each. */
const MOST = 64;

const keptOf = new WeakMap<Columns, Map<string, Kept>>();

/**
 * Who is there and fits a condition: an index on what was asked before. Made by passing over the columns once, then
 * kept: of those who were written since, each is looked at when it is asked for again. Not to be written into.
 */
export function whoFit(columns: Columns, condition: Condition): Bitmap {
  const all = keptOf.get(columns) ?? new Map<string, Kept>();
  keptOf.set(columns, all);
  const key = JSON.stringify(condition);
  const known = all.get(key);
  const isBehind = !known || columns.written.total - known.upTo > JOURNAL;
  const set = isBehind ? lookAtAll(columns, condition) : lookAgain(columns, condition, known);
  // What was asked last stands last.
  all.delete(key);
  all.set(key, { set, upTo: columns.written.total });
  for (const oldest of all.keys()) {
    if (all.size <= MOST) break;
    all.delete(oldest);
  }
  return set;
}

function lookAtAll(columns: Columns, condition: Condition): Bitmap {
  const look = lookThrough(columns, [passOf(columns, condition)]);
  const set = withRoom(new Uint32Array(0), idsIn(columns));
  const { person } = columns;
  for (let block = 0; block * BLOCK < columns.size; block++) {
    const { places, total } = look(block);
    for (let i = 0; i < total; i++) {
      const id = person[block * BLOCK + (places[i] as number)] as number;
      set[id >>> 5] = (set[id >>> 5] as number) | (1 << (id & 31));
    }
  }
  return set;
}

/** All ids are below this. */
export function idsIn({ blocks }: Columns): number {
  return blocks.most.id.reduce((most, id) => Math.max(most, id), 0) + 1;
}

const HERE = new Uint16Array(1);
const THERE = new Uint16Array(1);

function lookAgain(columns: Columns, condition: Condition, known: Kept): Bitmap {
  const { written, person } = columns;
  if (known.upTo === written.total) return known.set;
  const set = withRoom(known.set, idsIn(columns));
  const passes = [passOf(columns, { flag: 'live', is: true }), passOf(columns, condition)];
  for (let n = known.upTo; n < written.total; n++) {
    const place = written.places[n % JOURNAL] as number;
    const fits = passes.every(pass => pass(HERE, THERE, 1, place) === 1);
    put(set, person[place] as number, fits);
  }
  return set;
}

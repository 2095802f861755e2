import type { Columns, NumberColumn } from './columns.ts';

/** How many, by which column. */
export type Wanted = { sort: NumberColumn; order: 'asc' | 'desc'; wanted: number };

/** Collects the best of those it is shown. */
export type Best = {
  /** Whether somebody in a block could still be among the best. */
  isWorth(block: number): boolean;
  /** Shows the first `total` of `places`, counted from `base`. */
  offer(places: Uint16Array, total: number, base: number): void;
  /** Their ids in order. */
  ids(): number[];
};

/**
 * The first so many of whom is offered, by a column, unknown ones last, then by id, as ClickHouse sorts them. A heap keeps the
 * best so far with the worst of them on top; of a million people, most are compared with that one only, and most blocks not even
 * that, because their bounds say that nobody there is better.
 */
export function makeBest(columns: Columns, { sort, order, wanted }: Wanted): Best {
  const sign = order === 'asc' ? 1 : -1;
  const heap = { keys: new Float64Array(wanted), ids: new Float64Array(wanted), size: 0 };
  const { person } = columns;
  const keys = columns.numbers[sort];
  const bounds = columns.blocks[sign < 0 ? 'most' : 'least'];
  let [worstKey, worstId, worst] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN];
  return {
    isWorth(block) {
      const key = sign * (bounds[sort][block] as number);
      const id = sign * (bounds.id[block] as number);
      return heap.size < wanted || key < worstKey || (key === worstKey && id < worstId);
    },
    offer(places, total, base) {
      for (let i = 0; i < total; i++) {
        const place = base + (places[sign < 0 ? total - 1 - i : i] as number);
        const value = keys[place] as number;
        // The way of nearly all: what is unknown is neither, and goes on.
        if (sign < 0 ? value < worst : value > worst) continue;
        const key = Number.isNaN(value) ? Number.POSITIVE_INFINITY : sign * value;
        if (key > worstKey) continue;
        const id = sign * (person[place] as number);
        if (key === worstKey && id > worstId) continue;
        if (heap.size < wanted) push(heap, key, id);
        else replaceWorst(heap, key, id);
        if (heap.size < wanted) continue;
        [worstKey, worstId] = [heap.keys[0] as number, heap.ids[0] as number];
        worst = sign * worstKey;
      }
    },
    ids: () => inOrder(heap).map(id => sign * id),
  };
}

/** Smaller keys are better, then smaller ids; the worst is at 0, and each is no better than the two below it. */
type Heap = { keys: Float64Array; ids: Float64Array; size: number };

function isWorse({ keys, ids }: Heap, one: number, key: number, id: number): boolean {
  const other = keys[one] as number;
  return other > key || (other === key && (ids[one] as number) > id);
}

function push(heap: Heap, key: number, id: number): void {
  let at = heap.size++;
  while (at > 0) {
    const above = (at - 1) >> 1;
    if (isWorse(heap, above, key, id)) break;
    move(heap, above, at);
    at = above;
  }
  put(heap, at, key, id);
}

function replaceWorst(heap: Heap, key: number, id: number): void {
  const { keys, ids, size } = heap;
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= size) break;
    const right = below + 1;
    if (right < size && isWorse(heap, right, keys[below] as number, ids[below] as number)) below = right;
    if (!isWorse(heap, below, key, id)) break;
    move(heap, below, at);
    at = below;
  }
  put(heap, at, key, id);
}

function move({ keys, ids }: Heap, from: number, to: number): void {
  keys[to] = keys[from] as number;
  ids[to] = ids[from] as number;
}

function put({ keys, ids }: Heap, at: number, key: number, id: number): void {
  keys[at] = key;
  ids[at] = id;
}

function inOrder({ keys, ids, size }: Heap): number[] {
  return Array.from({ length: size }, (_, at) => ({ key: keys[at] as number, id: ids[at] as number }))
    .sort((one, other) => (one.key === other.key ? one.id - other.id : one.key - other.key))
    .map(({ id }) => id);
}

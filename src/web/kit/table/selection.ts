/**
 * What is chosen in a list. Either rows one by one, or everything the query finds save a few: then nobody has to load
 * two thousand rows to act on them, and the server does it by the query.
 */
export type Selection = { isAll: boolean; ids: ReadonlySet<string> };

/** What a batch action sends: ids, or "all of this query, except". */
export type Chosen = { all: false; ids: readonly string[] } | { all: true; except: readonly string[] };

export const NOTHING: Selection = { isAll: false, ids: new Set() };
export const EVERYTHING: Selection = { isAll: true, ids: new Set() };

export function isChosen(selection: Selection, id: string): boolean {
  return selection.ids.has(id) !== selection.isAll;
}

/** Chooses or drops some rows. */
export function choose(selection: Selection, ids: readonly string[], on: boolean): Selection {
  const next = new Set(selection.ids);
  for (const id of ids) {
    if (on === selection.isAll) next.delete(id);
    else next.add(id);
  }
  return { isAll: selection.isAll, ids: next };
}

/** How many are chosen; undefined when all are and nobody has counted them. */
export function chosenCount(selection: Selection, total: number | undefined): number | undefined {
  if (!selection.isAll) return selection.ids.size;
  return total === undefined ? undefined : Math.max(0, total - selection.ids.size);
}

export function isNothing(selection: Selection, total: number | undefined): boolean {
  return chosenCount(selection, total) === 0;
}

export function toChosen(selection: Selection): Chosen {
  const ids = [...selection.ids];
  return selection.isAll ? { all: true, except: ids } : { all: false, ids };
}

/** The ids from one row to another, both included: what Shift and a click mean. */
export function span(ids: readonly string[], from: string | undefined, to: string): string[] {
  const start = from === undefined ? -1 : ids.indexOf(from);
  const end = ids.indexOf(to);
  if (start < 0 || end < 0) return [to];
  return ids.slice(Math.min(start, end), Math.max(start, end) + 1);
}

/** Something ⌘K offers: matched by everything it is called, in both languages. */
export type Item = {
  key: string;
  title: string;
  note?: string | undefined;
  /** All its names, lower case, for matching. */
  names: string;
  to?: string;
  run?: () => void;
};

/** The element id of an option, which the field names as its active one. */
export function optionId(listId: string, item: Item): string {
  return `${listId}${item.key}`;
}

/** What matches, best first: a name that begins with the query, then a word in it that does, then any part. */
export function matchItems(items: readonly Item[], query: string): Item[] {
  const wanted = query.normalize('NFKC').trim().toLowerCase();
  if (wanted === '') return [...items];
  return items
    .map(item => ({ item, rank: rank(item, wanted) }))
    .filter(({ rank }) => rank < 3)
    .sort((one, other) => one.rank - other.rank)
    .map(({ item }) => item);
}

function rank(item: Item, wanted: string): number {
  if (item.title.toLowerCase().startsWith(wanted)) return 0;
  if (item.names.split(/\s+/).some(name => name.startsWith(wanted))) return 1;
  return item.names.includes(wanted) ? 2 : 3;
}

/** The pages opened last, newest first. Only pages of the navigation: a customer's name is not kept in a browser. */
export function recall(stored: string | null): string[] {
  try {
    const paths: unknown = JSON.parse(stored ?? '[]');
    return Array.isArray(paths) ? paths.filter(path => typeof path === 'string') : [];
  } catch {
    return [];
  }
}

export function remember(recent: readonly string[], path: string): string[] {
  return [path, ...recent.filter(other => other !== path)].slice(0, 5);
}

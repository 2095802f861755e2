import { type ReactNode, useState } from 'react';

/** A column of a DataTable. The first column is the row's name: always shown, and what opens the row. */
export type Column<Row, Key extends string = string> = {
  key: string;
  title: string;
  cell(row: Row): ReactNode;
  /** Numbers, money and times stand at the end, in tabular figures. */
  align?: 'end';
  /** Holds sentences: may be broken anywhere, and gets room for it. */
  wrap?: boolean;
  /** The key the server sorts by; absent: not sortable. */
  sort?: Key;
  /** Not shown until chosen. */
  optional?: boolean;
  /** Least width in pixels. */
  width?: number;
  /** One sentence on what exactly the column says. */
  explain?: string;
  /** On a phone's card: beside the name instead of a line of its own, on a whole line (bare: without its title), or not at all. */
  phone?: 'aside' | 'wide' | 'bare' | 'hidden';
};

export type ColumnChoice<Row, Key extends string> = {
  shown: readonly Column<Row, Key>[];
  isShown(key: string): boolean;
  show(key: string, on: boolean): void;
  reset(): void;
};

/** Which columns a member wants to see, remembered in their browser under the table's name. */
export function useColumnChoice<Row, Key extends string>(
  name: string,
  columns: readonly Column<Row, Key>[],
): ColumnChoice<Row, Key> {
  const stored = `siyu.columns.${name}`;
  const [changes, setChanges] = useState(() => readChanges(localStorage.getItem(stored)));
  const store = (next: Changes) => {
    setChanges(next);
    if (Object.keys(next).length === 0) localStorage.removeItem(stored);
    else localStorage.setItem(stored, JSON.stringify(next));
  };
  const isShown = (key: string) => changes[key] ?? !columns.find(column => column.key === key)?.optional;
  return {
    shown: columns.filter((column, at) => at === 0 || isShown(column.key)),
    isShown,
    show: (key, on) => store({ ...changes, [key]: on }),
    reset: () => store({}),
  };
}

type Changes = Record<string, boolean>;

function readChanges(stored: string | null): Changes {
  try {
    const changes: unknown = JSON.parse(stored ?? '{}');
    return Object.fromEntries(
      Object.entries(changes ?? {}).filter(
        (entry): entry is [string, boolean] => typeof entry[1] === 'boolean',
      ),
    );
  } catch {
    return {};
  }
}

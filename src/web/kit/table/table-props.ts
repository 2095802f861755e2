import type { ReactNode } from 'react';
import type { List } from '../../api/queries.ts';
import type { Sort } from '../../url/search.ts';
import type { Column } from './columns.ts';
import type { Chosen } from './selection.ts';
import type { SelectionHandle } from './use-selection.ts';

export type TableProps<Row, Key extends string> = {
  /** Where the choice of columns is remembered: `customers`. */
  name: string;
  /** What the table lists, for screen readers. */
  label: string;
  columns: readonly Column<Row, Key>[];
  rowKey(row: Row): string;
  /** The row in a word, for "select …". */
  rowName(row: Row): string;
  list: List<Row>;
  /** What is counted: `位客户`, `customers`. */
  unit?: string;
  sort?: Sort<Key> | undefined;
  onSort?: (sort: Sort<Key> | undefined) => void;
  /** The address a row opens; a click anywhere in it follows, a middle click opens a tab. */
  to?: (row: Row) => string | undefined;
  selection?: SelectionHandle;
  /** Buttons for what is chosen. */
  batch?: (chosen: Chosen, count: number | undefined) => ReactNode;
  /** Filters are set: an empty list then is "no match", not "nothing yet". */
  onClearFilters?: (() => void) | undefined;
  /** Beside the total: export, a switch. */
  tools?: ReactNode;
  /** What to show when there is nothing yet. */
  empty: ReactNode;
};
